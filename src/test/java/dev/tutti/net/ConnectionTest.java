package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection's states, and when it reads, without a network: the test ends the turns and answers for the owners. */
class ConnectionTest {

    private static final long ID = 7;
    private static final int MAX_PIPELINE = 3;
    private static final int MAX_OUTPUT = 65536;
    private static final String WAITS = "QUEUE GET q\r\n";
    private static final String IN_TIME = "QUEUE SIZE q\r\n";

    private final NetScene scene = new NetScene(new JsonObject()
            .put("maxPipeline", MAX_PIPELINE)
            .put("maxItemSize", "16KiB")
            .put("maxCommandSize", "64KiB")
            .put("maxOutput", "64KiB"));
    private final RecordedSocket socket = new RecordedSocket();
    private int closed;
    private final Connection connection = scene.open(ID, socket, () -> closed++);

    private void sends(String... commands) {
        socket.sends(String.join("", commands));
        scene.cycle.end();
    }

    private void ownerReplies(Reply... replies) {
        scene.ownerReplies(ID, replies);
    }

    private List<String> sent() {
        return scene.sent();
    }

    // ---- when it reads

    @Test
    void asManyCommandsAsMaxPipelineMayBeUnanswered() {
        sends(WAITS, IN_TIME, IN_TIME);
        assertThat(socket.isPaused()).isFalse();
    }

    @Test
    void oneCommandMoreThanMaxPipelineStopsTheReadingUntilOneIsAnswered() {
        sends(WAITS, IN_TIME, IN_TIME, IN_TIME);
        assertThat(socket.isPaused()).isTrue();
        ownerReplies(Reply.NULL_ARRAY);
        assertThat(socket.isPaused()).isFalse();
        sends(IN_TIME);
        assertThat(socket.isPaused()).isTrue();
    }

    @Test
    void isNotReadWhileTheWriteQueueIsFull() {
        socket.fillsTheWriteQueue();
        sends("PING\r\n");
        assertThat(socket.isPaused()).isTrue();
        socket.drainsTheWriteQueue();
        assertThat(socket.isPaused()).isFalse();
    }

    @Test
    void isNotReadWhileMoreThanMaxCommandSizeIsUnanswered() {
        sends(WAITS);
        String part = "x".repeat(16000);
        for (int i = 0; i < 4; i++) {
            assertThat(socket.isPaused()).isFalse();
            socket.sends((i == 0 ? "ECHO " : "") + part);
            socket.sends(i % 2 == 0 ? " " : "\r\nECHO ");
        }
        socket.sends(part);
        assertThat(socket.isPaused()).isTrue();
    }

    // ---- replies

    @Test
    void allRepliesOfATurnAreOneWrite() {
        socket.sends("PING\r\nPING\r\n");
        assertThat(socket.written()).isEmpty();
        scene.cycle.end();
        assertThat(socket.written()).isEqualTo("+PONG\r\n+PONG\r\n");
    }

