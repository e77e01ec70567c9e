package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SUBMIT, AWAIT and CANCEL, as the owner of a queue answers. */
class SubmitCommandsTest {

    private static final String CANCELLED = "CANCELLED item 1 was cancelled";
    private static final String NO_RESULT = "NOITEM item 1 was never submitted here, or its result is no longer kept";
    private static final byte[] NOTHING = {};

    private final OneOwner owner = new OneOwner();

    /** Submits item 1, and has connection 9 get it. */
    private void submitAndGet(String options) {
        assertThat(owner.ask(1, "SUBMIT q a" + options)).containsExactly("1: 1");
        owner.ask(9, "QUEUE GET q");
    }

    // ---- the result

    @Test
    void theResultIsAwaitedByAnyNumberBeforeAndAfter() {
        submitAndGet("");
        owner.ask(1, "AWAIT q 1");
        owner.ask(2, "AWAIT q 1 TIMEOUT 1000");
        assertThat(owner.ask(9, "QUEUE DONE q 1 A")).containsExactlyInAnyOrder("9: OK", "1: A", "2: A");
        assertThat(owner.ask(3, "AWAIT q 1", "AWAIT q 1 TIMEOUT 0")).containsExactly("3: A", "3: A");
    }

    @Test
    void aFailureIsTheResultAndNoDeadLetter() {
        submitAndGet("");
        owner.ask(1, "AWAIT q 1");
        assertThat(owner.ask(9, "QUEUE FAIL q 1 oops")).containsExactlyInAnyOrder("9: OK", "1: FAILED oops");
        assertThat(owner.ask(2, "AWAIT q 1", "QUEUE SIZE q.dead")).containsExactly("2: FAILED oops", "2: 0");
    }

    @Test
    void awaitGivesUpAfterItsTimeoutAndTheTaskGoesOn() {
        submitAndGet("");
        assertThat(owner.ask(1, "AWAIT q 1 TIMEOUT 0")).containsExactly("1: Null");
        owner.ask(1, "AWAIT q 1 TIMEOUT 50", "QUEUE SIZE q");
        assertThat(owner.after(49)).isEmpty();
        assertThat(owner.after(1)).containsExactly("1: Null", "1: 0");
        assertThat(owner.ask(9, "QUEUE DONE q 1 A")).containsExactly("9: OK");
        assertThat(owner.ask(1, "AWAIT q 1")).containsExactly("1: A");
    }

    @Test
    void whoAwaitsAndClosesCancelsNothing() {
        submitAndGet("");
        owner.ask(1, "AWAIT q 1");
        owner.close(1);
        assertThat(owner.ask(9, "QUEUE DONE q 1 A")).containsExactly("9: OK");
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: A");
    }

    @Test
    void awaitMayBeUnblocked() {
        submitAndGet("");
        owner.ask(1, "AWAIT q 1");
        assertThat(owner.send(1, new Signal.Unblock(true, "net", 5)))
                .containsExactlyInAnyOrder("5: 1", "1: UNBLOCKED client unblocked via CLIENT UNBLOCK");
        assertThat(owner.ask(9, "QUEUE DONE q 1 A")).containsExactly("9: OK");
    }

    @Test
    void whatWasNeverSubmittedIsNoItem() {
        owner.ask(1, "QUEUE PUT q a", "RUN q b");
        assertThat(owner.ask(2, "AWAIT q 1", "AWAIT q 2 TIMEOUT 0", "AWAIT r 1"))
                .containsExactly("2: " + NO_RESULT, "2: " + NO_RESULT.replace("1", "2"), "2: " + NO_RESULT);
    }

    // ---- for how long

