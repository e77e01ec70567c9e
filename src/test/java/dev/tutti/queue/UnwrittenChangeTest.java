package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;

/** Where memory is short, an item is not left to the journal before the journal has its last change. */
class UnwrittenChangeTest {

    private static final long SMALL = 10_000;
    /** More than half of the memory. */
    private static final int LARGE = 6_000;
    /** An item that is worth dropping. */
    private static final String BODY = "a".repeat(500);

    private final Recorder recorder = new Recorder(SMALL);
    private final QueueScene scene = recorder.start(new MapJournal(), 1000);
    /** All of its items may be dropped. */
    private final WorkQueue queue = scene.queues.named("ranked");

    private final Holder holder = scene.holder("h");

    /** An item whose commit, the next one, has bodies dropped when it is written. */
    private void putLarge() {
        scene.put(queue, "b".repeat(LARGE));
        recorder.turnOverUnwritten();
    }

    @Test
    void aReleasedItemHasItsAttemptsAndItsPlace() {
        scene.put(queue, BODY);
        Item item = queue.take(holder, 0);
        recorder.turnOver();
        putLarge();
        queue.release(holder, item.id(), 0);
        recorder.turnOverUnwritten();
        recorder.writeNext();
        Item again = queue.take(holder, 0);
        assertThat(again.id()).isEqualTo(item.id());
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.order()).isEqualTo(item.order()).isNegative();
    }

    @Test
    void anItemWhoseDelayHasEndedHasItsPlace() {
        Item delayed = scene.putDelayed(queue, BODY, 10);
        recorder.turnOver();
        putLarge();
        scene.after(10);
        recorder.turnOverUnwritten();
        recorder.writeNext();
        assertThat(queue.items().find(delayed.id())).isSameAs(delayed);
        recorder.write();
        assertThat(queue.items().find(delayed.id()))
                .as("nobody waits for the end of a delay")
                .isSameAs(delayed);
        scene.put(queue, "c");
        recorder.turnOver();
        assertThat(queue.items().find(delayed.id())).as("by now all is written").isNotSameAs(delayed);
    }

    @Test
    void whatIsWrittenIsDropped() {
        scene.put(queue, BODY);
        Item item = queue.take(holder, 0);
        queue.release(holder, item.id(), 0);
        recorder.turnOver();
        putLarge();
        recorder.write();
        assertThat(queue.canDeliver()).isFalse();
        scene.waitToGet(queue, holder, "getter", 1);
        scene.endRead.run();
        Item again = queue.items().inFlight(item.id());
        assertThat(again).isNotSameAs(item);
        assertThat(again.id()).isEqualTo(item.id());
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.order()).isEqualTo(item.order());
    }
}
