package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Wait;
import org.junit.jupiter.api.Test;

/** Submitted items: who awaits their results, and for how long those are kept. */
class SubmissionTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Queues queues = scene.queues;
    private final Holder worker = scene.holder("worker");

    /** Submits an item to the queue {@code q} and gets it. */
    private Item submitAndTake(long ttl) {
        WorkQueue queue = queues.named("q");
        Item item = scene.submit(queue, "a", ttl);
        queue.take(worker, 0);
        return item;
    }

    private void done(Item item, String result) {
        queues.named("q").done(item.holder(), item.id(), QueueScene.bytes(result));
    }

    // ---- who awaits it

    @Test
    void anyNumberMayAwaitOneBeforeAndAfterItsEnd() {
        Item item = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        scene.await(queue, item.id(), "first");
        scene.await(queue, item.id(), "second");
        done(item, "A");
        scene.tell(queue, item.id(), "third");
        scene.tell(queue, item.id(), "fourth");
        assertThat(scene.log).containsExactly("first done A", "second done A", "third done A", "fourth done A");
    }

    @Test
    void whoLeavesIsNotToldAndTheOthersAre() {
        Item item = submitAndTake(100);
        Wait first = scene.await(queues.named("q"), item.id(), "first");
        scene.await(queues.named("q"), item.id(), "second");
        first.withdraw();
        done(item, "A");
        assertThat(scene.log).containsExactly("second done A");
    }

    @Test
    void itRunsOnThoughNobodyAwaitsIt() {
        Item item = submitAndTake(100);
        scene.await(queues.named("q"), item.id(), "caller").withdraw();
        assertThat(queues.named("q").find(item.id(), worker)).isSameAs(item);
    }

    @Test
    void aFailureIsTheResultAndNoDeadLetter() {
        Item item = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        scene.await(queue, item.id(), "caller");
        queue.fail(worker, item.id(), Failure.of(QueueScene.bytes("oops")));
        assertThat(scene.log).containsExactly("caller failed oops");
        scene.tell(queue, item.id(), "later");
        assertThat(scene.log).endsWith("later failed oops");
        assertThat(queues.existing("q.dead")).isNull();
        assertThat(queue.stats().dead()).isZero();
    }

    @Test
    void itIsTriedAgainWhileAttemptsAreLeft() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item item = scene.submit(queue, "a", 100);
        scene.await(queue, item.id(), "caller");
        queue.take(worker, 0);
        queue.fail(worker, item.id(), Failure.of(QueueScene.bytes("first")));
        assertThat(scene.log).isEmpty();
        queue.take(worker, 0);
        queue.fail(worker, item.id(), Failure.of(QueueScene.bytes("second")));
        assertThat(scene.log).containsExactly("caller failed second");
    }

    @Test
    void cancellingItIsTheResult() {
        WorkQueue queue = queues.named("q");
        Item ready = scene.submit(queue, "a", 100);
        scene.await(queue, ready.id(), "caller");
        assertThat(queue.cancel(queue.items().find(ready.id()))).isTrue();
        assertThat(queue.cancel(queue.items().find(ready.id()))).isFalse();
        scene.tell(queue, ready.id(), "later");
        assertThat(scene.log).containsExactly("caller cancelled", "later cancelled");
    }

    @Test
    void cancelledInAConsumersHandsItHasEndedWhenThatHasEndedIt() {
        WorkQueue queue = queues.named("q");
        Item item = scene.submit(queue, "a", 100);
        queue.take(scene.consumer("consumer"), 0);
        scene.await(queue, item.id(), "caller");
        queue.cancel(item);
        assertThat(queue.items().submission(item.id()).hasEnded()).isFalse();
        queue.endCancelled(item.holder(), item.id());
        assertThat(scene.log).containsExactly("consumer stops a", "caller cancelled");
        assertThat(queue.items().submission(item.id()).hasEnded()).isTrue();
    }

    @Test
    void purgingItIsACancellation() {
        WorkQueue queue = queues.named("q");
        Item item = scene.submit(queue, "a", 100);
        scene.await(queue, item.id(), "caller");
        QueueScene.purge(queue);
        assertThat(scene.log).containsExactly("caller purged");
        assertThat(queue.items().submission(item.id()).hasEnded()).isTrue();
    }

    @Test
    void finishingItTwiceIsNotPossible() {
        Item item = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        done(item, "A");
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(queue.items().find(item.id())).isSameAs(item);
        assertThat(queue.cancel(item)).isFalse();
    }

    // ---- for how long

    @Test
    void theResultIsKeptForItsTtlFromItsEnd() {
        Item item = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        scene.after(1000);
        done(item, "A");
        scene.after(99);
        assertThat(queue.items().submission(item.id()).hasEnded()).isTrue();
        scene.after(1);
        assertThat(queue.items().submission(item.id())).isNull();
        assertThat(queue.items().find(item.id())).isNull();
    }

    @Test
    void anUnfinishedOneIsKeptForEver() {
        WorkQueue queue = queues.named("q");
        Item item = scene.submit(queue, "a", 1);
        scene.after(1_000_000);
        assertThat(queue.items().submission(item.id())).isNotNull();
    }

    @Test
    void aResultThatIsNotKeptIsToldToThoseWhoWaitForIt() {
        Item item = submitAndTake(0);
        WorkQueue queue = queues.named("q");
        scene.await(queue, item.id(), "caller");
        done(item, "A");
        assertThat(scene.log).containsExactly("caller done A");
        scene.after(0);
        assertThat(queue.items().submission(item.id())).isNull();
        assertThat(scene.usedByItems()).isZero();
    }

    // ---- what it takes

    @Test
    void aKeptResultTakesMemoryUntilItIsForgotten() {
        Item item = submitAndTake(100);
        long whileUnderWay = scene.usedByItems();
        assertThat(whileUnderWay).isEqualTo(item.bytes());
        done(item, "a longer result");
        assertThat(scene.memory.used())
                .isEqualTo(Footprint.queue("q") + Footprint.SUBMISSION + "a longer result".length());
        assertThat(item.body()).isEmpty();
        scene.after(100);
        assertThat(scene.memory.used()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void oneThatIsNeverLetInTakesNothing() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item full = scene.put(queue, "full");
        scene.waitToPut(queue, scene.submission("a", PutOptions.NORMAL, 100)).withdraw();
        assertThat(scene.usedByItems()).isEqualTo(full.bytes());
        scene.waitToPut(queue, scene.submission("b", PutOptions.NORMAL, 100));
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(scene.log).containsExactly("b shut down");
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void oneThatWaitsForRoomIsAwaitedWhenItIsIn() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "full");
        Item item = scene.submission("a", PutOptions.NORMAL, 100);
        scene.waitToPut(queue, item);
        queue.take(worker, 0);
        assertThat(queue.items().submission(item.id())).isNotNull();
    }

    // ---- the queue of a kept result

    @Test
    void aQueueOfNothingButKeptResultsIsNotListedAndForgottenWithTheLastOfThem() {
        Item first = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        done(first, "A");
        assertThat(queues.all()).isEmpty();
        assertThat(queues.existing("q")).isSameAs(queue);
        scene.after(50);
        done(submitAndTake(100), "B");
        scene.after(50);
        assertThat(queues.existing("q")).isSameAs(queue);
        scene.after(50);
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueOfKeptResultsTakesItemsAsBefore() {
        Item first = submitAndTake(100);
        done(first, "A");
        WorkQueue queue = queues.named("q");
        Item plain = scene.put(queue, "b");
        assertThat(queues.all()).containsExactly(queue);
        scene.after(100);
        assertThat(queues.existing("q")).isSameAs(queue);
        queue.cancel(plain);
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueOfKeptResultsMayBeCreatedWithOtherSettingsAndKeepsThem() {
        Item first = submitAndTake(100);
        done(first, "A");
        assertThat(queues.hasSettings("q")).isFalse();
        WorkQueue queue = scene.queue("q", 3, 5);
        assertThat(queue.config()).isEqualTo(QueueScene.settings(3, 5));
        scene.tell(queue, first.id(), "caller");
        assertThat(scene.log).containsExactly("caller done A");
        scene.after(100);
        assertThat(queue.items().submission(first.id())).isNull();
        assertThat(scene.usedByItems()).isZero();
        assertThat(queues.existing("q")).isSameAs(queue);
    }

    @Test
    void shuttingDownLeavesKeptResultsAlone() {
        Item item = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        done(item, "A");
        queue.control().shutDown(true, QueueScene.ENDED);
        scene.tell(queue, item.id(), "caller");
        assertThat(scene.log).containsExactly("caller done A");
        scene.after(100);
        assertThat(queue.items().submission(item.id())).isNull();
        assertThat(queues.existing("q")).isSameAs(queue);
    }

    @Test
    void purgingLeavesKeptResultsAlone() {
        Item item = submitAndTake(100);
        done(item, "A");
        assertThat(QueueScene.purge(queues.named("q"))).isZero();
        assertThat(queues.named("q").items().submission(item.id())).isNotNull();
    }

    @Test
    void theHolderOfASubmittedItemMayCloseAndAnotherFinishIt() {
        Item item = submitAndTake(100);
        WorkQueue queue = queues.named("q");
        scene.await(queue, item.id(), "caller");
        queues.departures().close(worker);
        queue.take(scene.holder("other"), 0);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(scene.log).containsExactly("caller done ");
    }
}