    @Test
    void theResultIsKeptForItsTtl() {
        submitAndGet(" TTL 50");
        owner.after(1000);
        owner.ask(9, "QUEUE DONE q 1 A");
        owner.after(49);
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: A");
        owner.after(1);
        assertThat(owner.ask(2, "AWAIT q 1", "CANCEL q 1")).containsExactly("2: " + NO_RESULT, "2: 0");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void withoutTtlItIsKeptForAnHour() {
        submitAndGet("");
        owner.ask(9, "QUEUE DONE q 1 A");
        owner.after(3_599_999);
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: A");
        owner.after(1);
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: " + NO_RESULT);
    }

    @Test
    void ttlZeroKeepsNothingButAnswersWhoWaits() {
        submitAndGet(" TTL 0");
        owner.ask(1, "AWAIT q 1");
        assertThat(owner.ask(9, "QUEUE DONE q 1 A")).containsExactlyInAnyOrder("9: OK", "1: A");
        owner.after(0);
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: " + NO_RESULT);
    }

    @Test
    void aQueueOfWhichOnlyResultsAreKeptMayBeCreatedAnewAndKeepsThem() {
        submitAndGet(" TTL 50");
        owner.ask(9, "QUEUE DONE q 1 A");
        assertThat(owner.ask(1, "QUEUE CREATE q KIND priority MAXSIZE 1")).containsExactly("1: OK");
        assertThat(owner.stat("q", "kind")).isEqualTo("priority");
        assertThat(owner.ask(1, "AWAIT q 1")).containsExactly("1: A");
        owner.after(50);
        assertThat(owner.ask(1, "AWAIT q 1")).containsExactly("1: " + NO_RESULT);
        assertThat(owner.usedByItems()).isZero();
        assertThat(owner.ask(1, "QUEUE CREATE q KIND fifo").get(0)).startsWith("1: ERR queue q exists with ");
    }

    // ---- room

    @Test
    void submitWaitsForRoomAndAnswersNullIfThereIsNoneInTime() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "QUEUE PUT q full");
        assertThat(owner.ask(1, "SUBMIT q a TIMEOUT 0")).containsExactly("1: Null");
        assertThat(owner.ask(1, "SUBMIT q a TIMEOUT 50")).isEmpty();
        assertThat(owner.after(50)).containsExactly("1: Null");
        assertThat(owner.ask(1, "SUBMIT q a")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactlyInAnyOrder("2: [1, full, 1]", "1: 2");
        assertThat(owner.ask(1, "AWAIT q 2 TIMEOUT 0")).containsExactly("1: Null");
    }

