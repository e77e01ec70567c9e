package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** EXPIRES: an item that nobody has got in time is dropped. */
class ExpiryTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private static final byte[] NOTHING = {};
    private static final PutOptions IN_100 = new PutOptions(null, 0, null, 100);

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    private WorkQueue queue(long expires) {
        return scene.queue("q", QueueConfig.DEFAULT.with(QueueSetting.EXPIRES, expires));
    }

    private void assertExpired(WorkQueue queue, int items) {
        assertThat(queue.stats().expired()).isEqualTo(items);
        assertThat(queue.isFinished()).isTrue();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void anItemThatNobodyGetsIsDroppedAtItsTimeAndNotBefore() {
        WorkQueue queue = queue(0);
        scene.put(queue, scene.item("a", IN_100, scene.awaiter("caller", true)));
        scene.after(99);
        assertThat(queue.size()).isEqualTo(1);
        scene.after(1);
        assertThat(scene.log).containsExactly("caller expired, since nobody got it in time");
        assertExpired(queue, 1);
    }

    @Test
    void anItemThatIsCancelledInTheSameMomentEndsOnceAndTheOthersExpire() {
        WorkQueue queue = queue(0);
        Item cancelled = scene.put(queue, scene.item("a", IN_100, scene.awaiter("caller", true)));
        scene.timers.after(100, () -> queue.cancel(cancelled));
        scene.put(queue, scene.item("b", IN_100, null));
        scene.after(100);
        assertThat(scene.log).containsExactly("caller cancelled");
        assertThat(queue.stats().cancelled()).isOne();
        assertExpired(queue, 1);
    }

    @Test
    void aDelayedItemExpiresToo() {
        WorkQueue queue = queue(0);
        scene.put(queue, scene.item("a", new PutOptions(null, 200, null, 100), null));
        scene.after(100);
        assertExpired(queue, 1);
        scene.after(100);
        assertThat(queue.size()).isZero();
    }

    @Test
    void theTimeCountsFromTheEntryAndNotFromTheEndOfTheDelay() {
        WorkQueue queue = queue(0);
        scene.put(queue, scene.item("a", new PutOptions(null, 60, null, 100), null));
        scene.after(99);
        assertThat(queue.size()).isEqualTo(1);
        scene.after(1);
        assertExpired(queue, 1);
    }

    @Test
    void anItemThatWasGotInTimeStaysWhenItReturns() {
        WorkQueue queue = queue(0);
        scene.put(queue, scene.item("a", IN_100, null));
        Item item = queue.take(worker, 0);
        queue.release(worker, item.id(), 0);
        scene.after(1000);
        assertThat(queue.size()).isEqualTo(1);
        queue.done(worker, queue.take(worker, 0).id(), NOTHING);
        assertExpired(queue, 0);
    }

    @Test
    void theQueueSaysItWhereThePutDoesNot() {
        WorkQueue queue = queue(50);
        scene.put(queue, "as the queue says");
        scene.put(queue, scene.item("longer", IN_100, null));
        scene.put(queue, scene.item("for ever", new PutOptions(null, 0, null, PutOptions.NEVER), null));
        scene.after(50);
        assertThat(queue.size()).isEqualTo(2);
        scene.after(50);
        assertThat(queue.size()).isEqualTo(1);
        scene.after(1000);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void whoWaitsForRoomIsLetInWhenItemsExpire() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, scene.item("a", IN_100, null));
        scene.waitToPut(queue, "b");
        scene.after(100);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.stats().putters()).isZero();
    }

    @Test
    void anExpiredItemFreesItsKey() {
        WorkQueue queue = queue(0);
        scene.put(queue, scene.item("a", new PutOptions(null, 0, "k", 100), null));
        scene.after(100);
        assertThat(queue.items().keyed("k")).isNull();
        assertExpired(queue, 1);
    }

    @Test
    void aMovedItemHasTheRestOfItsTime() {
        WorkQueue queue = queue(0);
        WorkQueue other = scene.queue("other", 0, 0);
        scene.put(queue, scene.item("a", IN_100, null));
        scene.after(60);
        queue.control().moveTo(other, 1, moved -> assertThat(moved).isEqualTo(1));
        scene.after(39);
        assertThat(other.size()).isEqualTo(1);
        scene.after(1);
        assertThat(other.stats().expired()).isEqualTo(1);
        assertExpired(queue, 0);
    }

    @Test
    void aCancelledItemDoesNotExpire() {
        WorkQueue queue = queue(0);
        queue.cancel(scene.put(queue, scene.item("a", IN_100, null)));
        scene.after(100);
        assertExpired(queue, 0);
    }

    @Test
    void manyExpireInOneGo() {
        WorkQueue queue = queue(100);
        for (int i = 0; i < 5_000; i++) {
            scene.put(queue, "a");
        }
        scene.after(100);
        scene.after(1000);
        assertExpired(queue, 5_000);
    }

    // ---- dead letters

    private WorkQueue failing(QueueSetting setting, long value) {
        return scene.queue(
                "q", QueueConfig.DEFAULT.with(QueueSetting.ATTEMPTS, 1).with(setting, value));
    }

    private void fail(WorkQueue queue, String body) {
        scene.put(queue, body);
        queue.fail(worker, queue.take(worker, 0).id(), Failure.of(NOTHING));
    }

    @Test
    void theOldestDeadItemsBeyondDeadsizeAreDropped() {
        WorkQueue queue = failing(QueueSetting.DEADSIZE, 2);
        for (String body : new String[] {"a", "b", "c", "d"}) {
            fail(queue, body);
        }
        WorkQueue dead = scene.queues.existing("q.dead");
        assertThat(dead.size()).isEqualTo(2);
        assertThat(dead.take(worker, 0).body()).isEqualTo(QueueScene.bytes("c"));
        assertThat(dead.stats().expired()).isEqualTo(2);
        assertThat(logged.of(EventKind.DROPPED_DEAD_ITEM))
                .containsExactly("an item of q.dead was dropped because of DEADSIZE or DEADAGE");
        scene.queues.events().close();
        assertThat(logged.of(EventKind.DROPPED_DEAD_ITEM)).containsExactly("1 more within a minute: 1 of q.dead");
    }

    @Test
    void whoWaitsForDeadItemsGetsThemBeforeAnyIsDropped() {
        WorkQueue queue = failing(QueueSetting.DEADSIZE, 1);
        fail(queue, "a");
        scene.waitToGet(scene.queues.named("q.dead"), "reader");
        fail(queue, "b");
        assertThat(scene.queues.existing("q.dead").stats().expired()).isZero();
    }

    @Test
    void anAlteredDeadsizeHoldsForDeadItemsThatAreThere() {
        WorkQueue queue = failing(QueueSetting.DEADSIZE, 0);
        for (String body : new String[] {"a", "b", "c"}) {
            fail(queue, body);
        }
        scene.queues.alter("q", queue.config().with(QueueSetting.DEADSIZE, 1));
        assertThat(scene.queues.existing("q.dead").size()).isEqualTo(1);
    }

    @Test
    void deadItemsAreDroppedAtDeadage() {
        WorkQueue queue = failing(QueueSetting.DEADAGE, 100);
        fail(queue, "a");
        scene.after(60);
        fail(queue, "b");
        scene.after(40);
        WorkQueue dead = scene.queues.existing("q.dead");
        assertThat(dead.size()).isEqualTo(1);
        assertThat(dead.stats().expired()).isEqualTo(1);
        scene.after(60);
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aDeadItemThatIsMovedBackStays() {
        WorkQueue queue = failing(QueueSetting.DEADAGE, 100);
        fail(queue, "a");
        scene.queues.existing("q.dead").control().moveTo(queue, 1, moved -> {});
        scene.after(1000);
        assertThat(queue.size()).isEqualTo(1);
    }
}
