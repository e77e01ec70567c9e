package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.CommandTable;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.config.Configuration;
import dev.tutti.config.ServerConfig;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
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

    private final RecordedBus bus = new RecordedBus();
    private final ManualTimers timers = new ManualTimers();
    private final RecordedSocket socket = new RecordedSocket();
    private final OwnerRouter router = new OwnerRouter(bus.eventBus(), 0, 1, 1, new AtomicLong()::decrementAndGet);
    private final FlushCycle cycle = new FlushCycle(endlessTurn(), router);
    private int closed;
    private final Connection connection = new Connection(ID, socket.socket(), context(), () -> closed++);

    /** A context that never gets to the end of a turn: the test does. */
    private static Context endlessTurn() {
        return (Context) Proxy.newProxyInstance(
                ConnectionTest.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("runOnContext")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return null;
                });
    }

    private ConnectionContext context() {
        ServerConfig config = Configuration.from(new JsonObject()
                        .put(
                                "server",
                                new JsonObject()
                                        .put("maxPipeline", MAX_PIPELINE)
                                        .put("maxItemSize", "16KiB")
                                        .put("maxCommandSize", "64KiB")
                                        .put("maxOutput", "64KiB")))
                .server();
        ServerInfo info = new ServerInfo(new Statistics(), 10, () -> 0, 0, new VolatileJournal());
        CommandTable table = new CommandTable(config.maxItemSize(), config.maxCommandSize(), Map.of());
        return new ConnectionContext(
                timers.vertx(), config, router, cycle, table, info, new ConnectionLimits(config, 10), Runnable::run);
    }

    @BeforeEach
    void open() {
        router.add(ID, connection);
        connection.open();
    }

    private void sends(String... commands) {
        socket.sends(String.join("", commands));
        cycle.end();
    }

    private void ownerReplies(Reply... replies) {
        router.receive(RecordedBus.reply(ID, replies));
        cycle.end();
    }

    private void ownerTells(Notice notice) {
        router.receive(RecordedBus.notice(ID, notice));
        cycle.end();
    }

    /** The commands and signals that owners were sent since the last time, by their kinds. */
    private List<String> sent() {
        cycle.end();
        return bus.requests().stream()
                .map(asked -> asked.command().getClass().getSimpleName())
                .toList();
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
        cycle.end();
        assertThat(socket.written()).isEqualTo("+PONG\r\n+PONG\r\n");
    }

    @Test
    void repliesAreHeldBackForTheNextOwnersUntilItsReceipt() {
        sends("LOCK LOCKED l\r\n", IN_TIME);
        assertThat(sent()).containsExactly("Locked");
        ownerReplies(Reply.integer(0));
        assertThat(sent()).containsExactly("Received", "Size");
        assertThat(socket.written()).isEmpty();
        ownerTells(Notice.RECEIPT);
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
        cycle.end();
        assertThat(socket.written().isEmpty()).isEqualTo(times > 8);
    }

    @Test
    void aClientThatReadsNothingOfWhatIsOverMaxOutputIsCutOff() {
        socket.leavesUnread(MAX_OUTPUT + 1);
        sends("PING\r\n");
        assertThat(timers.count()).isEqualTo(1);
        assertThat(socket.isCutOff()).isFalse();
        timers.ring();
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
        timers.ring();
        assertThat(sent()).containsExactly("Closed");
        assertThat(socket.ends()).isEqualTo(1);
        ownerReplies(Reply.NULL_ARRAY);
        assertThat(socket.written()).isEmpty();
    }

    @Test
    void aClientThatEndsItsInputWithNothingUnansweredIsClosed() {
        sends("PING\r\n");
        socket.endsItsOutput();
        cycle.end();
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
        cycle.end();
        assertThat(socket.isCutOff()).isTrue();
        assertThat(socket.written()).isEmpty();
        assertThat(socket.ends()).isZero();
    }

    @Test
    void aStopAnswersNoWaitingCommandAndClosesOnce() {
        sends(WAITS, IN_TIME);
        connection.shutDown();
        connection.shutDown();
        cycle.end();
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
        assertThat(timers.count()).isZero();
    }
}