    @Test
    void submitAndAwaitWaitForAnotherClientSoThatOneWhoSendsNoMoreDoesNot() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "SUBMIT q full");
        owner.ask(2, "SUBMIT q a");
        owner.ask(3, "AWAIT q 1");
        assertThat(owner.send(2, new Signal.InputEnded())).containsExactly("2: Withdrawn");
        assertThat(owner.send(3, new Signal.InputEnded())).containsExactly("3: Withdrawn");
        assertThat(owner.stat("q", "putters")).isEqualTo("0");
        owner.ask(9, "QUEUE GET q");
        assertThat(owner.ask(9, "QUEUE DONE q 1")).containsExactly("9: OK");
    }

    @Test
    void aQueueThatIsShutDownTakesNone() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "QUEUE PUT q full");
        owner.ask(2, "SUBMIT q a");
        assertThat(owner.ask(1, "QUEUE SHUTDOWN q"))
                .containsExactlyInAnyOrder("1: OK", "2: SHUTDOWN queue q is shut down");
        assertThat(owner.ask(1, "SUBMIT q a", "SUBMIT q a TIMEOUT 0"))
                .containsExactly("1: SHUTDOWN queue q is shut down", "1: SHUTDOWN queue q is shut down");
    }

    @Test
    void itMayBeDelayed() {
        owner.ask(1, "SUBMIT q a DELAY 50");
        owner.ask(2, "QUEUE GET q");
        owner.ask(1, "AWAIT q 1");
        assertThat(owner.after(50)).containsExactly("2: [1, a, 1]");
        assertThat(owner.ask(2, "QUEUE DONE q 1 A")).contains("1: A");
    }

    // ---- cancel

    @Test
    void cancelEndsWhatWaitsOrIsDelayedOrInFlight() {
        owner.ask(1, "SUBMIT q a", "SUBMIT q b DELAY 50", "SUBMIT q c", "QUEUE GET q");
        assertThat(owner.ask(2, "CANCEL q 1", "CANCEL q 2", "CANCEL q 3", "CANCEL q 1", "CANCEL q 2", "CANCEL q 3"))
                .containsExactly("2: 1", "2: 1", "2: 1", "2: 0", "2: 0", "2: 0");
        assertThat(owner.ask(2, "AWAIT q 1", "AWAIT q 2", "AWAIT q 3"))
                .containsExactly(
                        "2: " + CANCELLED, "2: " + CANCELLED.replace("1", "2"), "2: " + CANCELLED.replace("1", "3"));
        assertThat(owner.ask(2, "QUEUE GET q TIMEOUT 0")).containsExactly("2: NullArray");
    }

    @Test
    void cancelOfWhatHasEndedOrIsUnknownIsZero() {
        submitAndGet("");
        owner.ask(9, "QUEUE DONE q 1 A");
        assertThat(owner.ask(2, "CANCEL q 1", "CANCEL q 2", "CANCEL r 1")).containsExactly("2: 0", "2: 0", "2: 0");
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: A");
    }

    @Test
    void cancelTakesTheIdOfAPlainPutAndOfARun() {
        owner.ask(1, "QUEUE PUT q a");
        owner.ask(2, "RUN q b");
        assertThat(owner.ask(3, "CANCEL q 1", "CANCEL q 2"))
                .containsExactlyInAnyOrder("3: 1", "3: 1", "2: CANCELLED the task was cancelled");
        assertThat(owner.stat("q", "unfinished")).isEqualTo("0");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void aConsumersTaskIsStoppedAndEndsWhenTheConsumerSaysSo() {
        owner.send(5, new Consume("q"));
        assertThat(owner.ask(1, "SUBMIT q a", "AWAIT q 1")).containsExactlyInAnyOrder("1: 1", "5: [1, a, 1]");
        assertThat(owner.ask(2, "CANCEL q 1")).containsExactlyInAnyOrder("2: 1", "5: Cancellation");
        assertThat(owner.ask(2, "AWAIT q 1 TIMEOUT 0")).containsExactly("2: Null");
        assertThat(owner.send(5, new Fail("q", 1, NOTHING)))
                .containsExactlyInAnyOrder("5: " + CANCELLED, "1: " + CANCELLED);
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: " + CANCELLED);
    }

    @Test
    void aConsumerThatWasDoneBeforeItHeardOfItHasCancelledAllTheSame() {
        owner.send(5, new Consume("q"));
        owner.ask(1, "SUBMIT q a", "CANCEL q 1");
        assertThat(owner.send(5, new Done("q", 1, NOTHING))).containsExactly("5: " + CANCELLED);
        assertThat(owner.ask(1, "AWAIT q 1")).containsExactly("1: " + CANCELLED);
    }

    // ---- with the queue as a whole

    @ParameterizedTest
    @CsvSource({"QUEUE PURGE q, purged", "QUEUE SHUTDOWN q IMMEDIATE, 'dropped, since the queue was shut down'"})
    void whatIsDroppedIsCancelled(String command, String how) {
        owner.ask(1, "SUBMIT q a", "AWAIT q 1");
        assertThat(owner.ask(2, command)).contains("1: CANCELLED item 1 was " + how);
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: CANCELLED item 1 was " + how);
    }

    @Test
    void deletingTheQueueForgetsResultsAndCancelsWhatIsAwaited() {
        submitAndGet("");
        owner.ask(9, "QUEUE DONE q 1 A");
        owner.ask(1, "SUBMIT q b", "AWAIT q 2");
        assertThat(owner.ask(2, "QUEUE DELETE q"))
                .containsExactlyInAnyOrder("2: OK", "1: CANCELLED item 2 was deleted with its queue");
        assertThat(owner.ask(2, "AWAIT q 1")).containsExactly("2: " + NO_RESULT);
        assertThat(owner.usedByItems()).isZero();
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    // ---- limits

    @Test
    void awaitingAndSubmittingIntoAFullQueueCountAsWaiting() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "SUBMIT q full");
        for (int i = 0; i < OneOwner.MAX_WAITERS; i += 2) {
            owner.ask(100 + i, "AWAIT q 1");
            owner.ask(101 + i, "SUBMIT q a");
        }
        long used = owner.usedByItems();
        assertThat(owner.ask(2, "AWAIT q 1", "SUBMIT q a", "SUBMIT q a TIMEOUT 0"))
                .containsExactly(
                        "2: ERR server.maxWaiters: 20 commands wait already",
                        "2: ERR server.maxWaiters: 20 commands wait already",
                        "2: Null");
        assertThat(owner.usedByItems()).isEqualTo(used);
        owner.close(100);
        assertThat(owner.ask(2, "AWAIT q 1")).isEmpty();
    }
}
