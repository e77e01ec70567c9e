package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;

/** Keys after the end of a server. */
class KeyRecoveryTest {

    private static final PutOptions KEYED = new PutOptions(null, 0, "k\u00e9\u0000", 0);

    private final Recorder recorder = new Recorder();
    private QueueScene scene = recorder.start(new MapJournal(), 1000);

    private WorkQueue restart() {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), scene.timers.now());
        return scene.queues.named("q");
    }

    @Test
    void anUnfinishedItemKeepsItsKeyAndAFinishedOneDoesNot() {
        WorkQueue queue = scene.queues.named("q");
        long id = scene.put(queue, scene.item("a", KEYED, null)).id();
        queue = restart();
        assertThat(queue.items().keyed(KEYED.key()).id()).isEqualTo(id);
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), new byte[0]);
        assertThat(restart().items().keyed(KEYED.key())).isNull();
    }

    @Test
    void aKeyThatAnItemLosesWhenItMovesStaysLost() {
        WorkQueue other = scene.queues.named("other");
        Item moved = scene.put(other, scene.item("moved", KEYED, null));
        WorkQueue queue = scene.queues.named("q");
        Item owner = scene.put(queue, scene.item("owner", KEYED, null));
        assertThat(QueueScene.move(other, queue, 1)).isEqualTo(1);
        assertThat(moved.options().key()).isNull();
        queue = restart();
        assertThat(queue.items().keyed(KEYED.key()).id()).isEqualTo(owner.id());
        queue.cancel(queue.items().find(moved.id()));
        assertThat(queue.items().keyed(KEYED.key()).id()).isEqualTo(owner.id());
        WorkQueue third = scene.queues.named("third");
        assertThat(QueueScene.move(queue, third, 1)).isEqualTo(1);
        assertThat(third.items().keyed(KEYED.key()).id()).isEqualTo(owner.id());
    }

    @Test
    void aKeptResultKeepsTheKeyAndItsTimeWhenTheQueueIsCreated() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, scene.submission("a", KEYED, 100));
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), QueueScene.bytes("r"));
        scene.queues.create("q", QueueConfig.DEFAULT.with(QueueSetting.MAXSIZE, 7));
        queue = scene.queues.named("q");
        assertThat(queue.items().keyed(KEYED.key())).isSameAs(item);
        assertThat(queue.stats().results()).isOne();
        queue.submit(item, 200);
        scene.after(199);
        assertThat(queue.items().submission(item.id())).isNotNull();
        scene.after(1);
        assertThat(queue.items().submission(item.id())).isNull();
        assertThat(queue.items().keyed(KEYED.key())).isNull();
        assertThat(queue.stats().results()).isZero();
        assertThat(queue.stats().bytes()).isZero();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aKeptResultKeepsTheKey() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, scene.submission("a", KEYED, 100));
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), QueueScene.bytes("r"));
        queue = restart();
        assertThat(queue.items().keyed(KEYED.key()).id()).isEqualTo(item.id());
        scene.after(100);
        assertThat(scene.queues.named("q").items().keyed(KEYED.key())).isNull();
    }

    @Test
    void anItemWhoseResultIsWantedLaterIsSubmittedAfterARestartToo() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, scene.item("a", new PutOptions(null, 50, "k", 0), null));
        queue.submit(item, 100);
        queue = restart();
        assertThat(queue.items().submission(item.id()).ttl()).isEqualTo(100);
        scene.after(50);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aTimeThatWasMadeLongerIsSoAfterARestart() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, scene.submission("a", KEYED, 100));
        queue.submit(item, 200);
        queue = restart();
        assertThat(queue.items().submission(item.id()).ttl()).isEqualTo(200);
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), QueueScene.bytes("r"));
        recorder.turnOver();
        scene.after(50);
        queue.submit(queue.items().keyed(KEYED.key()), 300);
        queue = restart();
        scene.after(249);
        assertThat(queue.items().submission(item.id()).ttl()).isEqualTo(300);
        scene.after(1);
        assertThat(queue.items().submission(item.id())).isNull();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aTimeThatWasMadeLongerAfterARestartIsSoAfterTheNext() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, scene.submission("a", KEYED, 100));
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), QueueScene.bytes("r"));
        queue = restart();
        queue.submit(queue.items().keyed(KEYED.key()), 200);
        queue = restart();
        scene.after(199);
        assertThat(queue.items().submission(item.id())).isNotNull();
        scene.after(1);
        assertThat(queue.items().submission(item.id())).isNull();
    }

    @Test
    void memoryIsFreeWhenKeyedItemsHaveEnded() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, scene.item("a", KEYED, null));
        queue.submit(queue.items().keyed(KEYED.key()), 0);
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), new byte[0]);
        scene.after(1);
        assertThat(scene.usedByItems()).isZero();
    }
}
