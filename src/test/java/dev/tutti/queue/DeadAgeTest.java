package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;

/** DEADAGE counts from the death of an item, whenever it was set. */
class DeadAgeTest {

    private static final long TIGHT = 60_000;
    private static final Failure FAILURE = Failure.of(new byte[0]);

    private final Recorder recorder = new Recorder(TIGHT);
    private QueueScene scene = recorder.start(new MapJournal(), 1000);

    private void restart(long pause) {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), scene.timers.now() + pause);
    }

    private Item die() {
        return die("a");
    }

    private Item die(String body) {
        Item item = scene.put(scene.queues.named("q"), body);
        WorkQueue queue = scene.queues.named("q");
        Holder holder = scene.holder("worker");
        queue.fail(holder, queue.take(holder, 0).id(), FAILURE);
        return item;
    }

    private void alter(long deadAge) {
        scene.queues.alter("q", scene.queues.settings("q").with(QueueSetting.DEADAGE, deadAge));
    }

    private WorkQueue dead() {
        return scene.queues.named("q.dead");
    }

    private void endsIn(int millis) {
        scene.after(millis - 1);
        assertThat(dead().isFinished()).isFalse();
        scene.after(1);
        assertThat(scene.usedByItems()).isZero();
        assertThat(dead().isFinished()).isTrue();
    }

    @Test
    void aNewOneHoldsForItemsThatAreDead() {
        Item item = die();
        scene.after(60);
        alter(100);
        endsIn(40);
        assertThat(scene.queues.history().of(item.id()).fate()).isEqualTo(Fate.OVER_DEADAGE);
    }

    @Test
    void aShorterOneDropsAtOnceThoseThatAreOlder() {
        alter(1000);
        die();
        scene.after(60);
        alter(50);
        endsIn(1);
    }

    @Test
    void aLongerOneAndNoneLetThemStay() {
        alter(100);
        die();
        scene.after(60);
        alter(200);
        scene.after(139);
        assertThat(dead().size()).isOne();
        alter(0);
        scene.after(10_000);
        assertThat(dead().size()).isOne();
    }

    @Test
    void itGoesOnWhenAWorkerReturnsAnItem() {
        alter(100);
        die();
        scene.after(60);
        Item item = dead().take(scene.holder("worker"), 0);
        scene.after(10);
        dead().release(null, item.id(), 5);
        endsIn(30);
    }

    @Test
    void anItemThatIsHeldBeyondItIsDroppedWhenItReturns() {
        alter(100);
        die();
        Item item = dead().take(scene.holder("worker"), 0);
        scene.after(1000);
        assertThat(dead().isFinished()).isFalse();
        dead().release(null, item.id(), 0);
        endsIn(1);
    }

    @Test
    void anItemThatFailsAgainDiesAgain() {
        alter(100);
        die();
        scene.after(60);
        dead().fail(null, dead().take(scene.holder("worker"), 0).id(), FAILURE);
        endsIn(100);
    }

    @Test
    void theSettingsOfANewQueueAndTheEndOfAnOldOneCount() {
        die();
        scene.after(60);
        scene.queues.create("q", QueueConfig.DEFAULT.with(QueueSetting.DEADAGE, 100));
        scene.after(39);
        assertThat(dead().size()).isOne();
        scene.queues.named("q").control().delete(QueueScene.ENDED);
        scene.after(1000);
        assertThat(dead().size()).isOne();
    }

    @Test
    void anItemThatIsMovedThereByHandIsNotDead() {
        alter(100);
        scene.put(scene.queues.named("q"), "a");
        QueueScene.move(scene.queues.named("q"), dead(), 1);
        scene.after(1000);
        assertThat(dead().size()).isOne();
    }

    @Test
    void itHoldsAfterARestart() {
        die();
        scene.after(60);
        alter(100);
        restart(10);
        endsIn(30);
    }

    @Test
    void thoseThatAWorkerReturnedGoOnAfterARestart() {
        alter(100);
        die();
        dead().release(null, dead().take(scene.holder("worker"), 0).id(), 0);
        restart(60);
        endsIn(40);
    }

    @Test
    void deadsizeHoldsFromTheStart() {
        alter(0);
        scene.queues.alter("q", scene.queues.settings("q").with(QueueSetting.DEADSIZE, 1));
        die();
        Item held = dead().take(scene.holder("worker"), 0);
        die();
        dead().release(null, held.id(), 0);
        assertThat(dead().size()).isEqualTo(2);
        restart(0);
        assertThat(dead().size()).isOne();
    }

    @Test
    void itHoldsForVeryManyWhoseBodiesAreDropped() {
        int items = 2_500;
        for (int i = 0; i < items; i++) {
            die("body of item " + i);
            recorder.turnOver();
        }
        assertThat(scene.memory.used()).isLessThan(TIGHT);
        scene.after(60);
        alter(100);
        for (int page = 0; page < items / 1_000 + 1; page++) {
            scene.endRead.run();
        }
        scene.after(39);
        assertThat(dead().size()).isEqualTo(items);
        scene.after(1);
        scene.after(1000);
        assertThat(scene.usedByItems()).isZero();
        assertThat(dead().stats().expired()).isEqualTo(items);
    }
}
