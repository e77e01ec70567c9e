package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import org.junit.jupiter.api.Test;

/** Ready items that are moved to another queue, such as dead letters back to where they came from. */
class MoveTest {

    private static final byte[] NOTHING = {};
    private static final int ALL = Integer.MAX_VALUE;

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    @Test
    void deadLettersGoBackWithTheirIdsAndTheirAttemptsStartAnew() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item item = scene.put(queue, "a");
        for (int attempt = 0; attempt < 2; attempt++) {
            queue.take(worker, 0);
            queue.fail(worker, item.id(), Failure.of(NOTHING));
        }
        assertThat(QueueScene.move(scene.queues.existing("q.dead"), queue, ALL)).isOne();
        assertThat(scene.queues.existing("q.dead")).isNull();
        assertThat(queue.bodies().peek(1).get(0).id()).isEqualTo(item.id());
        assertThat(queue.take(worker, 0).attempts()).isOne();
        assertThat(queue.stats().put()).isEqualTo(2);
        assertThat(scene.usedByItems()).isEqualTo(item.bytes());
    }

    @Test
    void theyMoveInTheirOrderToTheEnd() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        scene.put(to, "x");
        scene.put(from, "a");
        scene.put(from, "b");
        scene.put(from, "c");
        assertThat(QueueScene.move(from, to, 2)).isEqualTo(2);
        assertThat(QueueScene.ready(to)).containsExactly("x", "a", "b");
        assertThat(QueueScene.ready(from)).containsExactly("c");
    }

    @Test
    void onlyAsManyMoveAsFit() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 3, 0);
        scene.put(to, "x");
        scene.putDelayed(to, "delayed", 50);
        scene.put(from, "a");
        scene.put(from, "b");
        assertThat(QueueScene.move(from, to, ALL)).isOne();
        assertThat(QueueScene.move(from, to, ALL)).isZero();
        assertThat(QueueScene.ready(to)).containsExactly("x", "a");
        assertThat(QueueScene.ready(from)).containsExactly("b");
    }

    @Test
    void whoWaitsToGetMakesRoomForMore() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 1, 0);
        for (String body : new String[] {"a", "b", "c", "d"}) {
            scene.put(from, body);
        }
        scene.waitToGet(to, "first");
        scene.waitToGet(to, "second");
        assertThat(QueueScene.move(from, to, ALL)).isEqualTo(3);
        assertThat(scene.log).containsExactly("first got [a]", "second got [b]");
        assertThat(QueueScene.ready(to)).containsExactly("c");
        assertThat(QueueScene.ready(from)).containsExactly("d");
    }

    @Test
    void whoWaitsToPutIsLetInAfterwardsAndNotMovedOn() {
        WorkQueue from = scene.queue("from", 1, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        scene.put(from, "a");
        scene.waitToPut(from, "b");
        scene.waitToPut(from, "c");
        assertThat(QueueScene.move(from, to, ALL)).isOne();
        assertThat(scene.log).containsExactly("put b");
        assertThat(QueueScene.ready(to)).containsExactly("a");
    }

    @Test
    void nobodyWhoWaitsForRoomThereIsOvertaken() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 1, 0);
        scene.put(to, "x");
        scene.waitToPut(to, "y");
        scene.put(from, "a");
        to.take(worker, 0);
        assertThat(QueueScene.move(from, to, ALL)).isZero();
        assertThat(QueueScene.ready(to)).containsExactly("y");
    }

    @Test
    void whatIsDelayedOrInFlightStays() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        Item held = scene.put(from, "held");
        from.take(worker, 0);
        scene.putDelayed(from, "delayed", 50);
        assertThat(QueueScene.move(from, to, ALL)).isZero();
        scene.after(50);
        assertThat(QueueScene.ready(from)).containsExactly("delayed");
        assertThat(from.find(held.id(), worker)).isSameAs(held);
    }

    @Test
    void whatWasDelayedOnceIsNotDelayedAgain() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        scene.putDelayed(from, "a", 50);
        scene.after(50);
        QueueScene.move(from, to, ALL);
        assertThat(QueueScene.ready(to)).containsExactly("a");
    }

    @Test
    void movedItemsAreFinishedForWhoJoinsTheirOldQueueAndNotForWhoJoinsTheNew() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        scene.put(from, "a");
        scene.put(to, "x");
        scene.waitToJoin(from, "old");
        scene.waitToJoin(to, "new");
        QueueScene.move(from, to, ALL);
        assertThat(scene.log).containsExactly("old joined");
        QueueScene.purge(to);
        assertThat(scene.log).containsExactly("old joined", "new joined");
    }

    @Test
    void aQueueIsForgottenWhenItsLastItemMovedAway() {
        WorkQueue from = scene.queues.named("from");
        WorkQueue to = scene.queues.named("to");
        scene.put(from, "a");
        QueueScene.move(from, to, ALL);
        assertThat(scene.queues.all()).containsExactly(to);
    }

    @Test
    void theSettingsOfTheNewQueueAreInForce() {
        WorkQueue from = scene.queue("from", 0, 9);
        WorkQueue to = scene.queue("to", 0, 1);
        Item item = scene.put(from, "a");
        QueueScene.move(from, to, ALL);
        to.take(worker, 0);
        to.fail(worker, item.id(), Failure.of(NOTHING));
        assertThat(QueueScene.ready(scene.queues.existing("to.dead"))).containsExactly("a");
        assertThat(scene.queues.existing("from.dead")).isNull();
    }

    @Test
    void whoLostTheItemMayNotActOnItInItsNewQueueEither() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.put(from, "a");
        from.take(worker, 50);
        scene.after(50);
        QueueScene.move(from, to, ALL);
        to.take(scene.holder("other"), 0);
        assertThat(to.find(item.id(), worker)).isNull();
        assertThat(to.find(item.id(), scene.holder("pooled"))).isSameAs(item);
    }

    // ---- kinds

    @Test
    void thePriorityStaysThroughAQueueThatKnowsNone() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        WorkQueue fifo = scene.queue("fifo", 0, 0);
        scene.putPrior(queue, "b", 2);
        scene.putPrior(queue, "a", 1);
        QueueScene.move(queue, fifo, ALL);
        assertThat(QueueScene.ready(fifo)).containsExactly("a", "b");
        scene.put(fifo, "zero");
        scene.putPrior(queue, "first of equals", 2);
        QueueScene.move(fifo, queue, ALL);
        assertThat(QueueScene.ready(queue)).containsExactly("zero", "a", "first of equals", "b");
    }

    @Test
    void intoALifoQueueTheLastOneMovedIsTheNext() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue lifo = scene.queue("lifo", Kind.LIFO);
        scene.put(from, "a");
        scene.put(from, "b");
        QueueScene.move(from, lifo, ALL);
        assertThat(QueueScene.ready(lifo)).containsExactly("b", "a");
    }

    // ---- to itself

    @Test
    void toItselfItGoesToTheEndThoughTheQueueIsFull() {
        WorkQueue queue = scene.queue("q", 3, 0);
        Item a = scene.put(queue, "a");
        queue.take(worker, 0);
        scene.queues.departures().close(worker);
        scene.put(queue, "b");
        scene.put(queue, "c");
        scene.waitToPut(queue, "d");
        assertThat(QueueScene.move(queue, queue, 1)).isOne();
        assertThat(QueueScene.ready(queue)).containsExactly("b", "c", "a");
        assertThat(a.attempts()).isZero();
        assertThat(QueueScene.move(queue, queue, ALL)).isEqualTo(3);
        assertThat(QueueScene.ready(queue)).containsExactly("b", "c", "a");
        assertThat(scene.log).isEmpty();
    }

    @Test
    void toItselfItIsUnfinishedAsBefore() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "a");
        scene.waitToJoin(queue, "joiner");
        QueueScene.move(queue, queue, ALL);
        assertThat(scene.log).isEmpty();
        assertThat(scene.queues.existing("q")).isSameAs(queue);
    }

    // ---- those whose result is awaited

    @Test
    void aSubmittedItemIsAwaitedInItsNewQueueAndWhoWaitedGoesOn() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.submit(from, "a", 100);
        scene.await(from, item.id(), "early");
        QueueScene.move(from, to, ALL);
        assertThat(from.items().submission(item.id())).isNull();
        scene.await(to, item.id(), "late");
        to.take(worker, 0);
        to.done(item.holder(), item.id(), QueueScene.bytes("A"));
        assertThat(scene.log).containsExactly("early done A", "late done A");
        scene.tell(to, item.id(), "later");
        assertThat(scene.log).endsWith("later done A");
        scene.after(100);
        assertThat(to.items().submission(item.id())).isNull();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aSubmittedItemIsCancelledInItsNewQueue() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.submit(from, "a", 100);
        scene.await(from, item.id(), "caller");
        QueueScene.move(from, to, ALL);
        assertThat(from.items().find(item.id())).isNull();
        assertThat(to.cancel(to.items().find(item.id()))).isTrue();
        assertThat(scene.log).containsExactly("caller cancelled");
        assertThat(to.size()).isZero();
    }

    @Test
    void whoeverAwaitsAnItemHasItsResultFromItsNewQueue() {
        WorkQueue from = scene.queue("from", 0, 0);
        WorkQueue to = scene.queue("to", new QueueConfig(Kind.FIFO, 0, 0, 1));
        Item item = scene.put(from, scene.item("a", scene.awaiter("caller", true)));
        QueueScene.move(from, to, ALL);
        assertThat(item.queue()).isSameAs(to);
        to.take(worker, 0);
        to.fail(worker, item.id(), Failure.of(QueueScene.bytes("oops")));
        assertThat(scene.log).containsExactly("caller failed oops");
        assertThat(scene.queues.existing("to.dead")).isNull();
    }
}
