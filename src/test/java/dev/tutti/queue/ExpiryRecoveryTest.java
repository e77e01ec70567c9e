package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;

/** EXPIRES and DEADAGE after the end of a server. */
class ExpiryRecoveryTest {

    private static final PutOptions IN_100 = new PutOptions(null, 0, null, 100);

    private final Recorder recorder = new Recorder();
    private QueueScene scene = recorder.start(new MapJournal(), 1000);

    /** Another server, so much later. */
    private WorkQueue restart(long pause, String name) {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), scene.timers.now() + pause);
        return scene.queues.named(name);
    }

    private void put(PutOptions options) {
        scene.put(scene.queues.named("q"), scene.item("a", options, null));
    }

    private void expiresIn(WorkQueue queue, int millis) {
        scene.after(millis - 1);
        assertThat(queue.isFinished()).isFalse();
        scene.after(1);
        assertThat(queue.isFinished()).isTrue();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void theTimeGoesOnMeanwhile() {
        put(IN_100);
        expiresIn(restart(60, "q"), 40);
        assertThat(restart(0, "q").isFinished()).isTrue();
    }

    @Test
    void anItemWhoseTimeIsOverIsDroppedAtTheStart() {
        put(IN_100);
        expiresIn(restart(500, "q"), 1);
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongIt() {
        put(IN_100);
        expiresIn(restart(-500, "q"), 100);
    }

    @Test
    void anItemThatWasGotStays() {
        put(IN_100);
        WorkQueue queue = scene.queues.named("q");
        queue.release(null, queue.take(scene.holder("worker"), 0).id(), 0);
        queue = restart(60, "q");
        scene.after(1000);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void anItemWhoseDelayIsOverStillExpires() {
        put(new PutOptions(null, 20, null, 100));
        scene.after(20);
        expiresIn(restart(60, "q"), 20);
    }

    @Test
    void aDelayedItemStillExpires() {
        put(new PutOptions(null, 200, null, 100));
        expiresIn(restart(60, "q"), 40);
    }

    @Test
    void aMovedItemHasTheRestOfItsTime() {
        put(IN_100);
        scene.after(20);
        scene.queues.named("q").control().moveTo(scene.queues.named("other"), 1, moved -> {});
        expiresIn(restart(60, "other"), 20);
    }

    @Test
    void deadItemsExpire() {
        WorkQueue queue = scene.queue(
                "q", QueueConfig.DEFAULT.with(QueueSetting.ATTEMPTS, 1).with(QueueSetting.DEADAGE, 100));
        put(PutOptions.NORMAL);
        queue.fail(null, queue.take(scene.holder("worker"), 0).id(), Failure.of(new byte[0]));
        expiresIn(restart(60, "q.dead"), 40);
    }

    @Test
    void anItemThatExpiresAndHasAKeyKeepsBoth() {
        put(new PutOptions(5L, 0, "k", 100));
        WorkQueue queue = restart(60, "q");
        assertThat(queue.items().keyed("k").options().given()).isEqualTo(5);
        expiresIn(queue, 40);
        assertThat(queue.items().keyed("k")).isNull();
    }
}
