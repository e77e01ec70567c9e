package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.TaskCommand.CheckOpen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SHUTDOWN, DELETE, PURGE and CREATE, as the owner of a queue answers. */
class WholeQueueCommandsTest {

    private static final String SHUT_DOWN = "SHUTDOWN queue q is shut down";
    private static final byte[] NOTHING = {};

    private final OneOwner owner = new OneOwner();

    // ---- shutdown

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE SHUTDOWN q", "QUEUE SHUTDOWN q IMMEDIATE"})
    void putsAreRefusedWaitingOnesToo(String command) {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "QUEUE PUT q full");
        owner.ask(2, "QUEUE PUT q a");
        owner.ask(3, "RUN q b");
        assertThat(owner.ask(1, command)).containsExactlyInAnyOrder("1: OK", "2: " + SHUT_DOWN, "3: " + SHUT_DOWN);
        assertThat(owner.ask(1, "QUEUE PUT q c", "QUEUE PUT q c TIMEOUT 0", "RUN q c"))
                .containsExactly("1: " + SHUT_DOWN, "1: " + SHUT_DOWN, "1: " + SHUT_DOWN);
    }

    @Test
    void getsDrainWhatIsLeftWaitForWhatIsInFlightAndAreRefusedThen() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE SHUTDOWN q");
        assertThat(owner.ask(2, "QUEUE GET q", "QUEUE GET q", "QUEUE GET q TIMEOUT 0"))
                .containsExactly("2: [1, a, 1]", "2: [2, b, 1]", "2: NullArray");
        owner.ask(3, "QUEUE GET q");
        assertThat(owner.ask(2, "QUEUE RELEASE q 1")).containsExactlyInAnyOrder("2: OK", "3: [1, a, 1]");
        owner.ask(4, "QUEUE GET q");
        assertThat(owner.ask(2, "QUEUE DONE q 2", "QUEUE DONE q 1"))
                .containsExactlyInAnyOrder("2: OK", "2: OK", "4: " + SHUT_DOWN);
        assertThat(owner.ask(2, "QUEUE GET q", "QUEUE GET q TIMEOUT 0", "QUEUE GET q COUNT 5"))
                .containsExactly("2: " + SHUT_DOWN, "2: " + SHUT_DOWN, "2: " + SHUT_DOWN);
    }

    @Test
    void getsWaitForWhatIsDelayed() {
        owner.ask(1, "QUEUE PUT q a DELAY 50", "QUEUE SHUTDOWN q");
        assertThat(owner.ask(2, "QUEUE GET q")).isEmpty();
        assertThat(owner.after(50)).containsExactly("2: [1, a, 1]");
    }

    @Test
    void joinAnswersWhenEverythingHasBeenFinished() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE GET q");
        owner.ask(2, "QUEUE JOIN q");
        assertThat(owner.ask(1, "QUEUE SHUTDOWN q")).containsExactly("1: OK");
        assertThat(owner.ask(1, "QUEUE DONE q 1", "QUEUE GET q")).containsExactly("1: OK", "1: [2, b, 1]");
        assertThat(owner.ask(1, "QUEUE DONE q 2")).containsExactlyInAnyOrder("1: OK", "2: OK");
    }

    @Test
    void immediateDropsWhatIsReadyAndWhatComesBackAndJoinWaitsForWhatIsInFlight() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE PUT q c", "QUEUE PUT q d DELAY 50");
        owner.ask(1, "QUEUE GET q COUNT 2");
        owner.ask(2, "QUEUE JOIN q");
        owner.ask(3, "RUN q e");
        assertThat(owner.ask(1, "QUEUE SHUTDOWN q IMMEDIATE", "QUEUE SIZE q", "QUEUE GET q"))
                .containsExactlyInAnyOrder(
                        "1: OK",
                        "1: 0",
                        "1: " + SHUT_DOWN,
                        "3: CANCELLED the task was dropped, since the queue was shut down");
        assertThat(owner.ask(1, "QUEUE RELEASE q 1", "QUEUE SIZE q")).containsExactly("1: OK", "1: 0");
        assertThat(owner.ask(1, "QUEUE DONE q 2")).containsExactlyInAnyOrder("1: OK", "2: OK");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void aConsumersGetIsRefusedAndWhatItHasItMayFinish() {
        owner.send(5, new Consume("q"));
        owner.ask(1, "RUN q a");
        owner.send(6, new Consume("q"));
        assertThat(owner.ask(2, "QUEUE SHUTDOWN q")).containsExactly("2: OK");
        assertThat(owner.send(5, new Done("q", 1, NOTHING)))
                .containsExactlyInAnyOrder("5: OK", "1: ", "6: " + SHUT_DOWN);
        assertThat(owner.send(5, new Consume("q"))).containsExactly("5: " + SHUT_DOWN);
    }

    @Test
    void aQueueThatIsNotThereIsMadeAndShutDown() {
        assertThat(owner.ask(1, "QUEUE SHUTDOWN q", "QUEUE PUT q a", "QUEUE GET q", "QUEUE JOIN q"))
                .containsExactly("1: OK", "1: " + SHUT_DOWN, "1: " + SHUT_DOWN, "1: OK");
    }

    @Test
    void aGatherIsToldWhetherTheQueueTakesItems() {
        assertThat(owner.send(-1, new CheckOpen("q"))).containsExactly("-1: OK");
        assertThat(owner.ask(1, "QUEUE CREATE q KIND lifo")).containsExactly("1: OK");
        owner.ask(1, "QUEUE SHUTDOWN q");
        assertThat(owner.send(-2, new CheckOpen("q"))).containsExactly("-2: " + SHUT_DOWN);
    }

    // ---- delete

    @Test
    void deleteEndsEverything() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 2 KIND lifo");
        owner.ask(2, "QUEUE PUT q held", "QUEUE GET q LEASE 50");
        owner.ask(3, "RUN q a");
        owner.ask(4, "SUBMIT q b DELAY 50", "AWAIT q 3");
        owner.ask(5, "QUEUE PUT q c");
        owner.ask(6, "QUEUE JOIN q");
        owner.ask(7, "RUN q d");
        assertThat(owner.ask(1, "QUEUE DELETE q"))
                .containsExactlyInAnyOrder(
                        "1: OK",
                        "3: CANCELLED the task was deleted with its queue",
                        "4: CANCELLED item 3 was deleted with its queue",
                        "5: " + SHUT_DOWN,
                        "6: " + SHUT_DOWN,
                        "7: " + SHUT_DOWN);
        assertThat(owner.ask(2, "QUEUE DONE q 1").get(0)).startsWith("2: NOITEM ");
        assertThat(owner.usedByItems()).isZero();
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(owner.stat("q", "kind")).isEqualTo("fifo");
        owner.close(2);
        assertThat(owner.ask(1, "QUEUE PUT q new", "QUEUE GET q")).containsExactly("1: 4", "1: [4, new, 1]");
    }

    @Test
    void whoWaitsToGetFromADeletedQueueIsRefused() {
        owner.ask(1, "QUEUE GET q");
        assertThat(owner.ask(2, "QUEUE DELETE q")).containsExactlyInAnyOrder("1: " + SHUT_DOWN, "2: OK");
    }

    @Test
    void aConsumerIsToldToStopAndItsOutcomeIsNoItem() {
        owner.send(5, new Consume("q"));
        owner.ask(1, "RUN q a");
        assertThat(owner.ask(2, "QUEUE DELETE q"))
                .containsExactlyInAnyOrder(
                        "2: OK", "5: Cancellation", "1: CANCELLED the task was deleted with its queue");
        assertThat(owner.send(5, new Done("q", 1, NOTHING)).get(0)).startsWith("5: NOITEM ");
        assertThat(owner.send(5, new Consume("q"))).isEmpty();
        assertThat(owner.ask(1, "QUEUE PUT q b")).containsExactlyInAnyOrder("1: 2", "5: [2, b, 1]");
    }

    @Test
    void deletingWhatIsNotThereIsFine() {
        assertThat(owner.ask(1, "QUEUE DELETE q", "QUEUE DELETE q")).containsExactly("1: OK", "1: OK");
    }

    @Test
    void afterAShutdownDeleteOpensTheNameAgain() {
        owner.ask(1, "QUEUE SHUTDOWN q");
        assertThat(owner.ask(1, "QUEUE DELETE q", "QUEUE PUT q a")).containsExactly("1: OK", "1: 1");
    }

    // ---- purge

    @Test
    void purgeDropsWhatIsReadyOrDelayedAndTellsHowMany() {
        owner.ask(1, "QUEUE PUT q held", "QUEUE GET q", "QUEUE PUT q a", "QUEUE PUT q b DELAY 50");
        assertThat(owner.ask(1, "QUEUE PURGE q", "QUEUE PURGE q", "QUEUE PURGE none"))
                .containsExactly("1: 2", "1: 0", "1: 0");
        assertThat(owner.stat("q", "unfinished")).isEqualTo("1");
    }

    // ---- create and stats

    @ParameterizedTest
    @ValueSource(strings = {"KIND lifo", "MAXSIZE 7", "LEASE 7", "ATTEMPTS 7"})
    void anOptionThatDiffersIsAnErrorAndOneThatIsNotNamedIsNot(String option) {
        owner.ask(1, "QUEUE CREATE q KIND priority MAXSIZE 5 LEASE 50 ATTEMPTS 3");
        assertThat(owner.ask(1, "QUEUE CREATE q " + option).get(0)).startsWith("1: ERR queue q exists with KIND pri");
        assertThat(owner.ask(1, "QUEUE CREATE q", "QUEUE CREATE q MAXSIZE 5")).containsExactly("1: OK", "1: OK");
    }

    @Test
    void statsTellOfDelaysAndKinds() {
        owner.ask(1, "QUEUE CREATE q KIND priority MAXSIZE 9 ATTEMPTS 2");
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b DELAY 50", "QUEUE PUT q c", "QUEUE GET q", "QUEUE GET q");
        owner.ask(1, "QUEUE FAIL q 1", "QUEUE DONE q 3");
        String stats = owner.ask(1, "QUEUE STATS q").get(0);
        assertThat(List.of(stats.replaceFirst("bytes, \\d+", "bytes, BYTES")))
                .isEqualTo(List.of("1: [kind, priority, maxsize, 9, size, 1, delayed, 1, inflight, 0, unfinished, 2,"
                        + " getters, 0, putters, 0, put, 3, done, 1, failed, 0, retried, 1, dead, 0, expired, 0, paused, 0, concurrency, 0, rate, 0, per, 0,"
                        + " cancelled, 0, results, 0, bytes, BYTES, oldest, 0, waited, 0]"));
    }

    // ---- what is refused leaves nothing behind

    @Test
    void aRefusedWaitMakesNoQueueAndTakesNoMemory() {
        for (int i = 0; i < OneOwner.MAX_WAITERS; i++) {
            owner.ask(100 + i, "QUEUE GET other");
        }
        assertThat(owner.ask(1, "QUEUE GET q", "RUN q a")).allMatch(reply -> reply.startsWith("1: ERR server.maxW"));
        assertThat(owner.usedByItems()).isZero();
        assertThat(owner.ask(1, "QUEUE CREATE q KIND lifo")).containsExactly("1: OK");
    }

    @Test
    void aRefusedItemMakesNoQueue() {
        OneOwner small = new OneOwner(Map.of(), 10);
        assertThat(small.ask(1, "QUEUE PUT q a", "SUBMIT q a", "RUN q a"))
                .allMatch(reply -> reply.startsWith("1: FULL "));
        assertThat(small.queues.all()).isEmpty();
        assertThat(small.memory.used()).isZero();
    }
}
