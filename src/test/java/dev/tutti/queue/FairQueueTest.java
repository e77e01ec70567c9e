package dev.tutti.queue;

import static dev.tutti.queue.QueueScene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** KIND fair and GROUPLIMIT: groups take turns, and nobody waits to get while an item may be delivered. */
class FairQueueTest {

    private static final byte[] NOTHING = {};
    private static final QueueConfig FAIR = new QueueConfig(Kind.FAIR, 0, 0, 3);

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    private WorkQueue queue(int groupLimit) {
        return scene.queue("q", FAIR.with(QueueSetting.GROUPLIMIT, groupLimit));
    }

    /** Puts items whose first letters are their groups; an item named 0 is in the empty group. */
    private void put(WorkQueue queue, String... bodies) {
        for (String body : bodies) {
            put(queue, body, 0);
        }
    }

    private Item put(WorkQueue queue, String body, long delay) {
        String group = body.startsWith("0") ? null : body.substring(0, 1);
        return scene.put(queue, scene.item(body, new PutOptions(null, delay, null, 0, group), null));
    }

    private List<String> takeAll(WorkQueue queue) {
        List<String> taken = new ArrayList<>();
        while (queue.canDeliver()) {
            taken.add(text(queue.take(worker, 0)));
        }
        return taken;
    }

    // ---- turns

    @Test
    void groupsTakeTurnsAndAGroupKeepsItsOrder() {
        WorkQueue queue = queue(0);
        put(queue, "a1", "a2", "a3", "b1", "01", "02");
        assertThat(takeAll(queue)).containsExactly("a1", "b1", "01", "a2", "02", "a3");
    }

    @Test
    void aNewGroupComesLastAndAGroupThatWasEmptyIsNew() {
        WorkQueue queue = queue(0);
        put(queue, "a1", "a2", "b1");
        assertThat(text(queue.take(worker, 0))).isEqualTo("a1");
        assertThat(text(queue.take(worker, 0))).isEqualTo("b1");
        put(queue, "c1", "b2");
        assertThat(takeAll(queue)).containsExactly("a2", "c1", "b2");
    }

    @Test
    void anItemThatComesBackIsTheNextOfItsGroupAndWaitsForItsTurn() {
        WorkQueue queue = queue(0);
        put(queue, "a1", "a2", "b1", "b2");
        Item first = queue.take(worker, 0);
        queue.release(worker, first.id(), 0);
        assertThat(takeAll(queue)).containsExactly("b1", "a1", "b2", "a2");
    }

