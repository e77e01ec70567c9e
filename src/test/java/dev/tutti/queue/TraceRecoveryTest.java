package dev.tutti.queue;

import static dev.tutti.queue.QueueScene.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an item keeps of its past is there after the end of a server, and where memory is short. */
class TraceRecoveryTest {

    private static final long MAX_MEMORY = 60_000;

    private final Recorder recorder = new Recorder(MAX_MEMORY);
    private QueueScene scene = recorder.start(new MapJournal(), 1000);

    private WorkQueue restart(String queue) {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), scene.timers.now() + 500);
        return scene.queues.named(queue);
    }

    private WorkQueue queue(int attempts) {
        return scene.queue("q", new QueueConfig(Kind.FIFO, 0, 0, attempts));
    }

    private List<ItemView> items(WorkQueue queue, int count, long after) {
        ItemListing listing = queue.inspection().page(null, count, after);
        listing.begin(false);
        while (listing.step()) {}
        ShownItems page = listing.shown();
        if (!page.areHere()) {
            boolean[] ended = new boolean[1];
            page.read((views, failure) -> ended[0] = failure == null);
            while (!ended[0]) {
                scene.endRead.run();
            }
        }
        return page.here();
    }

    /** The number of records that the journal has. */
    private long records() {
        return recorder.journal().read((key, value) -> {});
    }

    private static String past(ItemView view) {
        ItemTrace trace = view.trace();
        return view.state() + " " + view.attempts() + " " + text(trace.error()) + " " + text(trace.progress()) + " "
                + trace.from();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : QueueScene.text(bytes);
    }

    @Test
    void errorProgressAttemptsAndTheTimeOfThePutAreThereAfterAKill() {
        WorkQueue queue = queue(3);
        Item item = scene.put(queue, "a");
        Long put = items(queue, 1, 0).get(0).put();
        scene.turn(70);
        scene.put(queue, "b");
        Holder holder = scene.holder("h");
        queue.take(holder, 0);
        queue.touch(holder, item.id(), bytes("half"), WorkQueue.SAME_LEASE);
        queue.fail(holder, item.id(), Failure.of(bytes("why")));
        queue.take(holder, 0);
        queue = restart("q");
        ItemView view = items(queue, 1, 0).get(0);
        assertThat(past(view)).isEqualTo("READY 2 why half null");
        assertThat(view.put()).isEqualTo(put);
        assertThat(items(queue, 9, 0).get(1).put()).isEqualTo(put + 70);
        queue.take(scene.holder("h"), 0);
        restart("q");
        assertThat(past(items(scene.queues.named("q.dead"), 1, 0).get(0)))
                .isEqualTo("DEAD 3 the server ended meanwhile, and it is out of attempts half q");
        Long died = items(scene.queues.named("q.dead"), 1, 0).get(0).since();
        assertThat(items(restart("q.dead"), 1, 0).get(0).since())
                .isEqualTo(died)
                .isEqualTo(put + 1_070);
    }

    @Test
    void whatIsShownOfResultsAndOfDetachedItemsIsTheSameAfterAKill() {
        WorkQueue queue = scene.queue("q", new QueueConfig(Kind.PRIORITY, 0, 0, 2));
        scene.put(queue, "unfinished");
        Holder holder = scene.holder("h");
        long held = 0;
        for (String body : List.of("done", "failed", "cancelled", "held")) {
            scene.turn(10);
            scene.put(queue, scene.submission(body, new PutOptions(-7L, 0, "key of " + body, 0), 100_000));
            scene.turn(10);
            long id = queue.take(holder, 0).id();
            queue.release(holder, id, 0);
            scene.turn(10);
            queue.take(holder.detached(), 50_000);
            switch (body) {
                case "done" -> queue.done(holder, id, bytes("r"));
                case "failed" -> queue.fail(holder, id, new Failure(bytes("why"), 0, false));
                case "cancelled" -> queue.cancel(queue.items().find(id));
                default -> {
                    scene.turn(10);
                    queue.touch(holder, id);
                    held = id;
                }
            }
        }
        scene.turn(10);
        List<ItemView> before = items(queue, 9, 0);
        assertThat(before).extracting(ItemView::state).doesNotHaveDuplicates().hasSize(5);
        List<ItemView> after = items(restart("q"), 9, 0);
        assertThat(after)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("holder", "lease", "key")
                .isEqualTo(before);
        assertThat(after).extracting(ItemView::lease).endsWith(49_490L);
        assertThat(after)
                .extracting(ItemView::key)
                .containsExactly(null, "key of done", "key of failed", null, "key of held");
        assertThat(scene.timers.now()
                        - scene.queues.named("q").items().inFlight(held).lease().since())
                .isEqualTo(520);
    }

    @Test
    void deadItemsWhoseBodiesAreDroppedStillTellWhyTheyFailed() {
        WorkQueue queue = queue(1);
        Holder holder = scene.holder("h");
        for (int i = 1; i <= 1000; i++) {
            Item item = scene.put(queue, "body " + i);
            queue.take(holder, 0);
            queue.fail(holder, item.id(), Failure.of(bytes("failure " + i)));
            recorder.turnOver();
        }
        assertThat(scene.memory.used()).isLessThan(MAX_MEMORY);
        WorkQueue dead = scene.queues.named("q.dead");
        assertFailures(dead);
        assertFailures(restart("q.dead"));
        WorkQueue moved = scene.queues.named("again");
        QueueScene.move(scene.queues.named("q.dead"), moved, 1000);
        recorder.turnOver();
        assertThat(items(moved, 1, 0).get(0).trace().error()).isEqualTo(bytes("failure 1"));
        assertThat(items(restart("again"), 1000, 0))
                .hasSize(1000)
                .last()
                .satisfies(last -> assertThat(last.trace().error()).isEqualTo(bytes("failure 1000")));
        QueueScene.purge(scene.queues.named("again"));
        recorder.turnOver();
        assertThat(records()).isEqualTo(1); // the settings of q
    }

    private void assertFailures(WorkQueue dead) {
        List<ItemView> views = items(dead, 1000, 0);
        assertThat(views).hasSize(1000);
        for (int i = 1; i <= 1000; i++) {
            assertThat(past(views.get(i - 1))).isEqualTo("DEAD 1 failure " + i + " null q");
        }
    }

    @Test
    void nothingIsLeftInTheJournalOfItemsThatHaveEnded() {
        WorkQueue queue = queue(3);
        Holder holder = scene.holder("h");
        recorder.turnOver();
        long before = records();
        for (int i = 0; i < 4; i++) {
            scene.put(queue, "a");
            Item item = queue.take(holder, 0);
            queue.touch(holder, item.id(), bytes("half"), WorkQueue.SAME_LEASE);
            if (i == 0) {
                queue.done(holder, item.id(), bytes("r"));
            } else if (i == 1) {
                queue.cancel(item);
                queue.endCancelled(holder, item.id());
            } else {
                queue.fail(holder, item.id(), Failure.of(bytes("why")));
            }
            recorder.turnOver();
        }
        QueueScene.purge(queue);
        recorder.turnOver();
        assertThat(records()).isEqualTo(before);
    }
}
