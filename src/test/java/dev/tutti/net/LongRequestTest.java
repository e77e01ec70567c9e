package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests of so many words that one turn does not decode them. Here each look at the clock takes a millisecond. */
class LongRequestTest {

    private static final int MANY = 20_000;
    private static final String PONG = "+PONG\r\n";

    private final NetScene scene = new NetScene(new JsonObject().put("password", (String) null));
    private final RecordedSocket first = new RecordedSocket();
    private final RecordedSocket second = new RecordedSocket();

    LongRequestTest() {
        scene.open(1, first, () -> {});
        scene.open(2, second, () -> {});
        scene.timePassesWithEachLook(1);
    }

    /** A GATHER of so many tasks of q, and one more of the other queue. */
    private static String gather(String last) {
        String queue = "$" + last.length() + "\r\n" + last + "\r\n";
        return "*" + (2 * MANY + 3) + "\r\n$6\r\nGATHER\r\n"
                + IntStream.range(0, MANY)
                        .mapToObj(i -> "$1\r\nq\r\n$1\r\nx\r\n")
                        .collect(Collectors.joining())
                + queue + "$1\r\ny\r\n";
    }

    private void sends(RecordedSocket socket, String text) {
        socket.sends(text);
        scene.cycle.end();
    }

    /** Ends turns until the first socket is read again. Returns their number. */
    private int decodesAll() {
        int turns = 0;
        while (first.isPaused()) {
            scene.nextTurn();
            turns++;
        }
        return turns;
    }

    @Test
    void othersAreServedWhileALongRequestIsDecoded() {
        sends(first, gather("r"));
        for (int i = 0; i < 3; i++) {
            assertThat(first.isPaused()).isTrue();
            assertThat(scene.sent()).isEmpty();
            sends(second, "PING\r\n");
            assertThat(second.written()).isEqualTo(PONG);
            scene.nextTurn();
        }
        assertThat(decodesAll()).isPositive();
        assertThat(scene.sent()).containsExactly("CheckOpen", "CheckOpen");
    }

    @Test
    void whatIsBehindALongRequestIsAnsweredBehindIt() {
        sends(first, "PING 0\r\n" + gather("q\u0001") + "PING 1\r\n");
        sends(first, "PING 2\r\n");
        assertThat(first.written()).isEqualTo("$1\r\n0\r\n");
        decodesAll();
        assertThat(first.written()).startsWith("-ERR queue name ").endsWith("$1\r\n1\r\n$1\r\n2\r\n");
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void theEndOfTheInputWaitsForALongRequest() {
        first.sends(gather("q\u0001"));
        first.endsItsOutput();
        decodesAll();
        first.runsItsTasks();
        scene.cycle.end();
        assertThat(first.written()).startsWith("-ERR queue name ");
        assertThat(first.ends()).isEqualTo(1);
    }

    @Test
    void aClosedConnectionDecodesNothingMore() {
        sends(first, gather("r"));
        assertThat(scene.context.limits().input().used()).isGreaterThan(MANY);
        first.closes();
        scene.nextTurn();
        assertThat(scene.sent()).isEmpty();
        assertThat(scene.context.limits().input().used()).isZero();
        assertThat(scene.timers.count()).isZero();
    }

    @Test
    void aRequestThatTakesTooMuchMemoryIsDropped() {
        NetScene small = new NetScene(new JsonObject()
                .put("password", (String) null)
                .put("maxItemSize", "1MiB")
                .put("maxInputMemory", "1MiB"));
        small.timePassesWithEachLook(1);
        small.open(1, first, () -> {});
        first.sends(gather("r"));
        small.cycle.end();
        small.nextTurn();
        assertThat(first.written()).startsWith("-ERR server.maxInputMemory: ");
        assertThat(small.sent()).isEmpty();
    }

    @Test
    void aLongRequestIsRefusedInATransaction() {
        sends(first, "MULTI\r\n" + gather("r") + "EXEC\r\n");
        decodesAll();
        assertThat(first.written())
                .startsWith("+OK\r\n-ERR GATHER and TASKGROUP can't be used inside MULTI")
                .contains("-EXECABORT ");
    }

    @Test
    void theTasksOfALongRequestBeginInTheirOrder() {
        sends(first, gather("r"));
        decodesAll();
        scene.sent();
        scene.router.receive(RecordedBus.reply(-1, Reply.OK));
        scene.router.receive(RecordedBus.reply(-2, Reply.OK));
        scene.nextTurn();
        assertThat(scene.sent()).isNotEmpty().containsOnly("Run");
    }
}
