package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MULTI, EXEC and DISCARD, with one owner for all names and with several. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class TransactionIT {

    private static final int MAX_PIPELINE = 50;
    private static final String ABORTED = "EXECABORT Transaction discarded because of previous errors.";

    /** A command for each that may wait, which would wait for ever in the scene that {@link #scene} makes. */
    private static final Map<String, String> WAITING = Map.ofEntries(
            Map.entry("QUEUE GET", "QUEUE GET empty"),
            Map.entry("QUEUE GETANY", "QUEUE GETANY 3 empty b a"),
            Map.entry("QUEUE PUT", "QUEUE PUT full item"),
            Map.entry("SUBMIT", "SUBMIT full item"),
            Map.entry("QUEUE JOIN", "QUEUE JOIN full"),
            Map.entry("AWAIT", "AWAIT submitted ID"),
            Map.entry("EVENT WAIT", "EVENT WAIT never"),
            Map.entry("LOCK ACQUIREALL", "LOCK ACQUIREALL 2 free taken"),
            Map.entry("LOCK ACQUIRE", "LOCK ACQUIRE taken"),
            Map.entry("SEMAPHORE ACQUIRE", "SEMAPHORE ACQUIRE taken"),
            Map.entry("CONDITION ACQUIRE", "CONDITION ACQUIRE taken"),
            Map.entry("BARRIER WAIT", "BARRIER WAIT barrier PARTIES 2"));

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    TransactionIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).server("maxPipeline", MAX_PIPELINE);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    private List<Object> transaction(String... commands) {
        queue(commands);
        return client.list("EXEC");
    }

    private void queue(String... commands) {
        assertThat(client.ask("MULTI")).isEqualTo("OK");
        for (String command : commands) {
            assertThat(client.ask(command)).as(command).isEqualTo("QUEUED");
        }
    }

    private static boolean isNull(Object reply) {
        return reply == Null.BULK || reply == Null.ARRAY;
    }

    @Test
    void theCommandsRunInOrderAndErrorsStandInTheirPlaces() {
        List<Object> replies = transaction(
                "QUEUE SIZE a",
                "QUEUE PUT a x",
                "QUEUE DONE a 12345",
                "QUEUE SIZE a",
                "LOCK RELEASE l",
                "PING",
                "ECHO e");
        assertThat(replies).hasSize(7);
        assertThat(replies.get(0)).isEqualTo(0L);
        assertThat(replies.get(1)).isInstanceOf(Long.class);
        assertThat(((Failure) replies.get(2)).text()).startsWith("NOITEM");
        assertThat(replies.get(3)).isEqualTo(1L);
        assertThat(((Failure) replies.get(4)).text()).startsWith("NOTHELD");
        assertThat(replies.subList(5, 7)).containsExactly("PONG", "e");
    }

    @Test
    void nothingRunsBeforeExec() {
        queue("QUEUE PUT a x", "EVENT SET e", "CLIENT SETNAME me");
        assertThat(other.integer("QUEUE SIZE a")).isZero();
        assertThat(other.integer("EVENT IS_SET e")).isZero();
        assertThat(server.describe(id(client))).contains(" multi=4 ");
        assertThat(client.list("EXEC")).hasSize(4);
        assertThat(other.integer("QUEUE SIZE a")).isEqualTo(1);
        assertThat(client.ask("CLIENT GETNAME")).isEqualTo("me");
    }

    /** Of a connection that has an open transaction, by one more command in it. */
    private long id(RespClient queuing) {
        assertThat(queuing.ask("CLIENT ID")).isEqualTo("QUEUED");
        String list = (String) other.ask("CLIENT LIST");
        return list.lines()
                .filter(line -> !line.contains(" multi=-1 "))
                .map(line -> Long.valueOf(line.substring("id=".length(), line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEmptyTransactionIsAnEmptyArray() {
        assertThat(transaction()).isEmpty();
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOSUCH",
                "QUEUE NOSUCH a",
                "QUEUE PUT a",
                "QUEUE PUT a x TIMEOUT never",
                "MULTI x",
                "WATCH",
                "RUN echo x",
                "GATHER echo x",
                "TASKGROUP echo x",
                "WAIT a 1",
                "SUBSCRIBE a",
                "EXEC now"
            })
    void aRefusedCommandAbortsTheWholeTransaction(String refused) {
        queue("QUEUE PUT a x", "EVENT SET e");
        assertThat(client.refusal(refused)).startsWith("ERR ");
        assertThat(client.ask("QUEUE PUT a y")).isEqualTo("QUEUED");
        assertThat(client.refusal("EXEC")).isEqualTo(ABORTED);
        assertThat(client.integer("QUEUE SIZE a")).isZero();
        assertThat(client.integer("EVENT IS_SET e")).isZero();
        assertThat(transaction("QUEUE PUT a z")).hasSize(1);
    }

    /** Redis answers the same to the same script, with one SET in place of the PUT. */
    @Test
    void multiAndWatchInsideMultiAreErrorsThatDoNotAbort() {
        queue("QUEUE PUT a x");
        assertThat(client.refusal("MULTI")).isEqualTo("ERR MULTI calls can not be nested");
        assertThat(client.refusal("WATCH a")).isEqualTo("ERR WATCH inside MULTI is not allowed");
        assertThat(client.ask("QUEUE PUT a y")).isEqualTo("QUEUED");
        assertThat(client.list("EXEC")).hasSize(2);
        assertThat(other.integer("QUEUE SIZE a")).isEqualTo(2);
        assertThat(client.refusal("EXEC")).isEqualTo("ERR EXEC without MULTI");
    }

    @Test
    void execAndDiscardNeedAMulti() {
        assertThat(client.refusal("EXEC")).isEqualTo("ERR EXEC without MULTI");
        assertThat(client.refusal("DISCARD")).isEqualTo("ERR DISCARD without MULTI");
        queue("PING");
        client.ask("EXEC");
        assertThat(client.refusal("EXEC")).isEqualTo("ERR EXEC without MULTI");
    }

    @Test
    void discardForgetsWhatWasQueuedAndRefused() {
        queue("QUEUE PUT a x");
        client.refusal("NOSUCH");
        assertThat(client.ask("DISCARD")).isEqualTo("OK");
        assertThat(client.integer("QUEUE SIZE a")).isZero();
        assertThat(transaction("QUEUE SIZE a")).containsExactly(0L);
    }

    @Test
    void resetForgetsWhatWasQueued() {
        queue("QUEUE PUT a x");
        assertThat(client.ask("RESET")).isEqualTo("RESET");
        assertThat(client.refusal("EXEC")).isEqualTo("ERR EXEC without MULTI");
        assertThat(client.integer("QUEUE SIZE a")).isZero();
    }

    @Test
    void quitAndAClosedConnectionForgetWhatWasQueued() {
        queue("QUEUE PUT a x");
        assertThat(client.ask("QUIT")).isEqualTo("OK");
        assertThat(client.isAtEnd()).isTrue();
        other.send("MULTI\r\nQUEUE PUT a x\r\n").endOutput();
        assertThat(other.read(2)).containsExactly("OK", "QUEUED");
        assertThat(other.isAtEnd()).isTrue();
        assertThat(server.stat("a", "size")).isZero();
    }

    @Test
    void aClientThatEndsItsInputIsAnsweredTheWholeTransaction() {
        client.send("MULTI\r\nQUEUE PUT a x\r\nLOCK ACQUIRE l\r\nQUEUE GET b\r\nEXEC\r\nPING\r\n")
                .endOutput();
        List<Object> replies = client.read(6);
        assertThat((List<?>) replies.get(4)).hasSize(3);
        assertThat(replies.get(5)).isEqualTo("PONG");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void watchSaysWhatToUseInsteadAndUnwatchIsOk() {
        assertThat(client.refusal("WATCH a b")).contains("LOCK").contains("KEY");
        assertThat(client.ask("UNWATCH")).isEqualTo("OK");
        assertThat(transaction("UNWATCH")).containsExactly("OK");
    }

    @Test
    void atMostMaxPipelineCommandsAreQueued() {
        queue(IntStream.range(0, MAX_PIPELINE).mapToObj(i -> "QUEUE PUT a x").toArray(String[]::new));
        assertThat(client.refusal("QUEUE PUT a x")).contains("server.maxPipeline");
        assertThat(client.refusal("EXEC")).isEqualTo(ABORTED);
        assertThat(client.integer("QUEUE SIZE a")).isZero();
        String[] most =
                IntStream.range(0, MAX_PIPELINE).mapToObj(i -> "QUEUE PUT a x").toArray(String[]::new);
        assertThat(transaction(most)).hasSize(MAX_PIPELINE);
    }

    /** Returns the id of a submitted task that nobody carries out. */
    private long scene() {
        other.ask("QUEUE CREATE full MAXSIZE 1");
        other.integer("QUEUE PUT full first");
        for (String kind : List.of("LOCK", "SEMAPHORE", "CONDITION")) {
            other.integer(kind + " ACQUIRE taken");
        }
        return other.integer("SUBMIT submitted task");
    }

    @Test
    void nothingWaitsInside() {
        long submitted = scene();
        List<String> mayWait = client.list("HELP").stream()
                .map(String.class::cast)
                .filter(usage -> usage.contains("[TIMEOUT ms]"))
                .map(usage -> usage.substring(
                                0,
                                usage.length()
                                        - usage.replaceFirst("^[A-Z_ ]+", "").length())
                        .trim())
                .filter(name -> !List.of("RUN", "GATHER", "TASKGROUP", "WAIT", "CONDITION WAIT")
                        .contains(name))
                .toList();
        assertThat(mayWait).containsExactlyInAnyOrderElementsOf(WAITING.keySet());
        for (String name : mayWait) {
            String command = WAITING.get(name).replace("ID", String.valueOf(submitted));
            assertThat(transaction(command + " TIMEOUT 3600000", command, "PING"))
                    .as(command)
                    .satisfies(replies -> assertThat(isNull(replies.get(0)) && isNull(replies.get(1)))
                            .isTrue())
                    .endsWith("PONG");
        }
        assertThat((List<?>) client.ask("WAITERS"))
                .noneMatch(waiters -> waiters.toString().contains("wait=["));
        assertThat(server.stat("empty", "getters")).isZero();
        assertThat(server.stat("full", "putters")).isZero();
    }

    @Test
    void aConditionsWaitEndsAtOnceAndKeepsItsLock() {
        assertThat(transaction("CONDITION ACQUIRE c", "CONDITION WAIT c", "CONDITION LOCKED c"))
                .satisfies(replies -> assertThat(isNull(replies.get(1))).isTrue())
                .endsWith(1L);
        assertThat(client.ask("CONDITION RELEASE c")).isEqualTo("OK");
    }

    @Test
    void theConnectionWaitsAgainAfterwards() {
        transaction("QUEUE GET a");
        long id = client.id();
        client.tell("QUEUE GET a");
        server.awaitUnanswered(id, 1);
        other.integer("QUEUE PUT a x");
        assertThat((List<?>) client.read()).hasSize(3);
    }

    @Test
    void workIsHandedOnWithoutAGap() {
        client.integer("QUEUE PUT a x");
        List<?> delivery = client.list("QUEUE GET a");
        assertThat(transaction("QUEUE DONE a " + delivery.get(0) + " r", "QUEUE PUT a r"))
                .startsWith("OK");
        assertThat(server.items("a")).containsExactly("r");
    }

    @Test
    void aTransactionIsAnsweredBehindWhatTheConnectionAskedBefore() {
        client.send(
                "QUEUE PUT a x\r\nLOCK ACQUIRE l\r\nMULTI\r\nQUEUE SIZE a\r\nLOCK LOCKED l\r\nEXEC\r\nQUEUE SIZE a\r\n");
        List<Object> replies = client.read(7);
        assertThat(replies.subList(2, 7)).containsExactly("OK", "QUEUED", "QUEUED", List.of(1L, 1L), 1L);
    }

    /** The other client waits in a GET, and has sent a PUT behind it that would come between. */
    @Test
    void noOtherConnectionsCommandRunsBetween() {
        long id = other.id();
        other.tell("QUEUE GET a").tell("QUEUE PUT a theirs");
        server.awaitUnanswered(id, 2);
        transaction("QUEUE PUT a first", "PING", "QUEUE PUT a second", "QUEUE PUT a third");
        other.read(2);
        assertThat(server.items("a")).containsExactly("second", "third", "theirs");
    }

    @Test
    void itemsMoveInsideToAQueueOfAnyOwner() {
        List<Object> replies = transaction(
                "QUEUE PUT a x", "QUEUE MOVE a b", "QUEUE MOVE b c", "QUEUE PUT c y", "QUEUE MOVE c b", "QUEUE SIZE b");
        assertThat(replies.get(1)).isEqualTo(1L);
        assertThat(replies.get(2)).isEqualTo(1L);
        assertThat(replies.get(4)).isEqualTo(2L);
        assertThat(server.items("b")).containsExactly("x", "y");
    }

    @Test
    void commandsThatAskEveryOwnerAreAnsweredInside() {
        List<Object> replies = transaction("QUEUE PUT a x", "QUEUE LIST", "CLIENT LIST", "INFO locks", "QUEUE SIZE a");
        assertThat((List<?>) replies.get(1)).anyMatch("a"::equals);
        assertThat((String) replies.get(2)).contains("cmd-waiting");
        assertThat((String) replies.get(3)).contains("# Locks");
        assertThat(replies.get(4)).isEqualTo(1L);
    }

    @Test
    void whatATransactionTookIsGivenBackWhenTheConnectionCloses() {
        other.integer("QUEUE PUT a x");
        long id = client.id();
        transaction("QUEUE GET a", "LOCK ACQUIRE l");
        client.close();
        server.awaitGone(id);
        assertThat(server.items("a")).containsExactly("x");
        assertThat(other.integer("LOCK LOCKED l")).isZero();
    }
}
