package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report of items that a client has held for long without a lease. */
class HeldWatchTest {

    private final QueueScene scene = new QueueScene();
    private final WorkQueue queue = scene.queue("q", Kind.FIFO);
    private final Holder client = Holder.ofClient(new QueueScene.User("client"), item -> {});
    private final List<String> reported = new ArrayList<>();

    @BeforeEach
    void watch() {
        scene.queues.watch(
                100,
                (item, holder, millis, others) -> reported.add(
                        QueueScene.text(item) + " of " + holder.name() + " for " + millis + " and " + others));
    }

    private Item get(String body, Holder holder, long lease) {
        queue.put(scene.item(body, PutOptions.NORMAL, null));
        return queue.take(holder, lease);
    }

    @Test
    void eachItemIsReportedOnceWhenItsTimeIsOver() {
        get("a", client, 0);
        scene.after(60);
        get("b", client, 0);
        scene.after(39);
        assertThat(reported).isEmpty();
        scene.after(1);
        assertThat(reported).containsExactly("a of client for 100 and 0");
        scene.after(60);
        assertThat(reported).containsExactly("a of client for 100 and 0", "b of client for 100 and 0");
        get("c", client, 0);
        scene.after(99);
        assertThat(reported).hasSize(2);
        scene.after(1);
        assertThat(reported).hasSize(3).last().isEqualTo("c of client for 100 and 0");
        scene.after(10_000);
        assertThat(reported).hasSize(3);
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFinishedItemIsNotReported() {
        queue.done(null, get("a", client, 0).id(), new byte[0]);
        scene.after(1000);
        assertThat(reported).isEmpty();
    }

    @Test
    void leasesDetachedItemsAndConsumersAreNotReported() {
        get("a", client, 1000);
        get("b", client.detached(), 1000);
        get("c", scene.consumer("consumer"), 0);
        scene.after(500);
        assertThat(reported).isEmpty();
    }

    @Test
    void aClosedClientLeavesNoTimer() {
        get("a", client, 0);
        scene.queues.departures().close(client);
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void manyItemsAreTenReportsAndANumber() {
        for (int i = 0; i < 25; i++) {
            get("i" + i, client, 0);
        }
        scene.after(100);
        assertThat(reported).hasSize(10).last().isEqualTo("i9 of client for 100 and 15");
        scene.after(1000);
        assertThat(reported).hasSize(10);
    }

    @Test
    void zeroIsNever() {
        scene.queues.watch(0, (item, holder, millis, others) -> reported.add("reported"));
        get("a", client, 0);
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anotherTimeHoldsForItemsThatAreHeldAlready() {
        get("a", client, 0);
        scene.after(60);
        get("b", client, 0);
        scene.queues.watchAgain(50);
        assertThat(reported).containsExactly("a of client for 60 and 0");
        scene.after(50);
        assertThat(reported).hasSize(2).last().isEqualTo("b of client for 50 and 0");
        get("c", client, 0);
        scene.queues.watchAgain(200);
        scene.after(199);
        assertThat(reported).hasSize(2);
        scene.after(1);
        assertThat(reported).hasSize(3).last().isEqualTo("c of client for 200 and 0");
    }

    @Test
    void aTimeOfZeroEndsTheWatchAndAnotherBeginsItAgain() {
        get("a", client, 0);
        scene.queues.watchAgain(0);
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
        scene.queues.watchAgain(100);
        get("b", client, 0);
        scene.after(100);
        assertThat(reported).containsExactly("a of client for 100 and 0", "b of client for 100 and 0");
    }
}
