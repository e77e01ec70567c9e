package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Wait;
import org.junit.jupiter.api.Test;

/** Done, fail, release, cancel, purge, and who joins. */
class WorkQueueFinishTest {

    private static final byte[] NOTHING = {};

    private final Party party = new Party();
    private final Holder worker = party.holder("worker");
    private final Holder other = party.holder("other");

    // ---- done

    @Test
    void whatIsDoneIsGone() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.done(item, NOTHING);
        assertThat(queue.inFlight(item.id(), worker)).isNull();
        assertThat(worker.size()).isZero();
        assertThat(queue.stats().done()).isOne();
        assertThat(party.memory.used()).isZero();
    }

    @Test
    void whoAwaitsAnItemHasItsResult() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.item("a", party.awaiter("caller", true));
        queue.put(item);
        queue.take(worker);
        queue.done(item, Party.bytes("result"));
        assertThat(party.log).containsExactly("caller done result");
    }

    @Test
    void anItemMayBeFinishedByAnotherWhoNamesIt() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        assertThat(queue.inFlight(item.id(), other)).isSameAs(item);
        assertThat(queue.inFlight(item.id(), null)).isSameAs(item);
        queue.done(item, NOTHING);
        assertThat(worker.size()).isZero();
    }

    @Test
    void whatIsReadyIsNotInFlight() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        assertThat(queue.inFlight(item.id(), worker)).isNull();
        assertThat(queue.inFlight(item.id() + 1, worker)).isNull();
    }

    // ---- release and fail

    @Test
    void whatIsReleasedComesToTheFrontAndTheAttemptDoesNotCount() {
        WorkQueue queue = party.queue("q", 0, 1);
        Item item = party.put(queue, "a");
        party.put(queue, "b");
        queue.take(worker);
        queue.release(item, item.holder);
        assertThat(Party.ready(queue)).containsExactly("a", "b");
        assertThat(queue.take(worker)).isSameAs(item);
        assertThat(item.attempts()).isOne();
    }

    @Test
    void whatComesBackIsNeverRefused() {
        WorkQueue queue = party.queue("q", 1, 0);
        Item item = party.put(queue, "a");
        party.waitToPut(queue, "b");
        queue.take(worker);
        queue.release(item, item.holder);
        assertThat(Party.ready(queue)).containsExactly("a", "b");
        assertThat(queue.hasRoom()).isFalse();
    }

    @Test
    void aFullQueueLetsNobodyInUntilWhatCameBackIsTaken() {
        WorkQueue queue = party.queue("q", 1, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        party.put(queue, "b");
        party.waitToPut(queue, "c");
        queue.release(item, item.holder);
        queue.take(worker);
        assertThat(party.log).isEmpty();
        queue.take(worker);
        assertThat(party.log).containsExactly("put c");
    }

    @Test
    void whatIsReleasedGoesToWhoWaits() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        party.waitToGet(queue, "other");
        queue.release(item, item.holder);
        assertThat(party.log).containsExactly("other got [a]");
    }

    @Test
    void aFailureWithAttemptsLeftComesToTheFront() {
        WorkQueue queue = party.queue("q", 0, 2);
        Item item = party.put(queue, "a");
        party.put(queue, "b");
        queue.take(worker);
        queue.fail(item, Party.bytes("oops"), item.holder);
        assertThat(Party.ready(queue)).containsExactly("a", "b");
        assertThat(queue.take(worker).attempts()).isEqualTo(2);
        queue.fail(item, Party.bytes("oops"), item.holder);
        assertThat(Party.ready(queue)).containsExactly("b");
        assertThat(queue.stats().retried()).isOne();
        assertThat(queue.stats().failed()).isOne();
        assertThat(queue.stats().dead()).isOne();
    }

    @Test
    void withoutAttemptsAFailureIsFinal() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.fail(item, NOTHING, item.holder);
        assertThat(Party.ready(party.queues.existing("q.dead"))).containsExactly("a");
    }

    @Test
    void whoAwaitsAnItemHasItsFailureAndItIsNotDead() {
        WorkQueue queue = party.queue("q", 0, 2);
        Item item = party.item("a", party.awaiter("caller", true));
        queue.put(item);
        queue.take(worker);
        queue.fail(item, Party.bytes("first"), item.holder);
        assertThat(party.log).isEmpty();
        queue.take(worker);
        queue.fail(item, Party.bytes("second"), item.holder);
        assertThat(party.log).containsExactly("caller failed second");
        assertThat(party.queues.existing("q.dead")).isNull();
        assertThat(queue.stats().dead()).isZero();
        assertThat(party.memory.used()).isZero();
    }

    @Test
    void aFailureThatNobodyWantsIsDeadAndToldAllTheSame() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.item("a", party.awaiter("detached", false));
        queue.put(item);
        queue.take(worker);
        queue.fail(item, Party.bytes("oops"), item.holder);
        assertThat(party.log).containsExactly("detached failed oops");
        assertThat(Party.ready(party.queues.existing("q.dead"))).containsExactly("a");
        party.queues.existing("q.dead").purge();
        assertThat(party.log).hasSize(1);
    }

    // ---- cancel

    @Test
    void aReadyItemThatIsCancelledIsNeverDelivered() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.item("a", party.awaiter("caller", true));
        queue.put(item);
        party.put(queue, "b");
        queue.cancel(item);
        assertThat(Party.text(queue.take(worker))).isEqualTo("b");
        assertThat(party.log).containsExactly("caller cancelled");
    }

    @Test
    void cancellingMakesRoom() {
        WorkQueue queue = party.queue("q", 1, 0);
        Item item = party.put(queue, "a");
        party.waitToPut(queue, "b");
        queue.cancel(item);
        assertThat(party.log).containsExactly("put b");
    }

    @Test
    void theHolderOfACancelledItemIsToldAndMayFindOutOnceMore() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.cancel(item);
        assertThat(party.log).containsExactly("worker cancelled a");
        assertThat(queue.isFinished()).isTrue();
        assertThat(queue.stats().inFlight()).isZero();
        assertThat(queue.inFlight(item.id(), worker).isCancelled()).isTrue();
        queue.forgetCancelled(item);
        assertThat(queue.inFlight(item.id(), worker)).isNull();
        assertThat(worker.size()).isZero();
        assertThat(party.memory.used()).isZero();
    }

    @Test
    void cancellingTwiceOrTooLateDoesNothing() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item inFlight = party.put(queue, "a");
        queue.take(worker);
        queue.cancel(inFlight);
        queue.cancel(inFlight);
        Item ended = party.put(queue, "b");
        queue.take(worker);
        queue.done(ended, NOTHING);
        queue.cancel(ended);
        assertThat(party.log).containsExactly("worker cancelled a");
        assertThat(queue.stats().unfinished()).isZero();
    }

    // ---- purge

    @Test
    void purgeDropsWhatIsReadyAndNothingElse() {
        WorkQueue queue = party.queue("q", 2, 0);
        Item held = party.put(queue, "held");
        queue.take(worker);
        queue.put(party.item("a", party.awaiter("caller", true)));
        party.put(queue, "b");
        party.waitToPut(queue, "c");
        assertThat(queue.purge()).isEqualTo(2);
        assertThat(party.log).containsExactly("caller cancelled", "put c");
        assertThat(queue.inFlight(held.id(), worker)).isSameAs(held);
        assertThat(queue.stats().unfinished()).isEqualTo(2);
    }

    @Test
    void purgingAnEmptyQueueDropsNothing() {
        assertThat(party.queue("q", 0, 0).purge()).isZero();
    }

    // ---- join

    @Test
    void anEmptyQueueIsFinished() {
        assertThat(party.queue("q", 0, 0).isFinished()).isTrue();
    }

    @Test
    void joinWaitsUntilEveryItemIsFinished() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item a = party.put(queue, "a");
        Item b = party.put(queue, "b");
        party.waitToJoin(queue, "first");
        party.waitToJoin(queue, "second");
        queue.take(worker, 2);
        assertThat(party.log).isEmpty();
        queue.done(a, NOTHING);
        assertThat(party.log).isEmpty();
        queue.done(b, NOTHING);
        assertThat(party.log).containsExactly("first joined", "second joined");
    }

    @Test
    void joinGoesOnWaitingForWhatComesBackAndForWhatWasLetIn() {
        WorkQueue queue = party.queue("q", 1, 0);
        Item a = party.put(queue, "a");
        party.waitToPut(queue, "b");
        party.waitToJoin(queue, "joiner");
        queue.take(worker);
        queue.release(a, a.holder);
        queue.take(worker);
        queue.done(a, NOTHING);
        assertThat(party.log).containsExactly("put b");
        queue.purge();
        assertThat(party.log).containsExactly("put b", "joiner joined");
    }

    @Test
    void joinCountsFailedCancelledAndPurgedItemsAsFinished() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item failed = party.put(queue, "failed");
        Item cancelled = party.put(queue, "cancelled");
        party.put(queue, "purged");
        party.waitToJoin(queue, "joiner");
        queue.take(worker, 2);
        queue.fail(failed, NOTHING, failed.holder);
        queue.cancel(cancelled);
        assertThat(party.log).containsExactly("worker cancelled cancelled");
        queue.purge();
        assertThat(party.log).containsExactly("worker cancelled cancelled", "joiner joined");
    }

    @Test
    void whoAwaitsTheLastItemIsToldBeforeWhoJoins() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.item("a", party.awaiter("caller", true));
        queue.put(item);
        party.waitToJoin(queue, "joiner");
        queue.take(worker);
        queue.done(item, NOTHING);
        assertThat(party.log).containsExactly("caller done ", "joiner joined");
    }

    @Test
    void aJoinerThatLeftIsNotTold() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.put(queue, "a");
        Wait wait = party.waitToJoin(queue, "joiner");
        wait.withdraw();
        queue.purge();
        assertThat(party.log).isEmpty();
    }

    // ---- stats

    @Test
    void statsCountWhatPassed() {
        WorkQueue queue = party.queue("q", 0, 2);
        Item done = party.put(queue, "done");
        Item failed = party.put(queue, "failed");
        party.put(queue, "ready");
        queue.take(worker, 2);
        queue.done(done, NOTHING);
        queue.fail(failed, NOTHING, failed.holder);
        queue.take(worker);
        party.waitToJoin(queue, "joiner");
        QueueStats stats = queue.stats();
        assertThat(stats).isEqualTo(new QueueStats(Party.settings(0, 2), 1, 0, 1, 2, 0, 0, 3, 1, 0, 1, 0));
        assertThat(queue).hasToString("<WorkQueue q maxsize=0 ready=1 inflight=1 getters=0 putters=0>");
    }
}
