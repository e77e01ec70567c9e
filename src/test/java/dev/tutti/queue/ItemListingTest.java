package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.queue.ItemView.State;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** The steps in which a page of items is made. */
class ItemListingTest {

    private static final int MANY = 2_000;

    private final QueueScene scene = new QueueScene();
    private final Holder holder = scene.holder("worker");
    private int steps;

    private WorkQueue inFlight(int idsApart) {
        WorkQueue queue = scene.queue("q", 0, 0);
        WorkQueue other = scene.queue("other", 0, 0);
        for (int i = 0; i < MANY; i++) {
            scene.put(queue, "item");
            for (int between = 1; between < idsApart; between++) {
                scene.put(other, "item");
            }
            queue.take(holder, 0);
        }
        return queue;
    }

    /** Does something behind each step, which is told its number. */
    private List<Long> ids(ItemListing listing, IntConsumer behindStep) {
        listing.begin(true);
        for (steps = 1; listing.step(); steps++) {
            behindStep.accept(steps);
        }
        return listing.shown().here().stream().map(ItemView::id).toList();
    }

    private List<Long> ids(ItemListing listing) {
        return ids(listing, step -> {});
    }

    @Test
    void aPageAmongManyItemsInFlightLooksAtFew() {
        WorkQueue queue = inFlight(1);
        assertThat(ids(queue.inspection().page(null, 3, 1000))).containsExactly(1001L, 1002L, 1003L);
        assertThat(steps).isLessThan(8);
        assertThat(ids(queue.inspection().page(State.INFLIGHT, 3, MANY - 2))).containsExactly(MANY - 1L, (long) MANY);
        assertThat(steps).isLessThan(8);
        assertThat(ids(queue.inspection().page(null, 3, MANY))).isEmpty();
        assertThat(steps).isLessThan(8);
    }

    @Test
    void ifTheIdsAreFarApartEachStepLooksAtFew() {
        WorkQueue queue = inFlight(50);
        assertThat(ids(queue.inspection().page(null, 100, 50))).hasSize(100).startsWith(51L, 101L, 151L);
        assertThat(steps).isBetween(MANY / 64, 4 * MANY / 64);
    }

    @Test
    void oneItemIsFoundInFewSteps() {
        WorkQueue queue = inFlight(50);
        assertThat(ids(queue.inspection().of(5001))).containsExactly(5001L);
        assertThat(steps).isLessThan(4);
        assertThat(ids(queue.inspection().of(5002))).isEmpty();
        assertThat(steps).isLessThan(8);
    }

    @Test
    void aPageWhoseItemsHaveGoneIsFollowedByTheNext() {
        WorkQueue queue = inFlight(1);
        List<Long> listed = ids(queue.inspection().page(State.INFLIGHT, 3, 0), step -> {
            if (step == 1) {
                List.of(1L, 2L, 3L).forEach(id -> queue.done(holder, id, new byte[0]));
            }
        });
        assertThat(listed).containsExactly(4L, 5L, 6L);
    }

    @Test
    void anItemThatIsMetPackedAndEndsBehindThatIsNotListed() {
        WorkQueue queue = scene.queue("q", Kind.FAIR);
        for (int i = 0; i < 100; i++) {
            scene.put(queue, scene.item("item", PutOptions.of(null, null, "g" + i), null));
        }
        for (int i = 0; i < MANY; i++) {
            scene.put(queue, scene.item("item", PutOptions.of(null, null, "last"), null));
        }
        List<Long> listed = ids(queue.inspection().page(State.READY, MANY, 999), step -> {
            if (step == 1) {
                queue.cancel(queue.items().find(1000));
            }
        });
        assertThat(steps).isGreaterThan(5);
        assertThat(listed).startsWith(1001L, 1002L).endsWith(MANY + 100L);
    }

    @Test
    void nothingIsToldToOneThatHasEnded() {
        WorkQueue queue = inFlight(1);
        ItemListing listing = queue.inspection().page(null, 10, 0);
        assertThat(ids(listing)).hasSize(10);
        ShownItems shown = listing.shown();
        ItemListing givenUp = queue.inspection().page(null, 10, 0);
        givenUp.begin(true);
        givenUp.giveUp();
        queue.done(holder, 1, new byte[0]);
        assertThat(listing.shown()).isSameAs(shown);
        assertThat(queue).extracting("watchers").isNull();
    }
}
