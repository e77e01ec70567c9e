package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** In which order fifo, lifo and priority queues give out what is in them. */
class QueueKindsTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    @ParameterizedTest
    @CsvSource({"FIFO, 1 3 2", "LIFO, 2 3 1", "PRIORITY, 1 2 3"})
    void everyKindHasItsOrder(Kind kind, String order) {
        WorkQueue queue = scene.queue("q", kind);
        for (int i : new int[] {1, 3, 2}) {
            Long priority = kind == Kind.PRIORITY ? (long) i : null;
            scene.put(queue, scene.item("" + i, new PutOptions(priority, 0), null));
        }
        assertThat(QueueScene.ready(queue)).containsExactly(order.split(" "));
        assertThat(QueueScene.texts(queue.bodies().peek(2)))
                .hasSize(2)
                .isEqualTo(QueueScene.texts(queue.take(worker, 2, 0)));
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo(order.substring(4));
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatComesBackIsTheNextInItsOldOrder(Kind kind) {
        WorkQueue queue = scene.queue("q", kind);
        for (String body : new String[] {"a", "b", "c", "d"}) {
            scene.put(queue, body);
        }
        Item first = queue.take(worker, 0);
        Item second = queue.take(worker, 0);
        String order = QueueScene.text(first) + QueueScene.text(second) + String.join("", QueueScene.ready(queue));
        scene.queues.departures().close(worker);
        assertThat(String.join("", QueueScene.ready(queue))).isEqualTo(order);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void waitersOfEveryKindAreServedInArrivalOrder(Kind kind) {
        WorkQueue queue = scene.queue("q", new QueueConfig(kind, 1, 0, 0));
        scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        scene.put(queue, "a");
        scene.put(queue, "b");
        scene.put(queue, "c");
        scene.waitToPut(queue, "d");
        scene.waitToPut(queue, "e");
        queue.take(worker, 0);
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("first got [a]", "second got [b]", "put d", "put e");
    }

    // ---- lifo

    @Test
    void whatIsLetIntoAFullLifoQueueIsTheNext() {
        WorkQueue queue = scene.queue("q", new QueueConfig(Kind.LIFO, 2, 0, 0));
        scene.put(queue, "a");
        scene.put(queue, "b");
        scene.waitToPut(queue, "c");
        queue.take(worker, 0);
        assertThat(QueueScene.ready(queue)).containsExactly("c", "a");
    }

    @Test
    void aNewItemComesBeforeOneThatCameBackToALifoQueue() {
        WorkQueue queue = scene.queue("q", Kind.LIFO);
        scene.put(queue, "a");
        Item held = scene.put(queue, "held");
        queue.take(worker, 0);
        queue.release(worker, held.id(), 0);
        scene.put(queue, "new");
        assertThat(QueueScene.ready(queue)).containsExactly("new", "held", "a");
    }

    // ---- priority

    @Test
    void equalPrioritiesKeepTheirOrder() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        for (int i = 0; i < 50; i++) {
            scene.putPrior(queue, i % 2 + "-" + i, i % 2);
        }
        for (int i = 0; i < 50; i++) {
            int expected = i < 25 ? 2 * i : 2 * (i - 25) + 1;
            assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo(expected % 2 + "-" + expected);
        }
    }

    @Test
    void aPriorityIsAnySignedInteger() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        scene.putPrior(queue, "most", Long.MAX_VALUE);
        scene.putPrior(queue, "least", Long.MIN_VALUE);
        scene.putPrior(queue, "below", -1);
        scene.putPrior(queue, "above", 1);
        assertThat(QueueScene.ready(queue)).containsExactly("least", "below", "above", "most");
    }

    @Test
    void withoutAPriorityItIsZero() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        scene.putPrior(queue, "one", 1);
        scene.put(queue, "none");
        scene.putPrior(queue, "zero", 0);
        scene.putPrior(queue, "minus", -1);
        assertThat(QueueScene.ready(queue)).containsExactly("minus", "none", "zero", "one");
    }

    @Test
    void whatComesBackIsFirstAmongItsEqualsOnly() {
        WorkQueue queue = scene.queue("q", new QueueConfig(Kind.PRIORITY, 0, 0, 9));
        Item released = scene.putPrior(queue, "released", 5);
        Item failed = scene.putPrior(queue, "failed", 5);
        scene.putPrior(queue, "equal", 5);
        queue.take(worker, 2, 0);
        scene.putPrior(queue, "smaller", 4);
        queue.fail(worker, failed.id(), Failure.of(NOTHING));
        queue.release(worker, released.id(), 0);
        assertThat(QueueScene.ready(queue)).containsExactly("smaller", "released", "failed", "equal");
    }

    @Test
    void whatAHolderHadGoesBackInItsOrderAmongEqualsOfEachPriority() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        for (String item : new String[] {"1a", "1b", "2a", "2b", "2c"}) {
            scene.putPrior(queue, item, item.charAt(0));
        }
        queue.take(worker, 4, 0);
        scene.putPrior(queue, "1c", '1');
        scene.queues.departures().close(worker);
        assertThat(QueueScene.ready(queue)).containsExactly("1a", "1b", "1c", "2a", "2b", "2c");
    }

    @Test
    void aPutterWithASmallerPriorityOvertakesNobodyWhoWaitsForRoom() {
        WorkQueue queue = scene.queue("q", new QueueConfig(Kind.PRIORITY, 1, 0, 0));
        scene.putPrior(queue, "a", 1);
        scene.waitToPut(queue, scene.item("late", new PutOptions(9L, 0), null));
        scene.waitToPut(queue, scene.item("urgent", new PutOptions(0L, 0), null));
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put late");
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put late", "put urgent");
    }

    @Test
    void whatIsCancelledLeavesTheOthersInTheirOrder() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        scene.putPrior(queue, "a", 1);
        Item only = scene.putPrior(queue, "only", 2);
        Item middle = scene.putPrior(queue, "middle", 3);
        scene.putPrior(queue, "c", 3);
        queue.cancel(only);
        queue.cancel(middle);
        scene.putPrior(queue, "b", 2);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b", "c");
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void aPriorityQueueIsPurgedAsAWhole() {
        WorkQueue queue = scene.queue("q", Kind.PRIORITY);
        for (int i = 0; i < 10; i++) {
            scene.putPrior(queue, "item", i % 3);
        }
        assertThat(QueueScene.purge(queue)).isEqualTo(10);
        assertThat(queue.size()).isZero();
        assertThat(scene.usedByItems()).isZero();
    }
}
