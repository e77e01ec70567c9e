package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Put and get, and their waiters; most cases are CPython's, from test_queues.py. */
class WorkQueuePutGetTest {

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    @Test
    void getsInTheOrderOfPuts() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        scene.put(queue, "b");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("a");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("b");
        assertThat(queue.size()).isZero();
    }

    @Test
    void idsGrowOverAllQueues() {
        long first = scene.put(scene.queue("q", 0, 0), "a").id();
        long second = scene.put(scene.queue("r", 0, 0), "b").id();
        assertThat(second).isGreaterThan(first).isPositive();
    }

    @Test
    void isFullAtMaxSizeAndNotBefore() {
        WorkQueue queue = scene.queue("q", 2, 0);
        scene.put(queue, "a");
        assertThat(queue.hasRoom()).isTrue();
        scene.put(queue, "b");
        assertThat(queue.hasRoom()).isFalse();
    }

    @Test
    void withoutMaxSizeThereIsAlwaysRoom() {
        WorkQueue queue = scene.queue("q", 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(queue.hasRoom()).isTrue();
            scene.put(queue, "item");
        }
    }

    @Test
    void whatIsInFlightTakesNoRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        queue.take(worker, 0);
        assertThat(queue.hasRoom()).isTrue();
    }

    @Test
    void waitingGettersAreServedInArrivalOrder() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        scene.put(queue, "a");
        scene.put(queue, "b");
        assertThat(scene.log).containsExactly("first got [a]", "second got [b]");
        assertThat(queue.size()).isZero();
    }

    @Test
    void waitingPuttersEnterInArrivalOrder() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        scene.waitToPut(queue, "c");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("a");
        assertThat(scene.log).containsExactly("put b");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("b");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("c");
        assertThat(scene.log).containsExactly("put b", "put c");
    }

    @Test
    void anItemThatWaitsForRoomHasNoIdAndCountsAsNothing() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        Item waiting = scene.item("b");
        queue.awaitRoom(new QueueScene.User("putter"), waiting, scene.told("putter", taken -> {}));
        assertThat(waiting.id()).isZero();
        assertThat(queue.size()).isOne();
        assertThat(queue.stats().unfinished()).isOne();
        assertThat(queue.stats().putters()).isOne();
    }

    @Test
    void idsAreGivenInTheOrderOfEntering() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        Item waiting = scene.item("b");
        queue.awaitRoom(new QueueScene.User("putter"), waiting, scene.told("putter", taken -> {}));
        long other = scene.put(scene.queue("r", 0, 0), "x").id();
        queue.take(worker, 0);
        assertThat(waiting.id()).isGreaterThan(other);
    }

    @Test
    void aGetterThatLeftIsPassedOver() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Wait first = scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        first.withdraw();
        scene.put(queue, "a");
        assertThat(scene.log).containsExactly("second got [a]");
    }

    @Test
    void gettersThatLeftLeaveTheItemBehind() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Wait first = scene.waitToGet(queue, "first");
        Wait second = scene.waitToGet(queue, "second");
        first.withdraw();
        second.withdraw();
        scene.put(queue, "a");
        assertThat(scene.log).isEmpty();
        assertThat(QueueScene.ready(queue)).containsExactly("a");
        assertThat(queue.stats().getters()).isZero();
    }

    @Test
    void aPutterThatLeftPutsNothing() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        Wait b = scene.waitToPut(queue, "b");
        scene.waitToPut(queue, "c");
        b.withdraw();
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put c");
        assertThat(QueueScene.ready(queue)).containsExactly("c");
    }

    @Test
    void aPutterThatLeftGivesItsMemoryBack() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item a = scene.put(queue, "a");
        scene.waitToPut(queue, "long item").withdraw();
        assertThat(scene.usedByItems()).isEqualTo(a.bytes());
    }

    @Test
    void countTakesWhatIsReadyAndWaitsForNoMore() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        scene.put(queue, "b");
        scene.put(queue, "c");
        assertThat(QueueScene.texts(queue.take(worker, 2, 0))).containsExactly("a", "b");
        assertThat(QueueScene.texts(queue.take(worker, 2, 0))).containsExactly("c");
    }

    @Test
    void countTakesNothingOfThoseWhoWaitForRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        assertThat(QueueScene.texts(queue.take(worker, 10, 0))).containsExactly("a");
        assertThat(QueueScene.ready(queue)).containsExactly("b");
    }

    @Test
    void aWaiterWithCountIsServedByTheFirstItem() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.waitToGet(queue, worker, "worker", 5);
        scene.put(queue, "a");
        scene.put(queue, "b");
        assertThat(scene.log).containsExactly("worker got [a]");
        assertThat(QueueScene.ready(queue)).containsExactly("b");
    }

    @Test
    void severalItemsThatComeBackAtOnceServeAWaiterWithCount() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 2, 0);
        scene.waitToGet(queue, scene.holder("other"), "other", 5);
        scene.queues.departures().close(worker);
        assertThat(scene.log).containsExactly("other got [a, b]");
    }

    @Test
    void aPutterMeetsAGetterThroughAFullQueue() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("a");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("b");
        scene.waitToGet(queue, "later");
        scene.put(queue, "c");
        assertThat(scene.log).containsExactly("put b", "later got [c]");
    }

    @Test
    void peekTakesNothing() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        scene.put(queue, "b");
        assertThat(QueueScene.texts(queue.bodies().peek(1))).containsExactly("a");
        assertThat(QueueScene.texts(queue.bodies().peek(9))).containsExactly("a", "b");
        assertThat(queue.take(worker, 0).attempts()).isOne();
        assertThat(QueueScene.texts(queue.bodies().peek(9))).isEqualTo(List.of("b"));
    }

    @Test
    void theItemsOfOneReplyHaveTheirRoomAtMostUnlessItIsOne() {
        ReplyRoom room = new ReplyRoom(32);
        QueueScene narrow = new QueueScene(room);
        WorkQueue queue = narrow.queue("q", 0, 0);
        Item a = narrow.put(queue, "x".repeat(20));
        Item b = narrow.put(queue, "x".repeat(20));
        Item c = narrow.put(queue, "x".repeat(33));
        Holder holder = narrow.holder("h");
        assertThat(queue.bodies().peek(3)).containsExactly(a);
        for (Item next : List.of(a, b, c)) {
            room.renew();
            assertThat(queue.take(holder, 3, 0)).containsExactly(next);
        }
    }
}
