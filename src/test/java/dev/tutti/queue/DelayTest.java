package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import org.junit.jupiter.api.Test;

/** Items that are put, or given back, with a delay. */
class DelayTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    private boolean nothingIsDue() {
        return scene.timers.next() == Long.MAX_VALUE;
    }

    @Test
    void aDelayedItemIsReadyWhenItIsDueAndNotBefore() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.putDelayed(queue, "a", 50);
        assertThat(item.id()).isPositive();
        scene.after(49);
        assertThat(queue.size()).isZero();
        assertThat(queue.bodies().peek(1)).isEmpty();
        scene.after(1);
        assertThat(queue.take(worker, 0)).isSameAs(item);
        assertThat(item.attempts()).isOne();
        assertThat(nothingIsDue()).isTrue();
    }

    @Test
    void ofItemsThatAreDueInOneTurnAWaitingGetterGetsTheOneOfTheHighestPriority() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        scene.put(queue, scene.item("low", new PutOptions(9L, 50), null));
        scene.put(queue, scene.item("high", new PutOptions(1L, 50), null));
        scene.waitToGet(queue, "getter");
        scene.after(50);
        assertThat(scene.log).containsExactly("getter got [high]");
    }

    @Test
    void anItemThatIsCancelledInTheTurnInWhichItIsDueIsNotDelivered() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item first = scene.putDelayed(queue, "a", 50);
        scene.putDelayed(queue, "b", 50);
        scene.timers.after(50, () -> queue.cancel(first));
        scene.waitToGet(queue, "getter");
        scene.after(50);
        assertThat(scene.log).containsExactly("getter got [b]");
    }

    @Test
    void itIsNoPartOfTheSizeButIsUnfinished() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.putDelayed(queue, "a", 50);
        scene.put(queue, "b");
        QueueStats stats = queue.stats();
        assertThat(queue.size()).isOne();
        assertThat(stats.size()).isOne();
        assertThat(stats.delayed()).isOne();
        assertThat(stats.unfinished()).isEqualTo(2);
        assertThat(stats.put()).isEqualTo(2);
    }

    @Test
    void itTakesRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.putDelayed(queue, "a", 50);
        assertThat(queue.hasRoom()).isFalse();
        scene.waitToPut(queue, "b");
        scene.after(50);
        assertThat(scene.log).isEmpty();
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put b");
    }

    @Test
    void itKeepsJoinersWaiting() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.putDelayed(queue, "a", 50);
        scene.waitToJoin(queue, "joiner");
        scene.after(50);
        queue.take(worker, 0);
        assertThat(scene.log).isEmpty();
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(scene.log).containsExactly("joiner joined");
    }

    @Test
    void whenItIsDueItGoesToWhoWaitsAndMakesRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.putDelayed(queue, "a", 50);
        scene.waitToGet(queue, "getter");
        scene.waitToPut(queue, "b");
        scene.after(50);
        assertThat(scene.log).containsExactly("getter got [a]", "put b");
    }

    @Test
    void thoseWithoutDelayGoBefore() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.putDelayed(queue, "delayed", 50);
        scene.waitToGet(queue, "getter");
        scene.put(queue, "now");
        assertThat(scene.log).containsExactly("getter got [now]");
    }

    @Test
    void itsPlaceIsThatOfTheMomentAtWhichItIsDue() {
        WorkQueue fifo = scene.queue("f", Kind.FIFO);
        WorkQueue lifo = scene.queue("l", Kind.LIFO);
        WorkQueue priority = scene.queue("p", Kind.PRIORITY);
        for (WorkQueue queue : new WorkQueue[] {fifo, lifo, priority}) {
            scene.putDelayed(queue, "delayed", 50);
            scene.put(queue, "before");
        }
        scene.putPrior(priority, "last", 1);
        scene.after(50);
        fifo.put(scene.item("after"));
        assertThat(QueueScene.ready(fifo)).containsExactly("before", "delayed", "after");
        assertThat(QueueScene.ready(lifo)).containsExactly("delayed", "before");
        assertThat(QueueScene.ready(priority)).containsExactly("before", "delayed", "last");
    }

    @Test
    void thoseDueTogetherComeInTheOrderOfTheirTimesAndThenOfTheirPuts() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.putDelayed(queue, "late", 30);
        scene.putDelayed(queue, "first", 20);
        scene.putDelayed(queue, "second", 20);
        scene.after(100);
        assertThat(QueueScene.ready(queue)).containsExactly("first", "second", "late");
    }

    @Test
    void theDelayOfOneThatWaitsForRoomBeginsWhenItIsIn() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, scene.item("b", new PutOptions(null, 50), null));
        scene.after(1000);
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put b");
        scene.after(49);
        assertThat(queue.size()).isZero();
        scene.after(1);
        assertThat(QueueScene.ready(queue)).containsExactly("b");
    }

    // ---- given back with a delay

    @Test
    void whatIsReleasedWithADelayComesToTheFrontWhenItIsDueAndTheAttemptDoesNotCount() {
        WorkQueue queue = scene.queue("q", 0, 1);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.release(worker, item.id(), 50);
        scene.put(queue, "b");
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(queue.stats())
                .extracting(QueueStats::delayed, QueueStats::inFlight)
                .containsExactly(1, 0);
        scene.after(50);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b");
        assertThat(queue.take(worker, 0).attempts()).isOne();
    }

    @Test
    void whatIsReleasedWithADelayIsNeverRefusedAndTakesRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        scene.put(queue, "b");
        scene.waitToPut(queue, "c");
        queue.release(worker, item.id(), 50);
        queue.take(worker, 0);
        assertThat(scene.log).isEmpty();
        scene.after(50);
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put c");
    }

    @Test
    void ofAPriorityItComesFirstAmongItsEqualsWhenItIsDue() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        Item item = scene.putPrior(queue, "a", 5);
        queue.take(worker, 0);
        queue.release(worker, item.id(), 50);
        scene.putPrior(queue, "equal", 5);
        scene.putPrior(queue, "smaller", 4);
        scene.after(50);
        assertThat(QueueScene.ready(queue)).containsExactly("smaller", "a", "equal");
    }

    // ---- its end

    @Test
    void aDelayedItemThatIsCancelledNeverComes() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item item = scene.item("a", new PutOptions(null, 50), scene.awaiter("caller", true));
        queue.put(item);
        scene.waitToJoin(queue, "joiner");
        scene.waitToPut(queue, "b");
        assertThat(queue.cancel(item)).isTrue();
        assertThat(scene.log).containsExactly("caller cancelled", "put b");
        assertThat(nothingIsDue()).isTrue();
        QueueScene.purge(queue);
        assertThat(scene.log).endsWith("joiner joined");
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void purgeDropsDelayedItemsToo() {
        WorkQueue queue = scene.queues.named("q");
        scene.putDelayed(queue, "a", 50);
        scene.put(queue, "b");
        scene.put(queue, scene.item("c", new PutOptions(null, 60), scene.awaiter("caller", true)));
        assertThat(QueueScene.purge(queue)).isEqualTo(3);
        assertThat(scene.log).containsExactly("caller purged");
        assertThat(nothingIsDue()).isTrue();
        assertThat(scene.usedByItems()).isZero();
        assertThat(scene.queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsRememberedForItsDelayedItems() {
        WorkQueue queue = scene.queues.named("q");
        scene.putDelayed(queue, "a", 50);
        assertThat(scene.queues.existing("q")).isSameAs(queue);
        assertThat(scene.queues.all()).containsExactly(queue);
    }

    @Test
    void aDelayedItemIsFoundByItsId() {
        WorkQueue queue = scene.queue("q", new QueueConfig(Kind.PRIORITY, 0, 0, 0));
        Item item = scene.putDelayed(queue, "a", 50);
        scene.put(queue, "b");
        assertThat(queue.items().find(item.id())).isSameAs(item);
        assertThat(queue.items().find(item.id() + 7)).isNull();
    }
}
