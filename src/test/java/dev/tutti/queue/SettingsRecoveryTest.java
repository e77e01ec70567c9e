package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;

/** Pauses and altered settings after the end of a server. */
class SettingsRecoveryTest {

    private final Recorder recorder = new Recorder();
    private QueueScene scene = recorder.start(new MapJournal(), 1000);

    /** Another server, so much later. */
    private WorkQueue restart(long pause) {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), scene.timers.now() + pause);
        return scene.queues.named("q");
    }

    @Test
    void aPauseGoesOn() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "a");
        queue.control().pause(0);
        queue = restart(1_000_000);
        assertThat(queue.isPaused()).isTrue();
        assertThat(queue.canDeliver()).isFalse();
        queue.control().resume();
        queue = restart(0);
        assertThat(queue.isPaused()).isFalse();
        assertThat(queue.canDeliver()).isTrue();
    }

    @Test
    void theTimeOfAPauseGoesOnMeanwhile() {
        scene.queues.named("q").control().pause(100);
        WorkQueue queue = restart(60);
        scene.after(39);
        assertThat(queue.isPaused()).isTrue();
        scene.after(1);
        assertThat(queue.isPaused()).isFalse();
        assertThat(restart(0).isPaused()).isFalse();
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongAPause() {
        scene.queues.named("q").control().pause(100);
        WorkQueue queue = restart(-500);
        scene.after(100);
        assertThat(queue.isPaused()).isFalse();
    }

    @Test
    void alteredSettingsStay() {
        QueueConfig altered = QueueConfig.DEFAULT
                .with(QueueSetting.RATE, 7)
                .with(QueueSetting.PER, 90)
                .with(QueueSetting.ATTEMPTS, 2);
        scene.queues.named("q");
        scene.queues.alter("q", altered);
        assertThat(restart(0).config()).isEqualTo(altered);
    }

    @Test
    void aBackoffGoesOn() {
        WorkQueue queue = scene.queue(
                "q", QueueConfig.DEFAULT.with(QueueSetting.ATTEMPTS, 2).with(QueueSetting.BACKOFF, 100));
        scene.queues.random(() -> 0.5);
        scene.put(queue, "a");
        queue.fail(null, queue.take(scene.holder("holder"), 0).id(), Failure.of(new byte[0]));
        queue = restart(60);
        scene.after(39);
        assertThat(queue.size()).isZero();
        scene.after(1);
        assertThat(queue.take(scene.holder("holder"), 0).attempts()).isEqualTo(2);
    }
}