    @Test
    void repliesAreHeldBackForTheNextOwnersUntilItsReceipt() {
        sends("LOCK LOCKED l\r\n", IN_TIME);
        assertThat(sent()).containsExactly("Locked");
        ownerReplies(Reply.integer(0));
        assertThat(sent()).containsExactly("Received", "Size");
        assertThat(socket.written()).isEmpty();
        scene.ownerTells(ID, Notice.RECEIPT);
        assertThat(socket.written()).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void aTurnMayAddEightTimesMaxOutput(int times) {
        String reply = "x".repeat(MAX_OUTPUT - "$65536\r\n\r\n".length());
        sends(WAITS);
        for (int i = 0; i < times; i++) {
            connection.write(Reply.text(reply));
        }
        assertThat(socket.isCutOff()).isEqualTo(times > 8);
        scene.cycle.end();
        assertThat(socket.written().isEmpty()).isEqualTo(times > 8);
    }

    private static Reply longArray() {
        return Reply.array(Collections.nCopies(1000, Reply.integer(7)));
    }

    private static String encoded() {
        return "*1000\r\n" + ":7\r\n".repeat(1000);
    }

    private String allTurns() {
        StringBuilder all = new StringBuilder(socket.written());
        while (scene.timers.count() > scene.timers.count(2)) {
            scene.nextTurn();
            all.append(socket.written());
        }
        return all.toString();
    }

    @Test
    void aLongReplyIsWrittenInSeveralTurnsAndTheOthersBehindIt() {
        sends(IN_TIME, IN_TIME, "PING\r\n");
        scene.timePassesWithEachLook(1);
        ownerReplies(longArray(), Reply.integer(8));
        assertThat(socket.isPaused()).isFalse();
        assertThat(allTurns()).isEqualTo(encoded() + ":8\r\n+PONG\r\n");
    }

    @Test
    void aStopWritesTheLongReplyThatIsUnderWay() {
        sends(IN_TIME, IN_TIME, WAITS);
        scene.timePassesWithEachLook(1);
        ownerReplies(longArray(), Reply.integer(8));
        socket.written();
        connection.shutDown();
        scene.cycle.end();
        assertThat(socket.written()).endsWith(":7\r\n:8\r\n");
        assertThat(socket.ends()).isEqualTo(1);
        assertThat(allTurns()).isEmpty();
    }

    @Test
    void aConnectionThatIsCutOffMidReplyWritesNothingMore() {
        sends(IN_TIME, IN_TIME);
        scene.timePassesWithEachLook(1);
        ownerReplies(longArray(), Reply.integer(8));
        socket.written();
        connection.cutOff();
        socket.closes();
        assertThat(allTurns()).isEmpty();
        assertThat(sent()).contains("Closed");
    }

    @Test
    void aClientThatReadsNothingOfWhatIsOverMaxOutputIsCutOff() {
        socket.leavesUnread(MAX_OUTPUT + 1);
        sends("PING\r\n");
        assertThat(scene.timers.count()).isEqualTo(1);
        assertThat(socket.isCutOff()).isFalse();
        scene.timers.ring();
        assertThat(socket.isCutOff()).isTrue();
    }

    // ---- the end

    @Test
    void theReplyToQuitIsTheLastWhateverFollows() {
        sends("QUIT\r\nPING\r\n");
        assertThat(socket.written()).isEqualTo("+OK\r\n");
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void nothingBehindQuitIsParsed() {
        sends("QUIT\r\n\"x\r\n");
        assertThat(socket.written()).isEqualTo("+OK\r\n");
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void aBrokenRequestIsAnsweredInItsTurnAndNothingBehindItIsRead() {
        sends(WAITS, "\"x\r\n");
        sends("PING\r\n");
        assertThat(socket.written()).isEmpty();
        ownerReplies(Reply.NULL_ARRAY);
        assertThat(socket.written()).startsWith("*-1\r\n-ERR ").endsWith("\r\n").doesNotContain("PONG");
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void aClientThatEndsItsInputIsStillAnswered() {
        sends(WAITS);
        socket.endsItsOutput();
        assertThat(sent()).containsExactly("Get", "InputEnded");
        assertThat(socket.ends()).isZero();
        ownerReplies(Reply.NULL_ARRAY);
        assertThat(socket.written()).isEqualTo("*-1\r\n");
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void aClientThatEndsItsInputIsAnsweredForCloseGraceAtMost() {
        sends(WAITS);
        socket.endsItsOutput();
        sent();
        scene.timers.ring();
        assertThat(sent()).containsExactly("Closed");
        assertThat(socket.ends()).isEqualTo(1);
        ownerReplies(Reply.NULL_ARRAY);
        assertThat(socket.written()).matches("-ERR server\\.closeGrace: the client ended its input 5000 ms ago .*\r\n");
    }

    @Test
    void aClientThatEndsItsInputWithNothingUnansweredIsClosed() {
        sends("PING\r\n");
        socket.endsItsOutput();
        scene.cycle.end();
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void whatIsCutOffNeitherReadsNorWritesAnyMore() {
        sends(WAITS);
        connection.write(Reply.OK);
        connection.cutOff();
        socket.sends("PING\r\n");
        ownerReplies(Reply.NULL_ARRAY);
        connection.closeAfterWriting();
        scene.cycle.end();
        assertThat(socket.isCutOff()).isTrue();
        assertThat(socket.written()).isEmpty();
        assertThat(socket.ends()).isZero();
    }

    @Test
    void aStopAnswersNoWaitingCommandAndClosesOnce() {
        sends(WAITS, IN_TIME);
        connection.shutDown();
        connection.shutDown();
        scene.cycle.end();
        assertThat(socket.written()).isEmpty();
        assertThat(socket.ends()).isEqualTo(1);
    }

    @Test
    void theOwnersAreToldOfTheCloseOnce() {
        sends(WAITS);
        sent();
        socket.closes();
        socket.closes();
        assertThat(sent()).containsExactly("Closed");
        assertThat(closed).isEqualTo(1);
        socket.endsItsOutput();
        ownerReplies(Reply.NULL_ARRAY);
        assertThat(sent()).isEmpty();
        assertThat(socket.written()).isEmpty();
        assertThat(scene.timers.count()).isZero();
    }
}
