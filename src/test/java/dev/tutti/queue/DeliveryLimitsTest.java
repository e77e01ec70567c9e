package dev.tutti.queue;

import static dev.tutti.queue.QueueScene.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PAUSE, CONCURRENCY and RATE: nobody waits to get while an item may be delivered, and none is delivered that may not. */
class DeliveryLimitsTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    private WorkQueue queue(QueueSetting setting, long value) {
        return scene.queue("q", QueueConfig.DEFAULT.with(setting, value));
    }

    private WorkQueue limited(int rate, long per) {
        return scene.queue("q", rate(QueueConfig.DEFAULT, rate, per));
    }

    private static QueueConfig rate(QueueConfig config, int rate, long per) {
        return config.with(QueueSetting.RATE, rate).with(QueueSetting.PER, per);
    }

    private void put(WorkQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            scene.put(queue, "i" + i);
        }
    }

    // ---- pause

    @Test
    void aPausedQueueTakesItemsAndDeliversNone() {
        WorkQueue queue = scene.queue("q", 0, 0);
        queue.control().pause(0);
        put(queue, 2);
        scene.waitToGet(queue, "getter");
        scene.after(1_000_000);
        assertThat(queue.canDeliver()).isFalse();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(scene.log).isEmpty();
        queue.control().resume();
        assertThat(scene.log).containsExactly("getter got [i0]");
    }

    @Test
    void anItemInFlightMayBeFinishedOrComeBackMeanwhile() {
        WorkQueue queue = scene.queue("q", 0, 3);
        put(queue, 2);
        List<Item> taken = queue.take(worker, 2, 0);
        queue.control().pause(0);
        queue.done(null, taken.get(0).id(), NOTHING);
        queue.fail(worker, taken.get(1).id(), Failure.of(NOTHING));
        assertThat(queue.stats().inFlight()).isZero();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.canDeliver()).isFalse();
    }

    @Test
    void aPauseWithATimeEndsByItself() {
        WorkQueue queue = scene.queue("q", 0, 0);
        queue.control().pause(50);
        put(queue, 1);
        scene.waitToGet(queue, "getter");
        scene.after(49);
        assertThat(scene.log).isEmpty();
        assertThat(queue.isPaused()).isTrue();
        scene.after(1);
        assertThat(scene.log).containsExactly("getter got [i0]");
        assertThat(queue.isPaused()).isFalse();
    }

    @Test
    void aLaterPauseReplacesTheFirst() {
        WorkQueue queue = scene.queue("q", 0, 0);
        queue.control().pause(50);
        queue.control().pause(100);
        scene.after(50);
        assertThat(queue.isPaused()).isTrue();
        queue.control().pause(0);
        scene.after(1000);
        assertThat(queue.isPaused()).isTrue();
    }

    @Test
    void delaysEndAndWait() {
        WorkQueue queue = scene.queue("q", 0, 0);
        queue.control().pause(0);
        scene.putDelayed(queue, "a", 10);
        scene.after(10);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.canDeliver()).isFalse();
    }

    @Test
    void aPausedQueueIsKeptThoughItIsEmpty() {
        WorkQueue queue = scene.queues.named("q");
        queue.control().pause(50);
        assertThat(scene.queues.existing("q")).isSameAs(queue);
        scene.after(50);
        assertThat(scene.queues.existing("q")).isNull();
    }

    // ---- concurrency

    @Test
    void soManyAreInFlightOverAllWorkers() {
        WorkQueue queue = queue(QueueSetting.CONCURRENCY, 2);
        put(queue, 4);
        Item first = queue.take(worker, 0);
        assertThat(texts(queue.take(scene.holder("other"), 3, 0))).containsExactly("i1");
        assertThat(queue.canDeliver()).isFalse();
        scene.waitToGet(queue, "third");
        queue.done(first.holder(), first.id(), NOTHING);
        assertThat(scene.log).containsExactly("third got [i2]");
    }

    @Test
    void aDeliveryOfManyStopsAtTheLimit() {
        WorkQueue queue = queue(QueueSetting.CONCURRENCY, 3);
        put(queue, 9);
        assertThat(texts(queue.take(worker, 9, 0))).containsExactly("i0", "i1", "i2");
    }

    @Test
    void aClosedConnectionMakesRoom() {
        WorkQueue queue = queue(QueueSetting.CONCURRENCY, 1);
        put(queue, 1);
        queue.take(worker, 0);
        scene.waitToGet(queue, "second");
        scene.queues.departures().close(worker);
        assertThat(scene.log).containsExactly("second got [i0]");
    }

    @Test
    void theEndOfALeaseMakesRoom() {
        WorkQueue queue = queue(QueueSetting.CONCURRENCY, 1);
        put(queue, 1);
        queue.take(worker, 50);
        scene.waitToGet(queue, "second");
        scene.after(49);
        assertThat(scene.log).isEmpty();
        scene.after(1);
        assertThat(scene.log).containsExactly("second got [i0]");
    }

    @Test
    void anotherLimitHoldsAtOnce() {
        WorkQueue queue = queue(QueueSetting.CONCURRENCY, 1);
        put(queue, 3);
        queue.take(worker, 0);
        scene.waitToGet(queue, "second");
        scene.queues.alter("q", queue.config().with(QueueSetting.CONCURRENCY, 2));
        assertThat(scene.log).containsExactly("second got [i1]");
        assertThat(queue.canDeliver()).isFalse();
        scene.queues.alter("q", queue.config().with(QueueSetting.CONCURRENCY, 0));
        assertThat(queue.canDeliver()).isTrue();
    }

    // ---- rate

    @Test
    void noMoreAreDeliveredInAWindowAndWhoWaitsGetsTheNextWhenItOpens() {
        WorkQueue queue = limited(2, 100);
        put(queue, 5);
        scene.after(10);
        queue.take(worker, 0);
        scene.after(30);
        queue.take(worker, 0);
        scene.waitToGet(queue, "getter");
        scene.waitToGet(queue, "next");
        scene.after(69);
        assertThat(scene.log).isEmpty();
        scene.after(1);
        assertThat(scene.log).containsExactly("getter got [i2]");
        scene.after(29);
        assertThat(scene.log).hasSize(1);
        scene.after(1);
        assertThat(scene.log).containsExactly("getter got [i2]", "next got [i3]");
    }

    @Test
    void anotherRateCountsTheDeliveriesBefore() {
        WorkQueue queue = limited(1, 100);
        put(queue, 9);
        queue.take(worker, 0);
        scene.queues.alter("q", rate(queue.config(), 3, 100));
        assertThat(queue.take(worker, 9, 0)).hasSize(2);
        scene.waitToGet(queue, "getter");
        scene.queues.alter("q", rate(queue.config(), 1, 50));
        scene.after(49);
        assertThat(scene.log).isEmpty();
        scene.after(1);
        assertThat(scene.log).containsExactly("getter got [i3]");
        scene.queues.alter("q", rate(queue.config(), 0, 0));
        assertThat(queue.canDeliver()).isTrue();
    }

    static LongStream seeds() {
        return Seeds.several();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void atRandomTimesNoWindowHasMoreAndNothingThatMayGoWaits(long seed) {
        Random random = Seeds.random(seed);
        int rate = 1 + random.nextInt(40);
        long per = 1 + random.nextInt(50);
        WorkQueue queue = limited(rate, per);
        ArrayDeque<Long> window = new ArrayDeque<>();
        for (int step = 0; step < 10_000; step++) {
            scene.after(random.nextInt(4));
            scene.put(queue, "i");
            long now = scene.timers.now();
            while (!window.isEmpty() && window.peek() <= now - per) {
                window.poll();
            }
            assertThat(queue.canDeliver()).as("seed %d, step %d", seed, step).isEqualTo(window.size() < rate);
            if (window.size() < rate && random.nextInt(4) > 0) {
                queue.done(null, queue.take(worker, 0).id(), NOTHING);
                window.add(now);
            }
        }
    }
}
