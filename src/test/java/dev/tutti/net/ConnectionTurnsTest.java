package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pipelines whose commands take longer than a turn of the net server may. Here each PING takes a millisecond. */
class ConnectionTurnsTest {

    private static final String WAITS = "QUEUE GET q\r\n";
    private static final String PONG = "+PONG\r\n";

    private final NetScene scene =
            new NetScene(new JsonObject().put("maxPipeline", 2000).put("password", (String) null));
    private final RecordedSocket first = new RecordedSocket();
    private final RecordedSocket second = new RecordedSocket();
    private int closed;
    private final Connection connection = scene.open(1, first, () -> closed++);

    ConnectionTurnsTest() {
        scene.open(2, second, () -> {});
        scene.pingTakes(1);
    }

    private static String pings(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "PING " + i + "\r\n").collect(Collectors.joining());
    }

    private static String pongs(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "$" + String.valueOf(i).length() + "\r\n" + i + "\r\n")
                .collect(Collectors.joining());
    }

    private void sends(RecordedSocket socket, String text) {
        socket.sends(text);
        scene.cycle.end();
    }

    @Test
    void anotherConnectionIsServedBetweenTheCommandsOfALongPipeline() {
        first.sends(pings(0, 1000));
        sends(second, "PING\r\n");
        assertThat(first.written()).isEqualTo(pongs(0, 10));
        assertThat(second.written()).isEqualTo(PONG);
        scene.nextTurn();
        sends(second, "PING\r\n");
        assertThat(first.written()).isEqualTo(pongs(10, 20));
        assertThat(second.written()).isEqualTo(PONG);
    }

    @Test
    void allCommandsAreAnsweredInTheirOrder() {
        sends(first, pings(0, 1000));
        StringBuilder all = new StringBuilder(first.written());
        int turns = 0;
        while (first.isPaused()) {
            scene.nextTurn();
            turns++;
            all.append(first.written());
        }
        assertThat(all).hasToString(pongs(0, 1000));
        assertThat(turns).isEqualTo(99);
        assertThat(scene.timers.count()).isZero();
    }

    @Test
    void longPipelinesTakeTurns() {
        first.sends(pings(0, 20));
        sends(second, pings(0, 20));
        assertThat(first.written()).isEqualTo(pongs(0, 10));
        assertThat(second.written()).isEqualTo(pongs(0, 2));
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(10, 16));
        assertThat(second.written()).isEqualTo(pongs(2, 6));
    }

    @Test
    void theSocketIsNotReadMeanwhileAndWhatArrivesWaits() {
        sends(first, pings(0, 11));
        assertThat(first.isPaused()).isTrue();
        sends(first, pings(11, 12));
        assertThat(first.written()).isEqualTo(pongs(0, 10));
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(10, 12));
        assertThat(first.isPaused()).isFalse();
    }

    @Test
    void commandsThatWaitedForAReplyAreDividedToo() {
        sends(first, WAITS + pings(0, 25));
        scene.passes(5000);
        scene.ownerReplies(1, Reply.NULL_ARRAY);
        assertThat(first.written()).isEqualTo("*-1\r\n" + pongs(0, 10));
        assertThat(first.isPaused()).isTrue();
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(10, 20));
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(20, 25));
        assertThat(first.isPaused()).isFalse();
    }

    @Test
    void repliesThatFollowOneAnotherLetTheSocketsBeReadAfterTenMilliseconds() {
        sends(first, WAITS + "PING 0\r\n" + WAITS + "PING 1\r\n" + WAITS);
        scene.ownerReplies(1, Reply.NULL_ARRAY);
        scene.ownerTells(1, Notice.RECEIPT);
        assertThat(first.written()).isEqualTo("*-1\r\n" + pongs(0, 1));
        scene.sent();
        scene.passes(10);
        scene.ownerReplies(1, Reply.NULL_ARRAY);
        assertThat(first.written()).isEqualTo("*-1\r\n");
        scene.nextTurn();
        scene.ownerTells(1, Notice.RECEIPT);
        assertThat(first.written()).isEqualTo(pongs(1, 2));
        assertThat(scene.sent()).containsExactly("Received", "Get");
    }

    @Test
    void repliesThatComeOneByOneKeepNobodyWaiting() {
        sends(first, WAITS + "PING 0\r\n" + WAITS + "PING 1\r\n");
        scene.ownerReplies(1, Reply.NULL_ARRAY);
        scene.ownerTells(1, Notice.RECEIPT);
        scene.timers.ring(1);
        scene.passes(10);
        scene.ownerReplies(1, Reply.NULL_ARRAY);
        assertThat(first.written()).endsWith("*-1\r\n" + pongs(1, 2));
    }

    @Test
    void theEndOfTheInputWaitsForTheCommandsBeforeIt() {
        first.sends(pings(0, 25));
        first.endsItsOutput();
        scene.nextTurn();
        first.runsItsTasks();
        assertThat(first.written()).isEqualTo(pongs(0, 20));
        assertThat(first.ends()).isZero();
        scene.nextTurn();
        first.runsItsTasks();
        scene.cycle.end();
        assertThat(first.written()).isEqualTo(pongs(20, 25));
        assertThat(first.ends()).isEqualTo(1);
    }

    @Test
    void theEndOfTheInputWaitsForCommandsThatGoOnBehindAReply() {
        sends(first, WAITS + pings(0, 15));
        first.endsItsOutput();
        scene.ownerReplies(1, Reply.NULL_ARRAY);
        assertThat(first.ends()).isZero();
        scene.nextTurn();
        assertThat(first.written()).isEqualTo("*-1\r\n" + pongs(0, 15));
        assertThat(first.ends()).isEqualTo(1);
    }

    @Test
    void whatACloseLeavesBehindIsDropped() {
        sends(first, pings(0, 15) + WAITS);
        first.closes();
        scene.nextTurn();
        assertThat(closed).isEqualTo(1);
        assertThat(scene.sent()).isEmpty();
        assertThat(first.written()).isEqualTo(pongs(0, 10));
    }

    @Test
    void whatIsCutOffGoesOnWithNothing() {
        sends(first, pings(0, 15));
        connection.cutOff();
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(0, 10));
    }

    @Test
    void theServersStopAnswersNothingMore() {
        sends(first, pings(0, 15));
        connection.shutDown();
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(0, 10));
        assertThat(first.ends()).isEqualTo(1);
    }

    @Test
    void quitInALaterTurnIsTheLastThatIsAnswered() {
        sends(first, pings(0, 12) + "QUIT\r\n" + pings(12, 13));
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(0, 12) + "+OK\r\n");
        assertThat(first.ends()).isEqualTo(1);
    }

    @Test
    void aBrokenRequestInALaterTurnIsAnsweredAndNothingBehindItIsRead() {
        sends(first, pings(0, 12) + "\"x\r\n" + pings(12, 13));
        scene.nextTurn();
        assertThat(first.written()).startsWith(pongs(0, 12) + "-ERR ").endsWith("\r\n");
        assertThat(first.ends()).isEqualTo(1);
    }

    @Test
    void aTransactionGoesOnInALaterTurn() {
        sends(first, pings(0, 12) + "MULTI\r\nPING a\r\n");
        sends(first, "EXEC\r\n");
        scene.nextTurn();
        assertThat(first.written()).isEqualTo(pongs(0, 12) + "+OK\r\n+QUEUED\r\n*1\r\n$1\r\na\r\n");
    }

    @Test
    void aConnectionWhoseCommandsWaitIsNotIdle() {
        sends(first, pings(0, 15));
        assertThat(connection.idleMillis()).isZero();
        assertThat(connection.isPaused()).isTrue();
    }
}
