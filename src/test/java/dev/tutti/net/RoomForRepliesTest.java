package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Connections that wait for room for their replies while others have it. */
class RoomForRepliesTest {

    private final NetScene scene = new NetScene(new JsonObject().put("maxOutputMemory", "1MiB"));
    private final RecordedSocket first = new RecordedSocket();
    private final RecordedSocket second = new RecordedSocket();
    private final RecordedSocket third = new RecordedSocket();

    RoomForRepliesTest() {
        scene.open(1, first, () -> {});
        scene.open(2, second, () -> {});
        scene.open(3, third, () -> {});
    }

    /** The first has half of the room, and the third needs the other half, from which the second takes a little. */
    @Test
    void itIsGivenOnWhenTheKernelAcceptsTheRepliesAtOnce() {
        first.sends("WAITERS\r\n");
        assertThat(scene.sent()).containsExactly("ContentionQuery", "ContentionQuery");
        second.sends("QUEUE SIZE q\r\n");
        assertThat(scene.sent()).containsExactly("Size");
        scene.timePassesWithEachLook(3);
        scene.ownerReplies(2, Reply.array(Collections.nCopies(1000, Reply.text("twenty bytes of text")), 20_000));
        third.sends("WAITERS\r\n");
        assertThat(scene.sent()).isEmpty();
        assertThat(scene.context.limits().output().used()).isPositive();
        while (scene.context.limits().output().used() > 0) {
            scene.nextTurn();
        }
        assertThat(scene.sent()).containsExactly("ContentionQuery", "ContentionQuery");
    }
}
