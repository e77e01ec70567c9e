package dev.tutti.queue;

import static dev.tutti.queue.QueueScene.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where memory is short the bodies of ready items are left to the journal, and nobody notices. */
class SpillTest {

    private static final long MAX_MEMORY = 100_000;
    /** As many as memory has room for many times over. */
    private static final int MANY = 5_000;

    private final RecordingStore store = new RecordingStore();
    private final QueueScene tight = new QueueScene(store, MAX_MEMORY);
    private final QueueScene roomy = new QueueScene();

    @BeforeEach
    void readFromTheStore() {
        tight.endRead = store::endRead;
    }

    /** Delivers the next item when its body is here. */
    private Item take(WorkQueue queue, Holder holder) {
        tight.await(queue, 1);
        return queue.take(holder, 0);
    }

    private List<String> allReady(WorkQueue queue) {
        tight.await(queue, Integer.MAX_VALUE);
        return ready(queue);
    }

    private static WorkQueue queue(QueueScene scene, Kind kind) {
        return scene.queue("q", kind);
    }

    private void fill(WorkQueue queue, int count) {
        for (int i = 1; i <= count; i++) {
            tight.put(queue, "item " + i);
            store.write();
        }
    }

    @Test
    void aLongQueueStaysWithinItsMemory() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        fill(queue, MANY);
        assertThat(queue.size()).isEqualTo(MANY);
        assertThat(tight.memory.used()).isLessThan(MAX_MEMORY);
    }

    @Test
    void nothingIsLeftToTheJournalBeforeItIsWritten() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        for (int i = 0; i < MANY; i++) {
            tight.put(queue, "item");
        }
        Holder holder = tight.holder("h");
        while (queue.size() > 0) {
            queue.take(holder, 0);
        }
        assertThat(store.read()).isZero();
    }

    @Test
    void whatEndsGivesItsMemoryBack() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        fill(queue, MANY);
        Holder holder = tight.holder("h");
        for (int i = 0; i < MANY / 2; i++) {
            queue.done(null, take(queue, holder).id(), new byte[0]);
        }
        assertThat(queue.cancel(queue.items().find(MANY))).isTrue();
        assertThat(queue.cancel(queue.items().find(MANY / 2 + 1000))).isTrue();
        assertThat(QueueScene.purge(queue)).isEqualTo(MANY / 2 - 2);
        assertThat(tight.usedByItems()).isZero();
        assertThat(store.size()).isZero();
    }

    @Test
    void whatIsPeekedAtStaysWhereItIs() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        fill(queue, MANY);
        long used = tight.memory.used();
        assertThat(allReady(queue)).hasSize(MANY).startsWith("item 1", "item 2").endsWith("item " + MANY);
        queue.bodies().lookedAt();
        assertThat(tight.memory.used()).isLessThanOrEqualTo(used);
    }

    @Test
    void anItemThatSomebodyAwaitsStaysInMemory() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        fill(queue, MANY);
        Item submitted = tight.submit(queue, "wanted", 1000);
        fill(queue, MANY);
        assertThat(queue.items().find(submitted.id())).isSameAs(submitted);
    }

    @Test
    void anItemThatStaysInMemoryDoesNotKeepThoseBehindItThere() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        for (int i = 0; i < MANY / 100; i++) {
            tight.submit(queue, "wanted", 1000);
            fill(queue, 100);
        }
        assertThat(tight.memory.used()).isLessThan(MAX_MEMORY);
        assertThat(allReady(queue)).startsWith("wanted", "item 1").hasSize(MANY + MANY / 100);
        Item submitted = tight.submit(queue, "wanted, but cancelled", 1000);
        fill(queue, MANY);
        assertThat(queue.cancel(submitted)).isTrue();
        assertThat(QueueScene.purge(queue)).isEqualTo(2 * MANY + MANY / 100);
        tight.after(1000);
        assertThat(tight.usedByItems()).isZero();
        assertThat(store.size()).isZero();
    }

    @Test
    void anItemThatTheJournalHasLostFailsThoseWhoNeedItUntilItIsCancelled() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        fill(queue, MANY);
        store.ended(2000);
        Holder holder = tight.holder("h");
        for (int id = 1; id < 2000; id++) {
            queue.done(null, take(queue, holder).id(), new byte[0]);
        }
        for (int i = 0; i < 2; i++) {
            tight.turn(1);
            tight.waitToGet(queue, "getter");
            store.endRead();
            assertThat(tight.log).containsExactly("getter cannot read: item 2000 is not in the journal");
            tight.log.clear();
        }
        assertThat(store.unreadable).isNotEmpty().containsOnly("item 2000 is not in the journal");
        assertThat(queue.cancel(queue.items().find(2000))).isTrue();
        tight.turn(1);
        assertThat(take(queue, holder).id()).isEqualTo(2001);
    }

    @Test
    void itIsGotInItsTurn() {
        WorkQueue queue = queue(tight, Kind.FIFO);
        fill(queue, MANY);
        Item submitted = tight.submit(queue, "wanted", 1000);
        fill(queue, MANY);
        Holder holder = tight.holder("h");
        for (int i = 1; i <= MANY; i++) {
            queue.done(null, take(queue, holder).id(), new byte[0]);
        }
        assertThat(take(queue, holder)).isSameAs(submitted);
        assertThat(take(queue, holder).id()).isEqualTo(submitted.id() + 1);
    }

    /** The same at random with and without room in memory. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theOrderIsTheSame(Kind kind) {
        Random random = Seeds.random(kind.ordinal());
        List<WorkQueue> queues = List.of(queue(tight, kind), queue(roomy, kind));
        List<QueueScene> scenes = List.of(tight, roomy);
        List<Holder> holders = List.of(tight.holder("h"), roomy.holder("h"));
        for (int step = 0; step < 30_000; step++) {
            int what = random.nextInt(100);
            int number = random.nextInt(1_000_000);
            // It grows for a while, and shrinks for a while.
            boolean puts = what < (step / 5_000 % 2 == 0 ? 80 : 20);
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                seen.add(act(scenes.get(i), queues.get(i), holders.get(i), puts ? -1 : what % 10, step, number));
            }
            if (random.nextInt(3) == 0) {
                store.write();
            }
            if (random.nextInt(3) == 0) {
                store.endRead();
            }
            assertThat(seen.get(0)).as("step " + step).isEqualTo(seen.get(1));
        }
        assertThat(store.read()).isPositive();
        for (int i = 0; i < 2; i++) {
            assertThat(queues.get(i).core().counters().bytes())
                    .isEqualTo(scenes.get(i).usedByItems());
        }
        assertThat(allReady(queues.get(0))).isEqualTo(ready(queues.get(1)));
    }

    private static String act(QueueScene scene, WorkQueue queue, Holder holder, int what, int step, int number) {
        if (what == -1) {
            long priority = number % 3;
            Kind kind = queue.config().kind();
            PutOptions options = new PutOptions(
                    kind == Kind.PRIORITY ? priority : null, 0, null, 0, kind == Kind.FAIR ? "g" + number % 3 : null);
            String body = "item " + step;
            Item item = number % 10 == 0 ? scene.submission(body, options, 1000) : scene.item(body, options, null);
            return "put " + scene.put(queue, item).id();
        } else if (what == 0) {
            Item found = queue.items().find(1 + number % (step + 1));
            return "cancel " + (found != null && found.is(ItemState.READY) && queue.cancel(found));
        } else if (what == 1 && holder.size() > 0) {
            queue.release(holder, holder.held().get(0).id(), 0);
            return "release";
        } else if (what == 2 && number % 100 == 0) {
            return "purge " + QueueScene.purge(queue);
        } else if (what == 3 && queue.items().isPending(1 + number % (step + 1))) {
            return move(queue, 1 + number % (step + 1), number);
        } else if (what == 4) {
            scene.after(number % 2);
            return "later, " + queue.size() + " ready";
        } else if (queue.size() > 0) {
            scene.await(queue, 1);
            Item item = queue.take(holder, 0);
            String got = QueueScene.text(item) + " " + item.attempts();
            if (number % 2 == 0) {
                queue.done(item.holder(), item.id(), new byte[0]);
            }
            return got;
        }
        return "nothing";
    }

    /** The item gets another place, of which the record on the disk may not know when the body is read. */
    private static String move(WorkQueue queue, int id, int number) {
        if (number % 3 == 0) {
            queue.move(queue.items().pending(id), queue);
        } else if (number % 3 == 1 && queue.config().kind() == Kind.PRIORITY) {
            queue.reschedule(queue.items().pending(id), number % 5L, WorkQueue.SAME_TIME);
        } else {
            queue.reschedule(queue.items().pending(id), null, number % 7);
        }
        return "moved " + id;
    }
}
