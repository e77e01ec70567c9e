package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** RUN, by consumers of the server and by remote workers on the queue {@code work}. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class TaskIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient caller;
    private RespClient worker;

    TaskIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).server("closeGrace", "1h").server("runTimeout", "0s");
    }

    @BeforeEach
    void connect() {
        caller = server.connect();
        worker = server.connect();
    }

    /** The id of the next item of {@code work}, when the worker has got it. */
    private long take() {
        return (Long) worker.list("QUEUE GET work").get(0);
    }

    @Test
    void aConsumerOfTheServerGivesTheResult() {
        assertThat(caller.ask("RUN upper hello")).isEqualTo("HELLO");
        assertThat(caller.ask("RUN echo hello")).isEqualTo("hello");
        assertThat(caller.ask("RUN sleep 5")).isEqualTo("5");
        assertThat(caller.ask("RUN sha256 hello"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @Test
    void aFailureIsItsMessage() {
        assertThat(caller.ask("RUN fail oops")).isEqualTo(new Failure("FAILED oops"));
        assertThat(server.stat("fail.dead", "size")).isZero();
    }

    @Test
    void aRemoteWorkerGivesTheResult() {
        caller.tell("RUN work a");
        long id = take();
        assertThat(worker.ask("QUEUE DONE work " + id + " A")).isEqualTo("OK");
        assertThat(caller.read()).isEqualTo("A");
    }

    @Test
    void theDefaultResultIsEmpty() {
        caller.tell("RUN work a");
        worker.ask("QUEUE DONE work " + take());
        assertThat(caller.read()).isEqualTo("");
    }

    @Test
    void theResultIsThatOfTheLastAttempt() {
        worker.ask("QUEUE CREATE work ATTEMPTS 2");
        caller.tell("RUN work a");
        worker.ask("QUEUE FAIL work " + take() + " once");
        worker.ask("QUEUE FAIL work " + take() + " twice");
        assertThat(caller.read()).isEqualTo(new Failure("FAILED twice"));
        assertThat(server.stat("work.dead", "size")).isZero();
    }

    @Test
    void anItemWhoseWorkersCloseFailsWhenItIsOutOfAttempts() {
        worker.ask("QUEUE CREATE work ATTEMPTS 1");
        caller.tell("RUN work a");
        take();
        worker.close();
        assertThat(((Failure) caller.read()).text()).startsWith("FAILED ");
    }

    @Test
    void aFailuresMessageIsOneLine() {
        caller.tell("RUN work a");
        String id = String.valueOf(take());
        worker.ask(words("QUEUE", "FAIL", "work", id, "one\r\ntwo\nthree"));
        assertThat(caller.read()).isEqualTo(new Failure("FAILED one  two three"));
    }

    @Test
    void aLongFailuresMessageIsCutButNotInsideACharacter() {
        caller.tell("RUN work a");
        String id = String.valueOf(take());
        worker.ask(words("QUEUE", "FAIL", "work", id, "x" + "\u00e4".repeat(3000)));
        assertThat(caller.read()).isEqualTo(new Failure("FAILED x" + "\u00e4".repeat(2047)));
    }

    @Test
    void aFailuresMessageThatIsNotUtf8IsPassedOn() throws Exception {
        caller.tell("RUN work a");
        byte[][] words = words("QUEUE", "FAIL", "work", String.valueOf(take()), "");
        words[4] = new byte[] {(byte) 0xff, 'x', (byte) 0xc3};
        worker.ask(words);
        assertThat(new String(caller.rawLine(), StandardCharsets.ISO_8859_1)).isEqualTo("-FAILED \u00ffx\u00c3");
    }

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

    @Test
    void anItemThatTimesOutBeforeItIsDeliveredNeverIs() {
        assertThat(caller.ask("RUN work a TIMEOUT 20")).isEqualTo(Null.BULK);
        assertThat(worker.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(server.stat("work", "unfinished")).isZero();
    }

    @Test
    void timeoutZeroAsksForAResultThatIsThereAtOnceAndLeavesNothing() {
        assertThat(caller.ask("RUN work a TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(server.stat("work", "unfinished")).isZero();
    }

    @Test
    void theTimeoutIncludesWaitingForRoom() {
        caller.ask("QUEUE CREATE work MAXSIZE 1");
        caller.ask("QUEUE PUT work a");
        assertThat(caller.ask("RUN work b TIMEOUT 20")).isEqualTo(Null.BULK);
        worker.ask("QUEUE GET work");
        assertThat(worker.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void anItemThatFindsNoRoomWaitsForIt() {
        caller.ask("QUEUE CREATE work MAXSIZE 1");
        caller.ask("QUEUE PUT work a");
        caller.tell("RUN work b");
        server.awaitStat("work", "putters", 1);
        worker.ask("QUEUE DONE work " + take());
        worker.ask("QUEUE DONE work " + take() + " B");
        assertThat(caller.read()).isEqualTo("B");
    }

    @Test
    void aWorkerLearnsOnceThatTheCallerTimedOut() {
        caller.tell("RUN work a TIMEOUT 100");
        long id = take();
        assertThat(caller.read()).isEqualTo(Null.BULK);
        assertThat(worker.refusal("QUEUE DONE work " + id)).startsWith("CANCELLED ");
        assertThat(worker.refusal("QUEUE DONE work " + id)).startsWith("NOITEM ");
        assertThat(worker.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void aWorkerLearnsOnceThatTheCallerIsGone() {
        caller.tell("RUN work a");
        long first = take();
        RespClient second = server.connect();
        second.tell("RUN work b");
        long id = take();
        caller.abort();
        second.abort();
        server.awaitStat("work", "unfinished", 0);
        assertThat(worker.refusal("QUEUE RELEASE work " + first)).startsWith("CANCELLED ");
        assertThat(worker.refusal("QUEUE FAIL work " + first)).startsWith("NOITEM ");
        assertThat(worker.refusal("QUEUE FAIL work " + id)).startsWith("CANCELLED ");
        assertThat(worker.refusal("QUEUE FAIL work " + id)).startsWith("NOITEM ");
        assertThat(server.stat("work.dead", "size")).isZero();
    }

    @Test
    void aCancelledItemWhoseWorkerClosesIsGone() {
        caller.tell("RUN work a");
        take();
        caller.abort();
        server.awaitStat("work", "unfinished", 0);
        worker.close();
        RespClient other = server.connect();
        assertThat(other.ask("QUEUE GET work TIMEOUT 50")).isEqualTo(Null.ARRAY);
        assertThat(other.list("QUEUE LIST")).doesNotContain("work");
    }

    @Test
    void anItemWhoseCallerIsGoneIsNeverDelivered() {
        caller.tell("RUN work a");
        server.awaitStat("work", "size", 1);
        caller.abort();
        server.awaitStat("work", "size", 0);
        assertThat(worker.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void aTaskOfTheServerWhoseCallerIsGoneMakesRoomForTheNext() {
        caller.tell("RUN sleep 3600000");
        server.awaitStat("sleep", "inflight", 1);
        caller.abort();
        server.awaitStat("sleep", "unfinished", 0);
        server.awaitStat("sleep", "inflight", 0);
        assertThat(worker.ask("RUN sleep 1")).isEqualTo("1");
    }

    @Test
    void purgeCancelsWhatIsReady() {
        caller.tell("RUN work a");
        server.awaitStat("work", "size", 1);
        assertThat(worker.integer("QUEUE PURGE work")).isEqualTo(1);
        assertThat(((Failure) caller.read()).text()).startsWith("CANCELLED ");
    }

    @Test
    void anItemsIdIsGivenByItsQueueWhoeverPutIt() {
        long put = worker.integer("QUEUE PUT work a");
        caller.tell("RUN work b");
        assertThat(take()).isEqualTo(put);
        long run = take();
        assertThat(run).isGreaterThan(put);
        worker.ask("QUEUE DONE work " + run + " B");
        assertThat(caller.read()).isEqualTo("B");
    }

    @Test
    void manyPipelinedRunsAreAnsweredInOrder() {
        for (int i = 0; i < 500; i++) {
            caller.tell(i % 3 == 0 ? "RUN upper x" + i : i % 3 == 1 ? "RUN echo x" + i : "RUN fail x" + i);
        }
        for (int i = 0; i < 500; i++) {
            Object expected =
                    List.of("X" + i, "x" + i, new Failure("FAILED x" + i)).get(i % 3);
            assertThat(caller.read()).isEqualTo(expected);
        }
    }
}
