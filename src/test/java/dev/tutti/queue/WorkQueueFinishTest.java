package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Wait;
import org.junit.jupiter.api.Test;

/** Done, fail, release, cancel, purge, and who joins. */
class WorkQueueFinishTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");
    private final Holder other = scene.holder("other");

    // ---- done

    @Test
    void whatIsDoneIsGone() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(worker.size()).isZero();
        assertThat(queue.stats().done()).isOne();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void whoAwaitsAnItemHasItsResult() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.item("a", scene.awaiter("caller", true));
        queue.put(item);
        queue.take(worker, 0);
        queue.done(item.holder(), item.id(), QueueScene.bytes("result"));
        assertThat(scene.log).containsExactly("caller done result");
    }

    @Test
    void anItemMayBeFinishedByAnotherWhoNamesIt() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        assertThat(queue.find(item.id(), other)).isSameAs(item);
        assertThat(queue.find(item.id(), null)).isSameAs(item);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(worker.size()).isZero();
    }

    @Test
    void whatIsReadyIsNotInFlight() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(queue.find(item.id() + 1, worker)).isNull();
    }

    // ---- release and fail

    @Test
    void whatIsReleasedComesToTheFrontAndTheAttemptDoesNotCount() {
        WorkQueue queue = scene.queue("q", 0, 1);
        Item item = scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 0);
        queue.release(item.holder(), item.id(), 0);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b");
        assertThat(queue.take(worker, 0)).isSameAs(item);
        assertThat(item.attempts()).isOne();
    }

    @Test
    void whatComesBackIsNeverRefused() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item item = scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        queue.take(worker, 0);
        queue.release(item.holder(), item.id(), 0);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b");
        assertThat(queue.hasRoom()).isFalse();
    }

    @Test
    void aFullQueueLetsNobodyInUntilWhatCameBackIsTaken() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        scene.put(queue, "b");
        scene.waitToPut(queue, "c");
        queue.release(item.holder(), item.id(), 0);
        queue.take(worker, 0);
        assertThat(scene.log).isEmpty();
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put c");
    }

    @Test
    void whatIsReleasedGoesToWhoWaits() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        scene.waitToGet(queue, "other");
        queue.release(item.holder(), item.id(), 0);
        assertThat(scene.log).containsExactly("other got [a]");
    }

    @Test
    void aFailureWithAttemptsLeftComesToTheFront() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item item = scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(QueueScene.bytes("oops")));
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b");
        assertThat(queue.take(worker, 0).attempts()).isEqualTo(2);
        queue.fail(item.holder(), item.id(), Failure.of(QueueScene.bytes("oops")));
        assertThat(QueueScene.ready(queue)).containsExactly("b");
        assertThat(queue.stats().retried()).isOne();
        assertThat(queue.stats().failed()).isOne();
        assertThat(queue.stats().dead()).isOne();
    }

    @Test
    void withoutAttemptsAFailureIsFinal() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(NOTHING));
        assertThat(QueueScene.ready(scene.queues.existing("q.dead"))).containsExactly("a");
    }

    @Test
    void whoAwaitsAnItemHasItsFailureAndItIsNotDead() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item item = scene.item("a", scene.awaiter("caller", true));
        queue.put(item);
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(QueueScene.bytes("first")));
        assertThat(scene.log).isEmpty();
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(QueueScene.bytes("second")));
        assertThat(scene.log).containsExactly("caller failed second");
        assertThat(scene.queues.existing("q.dead")).isNull();
        assertThat(queue.stats().dead()).isZero();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aFailureThatNobodyWantsIsDeadAndToldAllTheSame() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.item("a", scene.awaiter("detached", false));
        queue.put(item);
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(QueueScene.bytes("oops")));
        assertThat(scene.log).containsExactly("detached failed oops");
        assertThat(QueueScene.ready(scene.queues.existing("q.dead"))).containsExactly("a");
        QueueScene.purge(scene.queues.existing("q.dead"));
        assertThat(scene.log).hasSize(1);
    }

    // ---- cancel

    @Test
    void aReadyItemThatIsCancelledIsNeverDelivered() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.item("a", scene.awaiter("caller", true));
        queue.put(item);
        scene.put(queue, "b");
        queue.cancel(item);
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("b");
        assertThat(scene.log).containsExactly("caller cancelled");
    }

    @Test
    void cancellingMakesRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item item = scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        queue.cancel(item);
        assertThat(scene.log).containsExactly("put b");
    }

    @Test
    void theHolderOfACancelledItemIsToldAndMayFindOutOnceMore() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.cancel(item);
        assertThat(scene.log).containsExactly("worker cancelled a");
        assertThat(queue.isFinished()).isTrue();
        assertThat(queue.stats().inFlight()).isZero();
        assertThat(queue.find(item.id(), worker).isCancelled()).isTrue();
        queue.endCancelled(item.holder(), item.id());
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(worker.size()).isZero();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void cancellingTwiceOrTooLateDoesNothing() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item inFlight = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.cancel(inFlight);
        queue.cancel(inFlight);
        Item ended = scene.put(queue, "b");
        queue.take(worker, 0);
        queue.done(ended.holder(), ended.id(), NOTHING);
        queue.cancel(ended);
        assertThat(scene.log).containsExactly("worker cancelled a");
        assertThat(queue.stats().unfinished()).isZero();
    }

    // ---- purge

    @Test
    void purgeDropsWhatIsReadyAndNothingElse() {
        WorkQueue queue = scene.queue("q", 2, 0);
        Item held = scene.put(queue, "held");
        queue.take(worker, 0);
        queue.put(scene.item("a", scene.awaiter("caller", true)));
        scene.put(queue, "b");
        scene.waitToPut(queue, "c");
        assertThat(QueueScene.purge(queue)).isEqualTo(2);
        assertThat(scene.log).containsExactly("caller purged", "put c");
        assertThat(queue.find(held.id(), worker)).isSameAs(held);
        assertThat(queue.stats().unfinished()).isEqualTo(2);
    }

    @Test
    void purgingAnEmptyQueueDropsNothing() {
        assertThat(QueueScene.purge(scene.queue("q", 0, 0))).isZero();
    }

    // ---- join

    @Test
    void anEmptyQueueIsFinished() {
        assertThat(scene.queue("q", 0, 0).isFinished()).isTrue();
    }

    @Test
    void joinWaitsUntilEveryItemIsFinished() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item a = scene.put(queue, "a");
        Item b = scene.put(queue, "b");
        scene.waitToJoin(queue, "first");
        scene.waitToJoin(queue, "second");
        queue.take(worker, 2, 0);
        assertThat(scene.log).isEmpty();
        queue.done(a.holder(), a.id(), NOTHING);
        assertThat(scene.log).isEmpty();
        queue.done(b.holder(), b.id(), NOTHING);
        assertThat(scene.log).containsExactly("first joined", "second joined");
    }

    @Test
    void joinGoesOnWaitingForWhatComesBackAndForWhatWasLetIn() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item a = scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        scene.waitToJoin(queue, "joiner");
        queue.take(worker, 0);
        queue.release(a.holder(), a.id(), 0);
        queue.take(worker, 0);
        queue.done(a.holder(), a.id(), NOTHING);
        assertThat(scene.log).containsExactly("put b");
        QueueScene.purge(queue);
        assertThat(scene.log).containsExactly("put b", "joiner joined");
    }

    @Test
    void joinCountsFailedCancelledAndPurgedItemsAsFinished() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item failed = scene.put(queue, "failed");
        Item cancelled = scene.put(queue, "cancelled");
        scene.put(queue, "purged");
        scene.waitToJoin(queue, "joiner");
        queue.take(worker, 2, 0);
        queue.fail(failed.holder(), failed.id(), Failure.of(NOTHING));
        queue.cancel(cancelled);
        assertThat(scene.log).containsExactly("worker cancelled cancelled");
        QueueScene.purge(queue);
        assertThat(scene.log).containsExactly("worker cancelled cancelled", "joiner joined");
    }

    @Test
    void whoAwaitsTheLastItemIsToldBeforeWhoJoins() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.item("a", scene.awaiter("caller", true));
        queue.put(item);
        scene.waitToJoin(queue, "joiner");
        queue.take(worker, 0);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(scene.log).containsExactly("caller done ", "joiner joined");
    }

    @Test
    void aJoinerThatLeftIsNotTold() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        Wait wait = scene.waitToJoin(queue, "joiner");
        wait.withdraw();
        QueueScene.purge(queue);
        assertThat(scene.log).isEmpty();
    }

    // ---- stats

    @Test
    void statsCountWhatPassed() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item done = scene.put(queue, "done");
        Item failed = scene.put(queue, "failed");
        scene.put(queue, "ready");
        queue.take(worker, 2, 0);
        queue.done(done.holder(), done.id(), NOTHING);
        queue.fail(failed.holder(), failed.id(), Failure.of(NOTHING));
        queue.take(worker, 0);
        scene.waitToJoin(queue, "joiner");
        QueueStats stats = queue.stats();
        assertThat(stats)
                .isEqualTo(new QueueStats(
                        QueueScene.settings(0, 2), false, 1, 0, 1, 2, 0, 0, 3, 1, 0, 1, 0, 0, 0, 0, stats.bytes(), 0));
        assertThat(queue).hasToString("<WorkQueue q maxsize=0 ready=1 inflight=1 getters=0 putters=0>");
    }
}
