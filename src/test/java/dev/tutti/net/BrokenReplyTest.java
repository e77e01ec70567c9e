package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Notice;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replies of which a part is written when their connection ends. Nothing comes behind the part. */
class BrokenReplyTest {

    private static final int MANY = 1000;

    private final NetScene scene = new NetScene(new JsonObject()
            .put("password", (String) null)
            .put("maxItemSize", "1KiB")
            .put("maxCommandSize", "64KiB")
            .put("maxInputMemory", "64KiB"));
    private final RecordedSocket socket = new RecordedSocket();
    private final Connection connection = scene.open(1, socket, () -> {});

    /** Sends a command behind which many wait. */
    private void sends(String text) {
        socket.sends(text + "PING a\r\n".repeat(400));
        scene.cycle.end();
    }

    private void ownersName(int count) {
        scene.router.receive(RecordedBus.notice(
                -1,
                new Notice.QueueNames(
                        IntStream.range(0, count).mapToObj(i -> "q" + i).toList())));
        scene.cycle.end();
    }

    /** Another connection takes so much that this one, which takes most, has to go. */
    private void evict() {
        scene.context.limits().input().share(() -> {}).holds(30_000);
        scene.cycle.end();
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsClosedForItsInputIsToldSo() {
        sends("QUEUE LIST\r\n");
        evict();
        assertThat(socket.written()).startsWith("-ERR server.maxInputMemory: ").endsWith("\r\n");
    }

    @Test
    void butNotInTheMiddleOfAReply() {
        sends("QUEUE LIST\r\n");
        scene.timePassesWithEachLook(3);
        ownersName(MANY);
        evict();
        scene.nextTurn();
        assertThat(socket.written())
                .startsWith("*" + MANY + "\r\n$2\r\nq0\r\n")
                .doesNotContain("q999", "ERR", "PONG")
                .endsWith("\r\n");
    }

    @Test
    void norAmongTheRepliesOfATransaction() {
        sends("MULTI\r\nPING b\r\nQUEUE LIST\r\nPING c\r\nEXEC\r\n");
        evict();
        ownersName(MANY);
        assertThat(socket.written()).isEqualTo("+OK\r\n" + "+QUEUED\r\n".repeat(3) + "*3\r\n$1\r\nb\r\n");
    }

    @Test
    void theStopOfTheServerBreaksAReplyOffAndNothingComesBehindIt() {
        sends("QUEUE LIST\r\n");
        scene.timePassesWithEachLook(3);
        ownersName(MANY);
        String part = socket.written();
        connection.shutDown();
        scene.nextTurn();
        scene.nextTurn();
        assertThat(part).startsWith("*" + MANY + "\r\n").doesNotContain("q999");
        assertThat(socket.written()).isEmpty();
        assertThat(socket.ends()).isEqualTo(1);
    }
}