    @Test
    void allItemsOfAClosedConnectionComeBackInTheirOrder() {
        WorkQueue queue = queue(0);
        put(queue, "a1", "a2", "a3", "b1", "b2");
        Holder lost = scene.holder("lost");
        queue.take(lost, 4, 0);
        scene.queues.departures().close(lost);
        assertThat(takeAll(queue)).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void anItemWhoseDelayIsOverIsTheLastOfItsGroup() {
        WorkQueue queue = queue(0);
        put(queue, "a1", 5);
        put(queue, "a2", "b1");
        scene.after(5);
        assertThat(takeAll(queue)).containsExactly("a2", "b1", "a1");
    }

    @Test
    void aDeliveryWithCountTakesTurnsAndPutsBackTheItemThatDoesNotFit() {
        WorkQueue queue = queue(1);
        put(queue, "a1", "b1", "a2");
        assertThat(queue.take(worker, 9, 0)).extracting(QueueScene::text).containsExactly("a1", "b1");
        QueueScene small = new QueueScene(new ReplyRoom(300));
        WorkQueue narrow = small.queue("q", FAIR.with(QueueSetting.GROUPLIMIT, 1));
        for (String group : List.of("a", "b", "c")) {
            small.put(narrow, small.item("x".repeat(120) + group, new PutOptions(null, 0, null, 0, group), null));
        }
        assertThat(narrow.take(small.holder("h"), 9, 0)).hasSize(1);
        assertThat(QueueScene.ready(narrow)).allMatch(body -> !body.endsWith("a"));
        small.turn(1);
        assertThat(text(narrow.take(small.holder("i"), 0))).endsWith("b");
    }

    @Test
    void peekShowsTheTurnsAndChangesNothing() {
        WorkQueue queue = queue(0);
        put(queue, "a1", "a2", "a3", "b1");
        assertThat(QueueScene.ready(queue)).containsExactly("a1", "b1", "a2", "a3");
        assertThat(QueueScene.ready(queue)).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void aLongGroupIsShownInTurnsWithAShortOne() {
        WorkQueue queue = queue(0);
        IntStream.range(0, 2_000).forEach(i -> put(queue, "a" + i));
        put(queue, "b");
        List<String> expected =
                new ArrayList<>(IntStream.range(0, 2_000).mapToObj(i -> "a" + i).toList());
        expected.add(1, "b");
        assertThat(QueueScene.ready(queue)).isEqualTo(expected);
        assertThat(takeAll(queue)).isEqualTo(expected);
    }

    // ---- the limit

    @Test
    void withALimitOfOneAGroupIsWorkedOnOneAfterAnother() {
        WorkQueue queue = queue(1);
        put(queue, "a1", "a2", "b1");
        Item first = queue.take(worker, 0);
        assertThat(takeAll(queue)).containsExactly("b1");
        assertThat(queue.size()).isEqualTo(1);
        queue.done(worker, first.id(), NOTHING);
        assertThat(takeAll(queue)).containsExactly("a2");
    }

    @Test
    void aGetterIsServedAsSoonAsALimitAllowsIt() {
        WorkQueue queue = queue(1);
        put(queue, "a1", "a2");
        Item first = queue.take(worker, 0);
        scene.waitToGet(queue, "getter");
        assertThat(scene.log).isEmpty();
        queue.done(worker, first.id(), NOTHING);
        assertThat(scene.log).containsExactly("getter got [a2]");
        scene.waitToGet(queue, "another");
        put(queue, "a3");
        assertThat(scene.log).hasSize(1);
        put(queue, "b1");
        assertThat(scene.log).containsExactly("getter got [a2]", "another got [b1]");
    }

    @Test
    void theLimitIsOpenAgainAfterAFailureARetryOfAReleaseAndALeaseThatEnded() {
        WorkQueue queue = queue(1);
        put(queue, "a1", "a2");
        Item item = queue.take(worker, 0);
        queue.fail(worker, item.id(), Failure.of(NOTHING));
        item = queue.take(worker, 0);
        assertThat(text(item)).isEqualTo("a1");
        queue.release(worker, item.id(), 5);
        assertThat(text(queue.take(worker, 7)))
                .as("a delayed item is not in flight")
                .isEqualTo("a2");
        scene.after(5);
        assertThat(queue.canDeliver()).isFalse();
        scene.after(2);
        assertThat(takeAll(queue)).containsExactly("a2");
    }

    @Test
    void aCancelledItemCountsUntilItsHolderHasBeenTold() {
        WorkQueue queue = queue(1);
        put(queue, "a1", "a2");
        Item first = queue.take(worker, 0);
        queue.cancel(first);
        assertThat(queue.canDeliver()).isFalse();
        queue.endCancelled(worker, first.id());
        assertThat(takeAll(queue)).containsExactly("a2");
    }

    @Test
    void itemsOfAGroupAtItsLimitCanBeMovedCancelledAndPurged() {
        WorkQueue queue = queue(1);
        WorkQueue other = scene.queue("other", Kind.FIFO);
        put(queue, "a1", "a2", "a3", "b1", "a4");
        queue.take(worker, 0);
        assertThat(QueueScene.ready(queue)).containsExactly("b1", "a2", "a3", "a4");
        assertThat(queue.cancel(queue.items().find(3))).isTrue();
        assertThat(QueueScene.move(queue, other, 2)).isEqualTo(2);
        assertThat(QueueScene.ready(other)).containsExactly("b1", "a2");
        assertThat(QueueScene.purge(queue)).isEqualTo(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void anotherLimitHoldsAtOnce() {
        WorkQueue queue = queue(1);
        put(queue, "a1", "a2", "a3", "b1", "b2");
        queue.take(worker, 9, 0);
        scene.waitToGet(queue, "getter");
        scene.queues.alter("q", FAIR.with(QueueSetting.GROUPLIMIT, 2));
        assertThat(scene.log).containsExactly("getter got [a2]");
        assertThat(takeAll(queue)).containsExactly("b2");
        scene.queues.alter("q", FAIR.with(QueueSetting.GROUPLIMIT, 0));
        assertThat(takeAll(queue)).containsExactly("a3");
        put(queue, "c1", "c2", "c3");
        queue.take(worker, 0);
        scene.queues.alter("q", FAIR.with(QueueSetting.GROUPLIMIT, 1));
        assertThat(queue.canDeliver()).isFalse();
        assertThat(queue.size()).isEqualTo(2);
    }

    // ---- through other queues, and memory

    @Test
    void aGroupStaysWithItsItemThroughTheDeadLetterQueue() {
        WorkQueue queue = queue(0);
        put(queue, "a1", "b1");
        for (int i = 0; i < 3; i++) {
            queue.fail(worker, queue.take(worker, 0).id(), Failure.of(NOTHING));
            queue.fail(worker, queue.take(worker, 0).id(), Failure.of(NOTHING));
        }
        WorkQueue dead = scene.queues.existing("q.dead");
        assertThat(QueueScene.ready(dead)).containsExactly("a1", "b1");
        put(queue, "a2", "a3");
        assertThat(QueueScene.move(dead, queue, 9)).isEqualTo(2);
        assertThat(takeAll(queue)).containsExactly("a2", "b1", "a3", "a1");
    }

    @Test
    void aGroupTakesMemoryOnlyWhileItHasItems() {
        WorkQueue queue = queue(1);
        long empty = scene.memory.used();
        put(queue, "a1", "b1", "01");
        List<Item> items = queue.take(worker, 9, 0);
        items.forEach(item -> queue.done(worker, item.id(), NOTHING));
        assertThat(scene.memory.used()).isEqualTo(empty);
        put(queue, "a1", "b1");
        QueueScene.purge(queue);
        assertThat(scene.memory.used()).isEqualTo(empty);
    }
}
