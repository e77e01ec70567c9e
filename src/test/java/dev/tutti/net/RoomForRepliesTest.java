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

    private final RecordedSocket fourth = new RecordedSocket();
    private final Connection last;

    RoomForRepliesTest() {
        scene.open(1, first, () -> {});
        scene.open(2, second, () -> {});
        scene.open(3, third, () -> {});
        last = scene.open(4, fourth, () -> {});
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

    /** Whenever somebody looks, the client is about to be sent another reply. */
    @Test
    void aClientThatReadsAllRepliesIsNotCutOffWhileOthersWait() {
        first.sends("WAITERS\r\n");
        second.sends("WAITERS\r\n");
        third.sends("WAITERS\r\n");
        assertThat(scene.context.limits().turns().isContended()).isTrue();
        for (int second = 0; second < 6; second++) {
            fourth.sends("PING\r\n");
            last.output().hurry();
            scene.cycle.end();
            assertThat(fourth.written()).isEqualTo("+PONG\r\n");
        }
        fourth.sends("PING\r\n");
        scene.timers.ring();
        assertThat(fourth.isCutOff()).isFalse();
    }

    @Test
    void aClientThatReadsNothingIsCutOffWhileOthersWait() {
        fourth.leavesUnread(1);
        last.output().hurry();
        last.output().hurry();
        assertThat(fourth.isCutOff()).isFalse();
        last.output().hurry();
        assertThat(fourth.isCutOff()).isTrue();
    }
}
