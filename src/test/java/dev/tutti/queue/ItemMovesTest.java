package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig.Kind;
import org.junit.jupiter.api.Test;

/** Single items that are moved to another queue or rescheduled. */
class ItemMovesTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");
    private final WorkQueue queue = scene.queue("q", 0, 0);

    // ---- move

    @Test
    void oneItemGoesToTheEndOfAnotherQueueAndTheOthersStay() {
        WorkQueue to = scene.queue("to", 0, 0);
        scene.put(to, "x");
        scene.put(queue, "a");
        Item middle = scene.put(queue, "b");
        scene.put(queue, "c");
        queue.move(middle, to);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "c");
        assertThat(QueueScene.ready(to)).containsExactly("x", "b");
        assertThat(middle.queue()).isSameAs(to);
    }

    @Test
    void aDelayedItemStaysDelayedForTheRestOfItsTime() {
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.putDelayed(queue, "a", 100);
        scene.after(60);
        queue.move(item, to);
        assertThat(queue.isFinished()).isTrue();
        scene.after(39);
        assertThat(to.stats().delayed()).isOne();
        scene.after(1);
        assertThat(QueueScene.ready(to)).containsExactly("a");
        assertThat(scene.usedByItems()).isEqualTo(item.bytes());
    }

    @Test
    void aDeadItemGoesBackAndItsAttemptsCountFromTheBeginning() {
        WorkQueue once = scene.queue("once", 0, 1);
        Item item = scene.put(once, "a");
        once.take(worker, 0);
        once.fail(worker, item.id(), Failure.of(NOTHING));
        scene.queues.existing("once.dead").move(item, once);
        assertThat(scene.queues.existing("once.dead")).isNull();
        assertThat(once.take(worker, 0).attempts()).isOne();
    }

    @Test
    void whoWaitsToGetThereIsServedAndWhoWaitsToPutHereIsLetIn() {
        WorkQueue full = scene.queue("full", 1, 0);
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.put(full, "a");
        scene.waitToPut(full, "b");
        scene.waitToGet(to, "getter");
        full.move(item, to);
        assertThat(scene.log).containsExactly("put b", "getter got [a]");
        assertThat(QueueScene.ready(full)).containsExactly("b");
    }

    @Test
    void whoeverJoinsTheQueueIsToldWhenItsLastItemHasLeft() {
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.putDelayed(queue, "a", 100);
        scene.waitToJoin(queue, "joiner");
        queue.move(item, to);
        assertThat(scene.log).containsExactly("joiner joined");
    }

    @Test
    void toItsOwnQueueItGoesToTheEnd() {
        Item item = scene.put(queue, "a");
        scene.put(queue, "b");
        queue.move(item, queue);
        assertThat(QueueScene.ready(queue)).containsExactly("b", "a");
    }

    @Test
    void theKeyGoesWithTheItem() {
        WorkQueue to = scene.queue("to", 0, 0);
        Item item = scene.put(queue, scene.item("a", new PutOptions(null, 50, "k", 0), null));
        queue.move(item, to);
        assertThat(queue.items().keyed("k")).isNull();
        assertThat(to.items().keyed("k")).isSameAs(item);
    }

    // ---- reschedule

    private Item reschedule(Item item, Long priority, long delay) {
        queue.reschedule(item, priority, delay);
        return item;
    }

    @Test
    void aReadyItemIsDelayedAndThenAtTheEnd() {
        Item item = scene.put(queue, "a");
        reschedule(item, null, 100);
        scene.put(queue, "b");
        assertThat(QueueScene.ready(queue)).containsExactly("b");
        scene.after(100);
        assertThat(QueueScene.ready(queue)).containsExactly("b", "a");
    }

    @Test
    void aDelayedItemIsReadyNowOrLaterOrSooner() {
        Item now = scene.putDelayed(queue, "now", 100);
        Item sooner = scene.putDelayed(queue, "sooner", 100);
        Item later = scene.putDelayed(queue, "later", 100);
        reschedule(now, null, 0);
        reschedule(sooner, null, 50);
        reschedule(later, null, 150);
        assertThat(QueueScene.ready(queue)).containsExactly("now");
        scene.after(50);
        assertThat(QueueScene.ready(queue)).containsExactly("now", "sooner");
        scene.after(99);
        assertThat(queue.stats().delayed()).isOne();
        scene.after(1);
        assertThat(QueueScene.ready(queue)).containsExactly("now", "sooner", "later");
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anItemThatHasBecomeDueInThisTurnCanBeDelayedAgain() {
        Item item = scene.putDelayed(queue, "a", 100);
        scene.timers.after(100, () -> reschedule(item, null, 50));
        scene.after(100);
        assertThat(queue.stats().delayed()).isOne();
        assertThat(queue.size()).isZero();
        scene.after(50);
        assertThat(QueueScene.ready(queue)).containsExactly("a");
    }

    @Test
    void whoWaitsIsServedIfItBecomesReady() {
        Item item = scene.putDelayed(queue, "a", 100);
        scene.waitToGet(queue, "getter");
        reschedule(item, null, 0);
        assertThat(scene.log).containsExactly("getter got [a]");
    }

    @Test
    void anItemGetsAnotherPriorityAndIsBehindItsNewEquals() {
        WorkQueue byPriority = scene.queue("p", Kind.PRIORITY);
        scene.putPrior(byPriority, "1", 1);
        Item item = scene.putPrior(byPriority, "3", 3);
        scene.putPrior(byPriority, "2", 2);
        byPriority.reschedule(item, 1L, ItemMoves.SAME_TIME);
        assertThat(QueueScene.ready(byPriority)).containsExactly("1", "3", "2");
        assertThat(item.options().given()).isEqualTo(1);
    }

    @Test
    void aDelayedItemThatGetsAnotherPriorityKeepsItsTime() {
        WorkQueue byPriority = scene.queue("p", Kind.PRIORITY);
        Item item = scene.put(byPriority, scene.item("late", new PutOptions(5L, 100), null));
        scene.putPrior(byPriority, "1", 1);
        scene.after(60);
        byPriority.reschedule(item, -1L, ItemMoves.SAME_TIME);
        scene.after(39);
        assertThat(QueueScene.ready(byPriority)).containsExactly("1");
        scene.after(1);
        assertThat(QueueScene.ready(byPriority)).containsExactly("late", "1");
    }

    @Test
    void theAttemptsAndTheEndOfItsTimeStay() {
        WorkQueue thrice = scene.queue("thrice", 0, 3);
        Item failed = scene.put(thrice, "failed");
        thrice.take(worker, 0);
        thrice.fail(worker, failed.id(), Failure.of(NOTHING));
        thrice.reschedule(failed, null, 10);
        scene.after(10);
        assertThat(thrice.take(worker, 0).attempts()).isEqualTo(2);

        Item brief = scene.put(queue, scene.item("brief", new PutOptions(null, 0, null, 100), null));
        reschedule(brief, null, 200);
        scene.after(100);
        assertThat(queue.stats().expired()).isOne();
        scene.after(1000);
        assertThat(queue.isFinished()).isTrue();
    }

    @Test
    void anItemFarFromTheFrontIsFound() {
        for (int i = 0; i < 5_000; i++) {
            scene.put(queue, "" + i);
        }
        queue.reschedule(queue.items().pending(3_000), null, 10);
        WorkQueue to = scene.queue("to", 0, 0);
        queue.move(queue.items().pending(4_000), to);
        scene.after(10);
        assertThat(QueueScene.ready(to)).containsExactly("3999");
        assertThat(QueueScene.ready(queue))
                .hasSize(4_999)
                .doesNotContain("3999")
                .endsWith("4998", "4999", "2999");
    }
}
