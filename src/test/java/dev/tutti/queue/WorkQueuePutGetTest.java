package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Put and get, and their waiters; most cases are CPython's, from test_queues.py. */
class WorkQueuePutGetTest {

    private final Party party = new Party();
    private final Holder worker = party.holder("worker");

    @Test
    void getsInTheOrderOfPuts() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.put(queue, "a");
        party.put(queue, "b");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(Party.text(queue.take(worker))).isEqualTo("a");
        assertThat(Party.text(queue.take(worker))).isEqualTo("b");
        assertThat(queue.hasReady()).isFalse();
    }

    @Test
    void idsGrowOverAllQueues() {
        long first = party.put(party.queue("q", 0, 0), "a").id();
        long second = party.put(party.queue("r", 0, 0), "b").id();
        assertThat(second).isGreaterThan(first).isPositive();
    }

    @Test
    void isFullAtMaxSizeAndNotBefore() {
        WorkQueue queue = party.queue("q", 2, 0);
        party.put(queue, "a");
        assertThat(queue.hasRoom()).isTrue();
        party.put(queue, "b");
        assertThat(queue.hasRoom()).isFalse();
    }

    @Test
    void withoutMaxSizeThereIsAlwaysRoom() {
        WorkQueue queue = party.queue("q", 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(queue.hasRoom()).isTrue();
            party.put(queue, "item");
        }
    }

    @Test
    void whatIsInFlightTakesNoRoom() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        queue.take(worker);
        assertThat(queue.hasRoom()).isTrue();
    }

    @Test
    void waitingGettersAreServedInArrivalOrder() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.waitToGet(queue, "first");
        party.waitToGet(queue, "second");
        party.put(queue, "a");
        party.put(queue, "b");
        assertThat(party.log).containsExactly("first got [a]", "second got [b]");
        assertThat(queue.hasReady()).isFalse();
    }

    @Test
    void waitingPuttersEnterInArrivalOrder() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        party.waitToPut(queue, "b");
        party.waitToPut(queue, "c");
        assertThat(Party.text(queue.take(worker))).isEqualTo("a");
        assertThat(party.log).containsExactly("put b");
        assertThat(Party.text(queue.take(worker))).isEqualTo("b");
        assertThat(Party.text(queue.take(worker))).isEqualTo("c");
        assertThat(party.log).containsExactly("put b", "put c");
    }

    @Test
    void anItemThatWaitsForRoomHasNoIdAndCountsAsNothing() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        Item waiting = party.item("b");
        queue.awaitRoom(waiting, taken -> {});
        assertThat(waiting.id()).isZero();
        assertThat(queue.size()).isOne();
        assertThat(queue.stats().unfinished()).isOne();
        assertThat(queue.stats().putters()).isOne();
    }

    @Test
    void idsAreGivenInTheOrderOfEntering() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        Item waiting = party.item("b");
        queue.awaitRoom(waiting, taken -> {});
        long other = party.put(party.queue("r", 0, 0), "x").id();
        queue.take(worker);
        assertThat(waiting.id()).isGreaterThan(other);
    }

    @Test
    void aGetterThatLeftIsPassedOver() {
        WorkQueue queue = party.queue("q", 0, 0);
        Wait first = party.waitToGet(queue, "first");
        party.waitToGet(queue, "second");
        first.withdraw();
        party.put(queue, "a");
        assertThat(party.log).containsExactly("second got [a]");
    }

    @Test
    void gettersThatLeftLeaveTheItemBehind() {
        WorkQueue queue = party.queue("q", 0, 0);
        Wait first = party.waitToGet(queue, "first");
        Wait second = party.waitToGet(queue, "second");
        first.withdraw();
        second.withdraw();
        party.put(queue, "a");
        assertThat(party.log).isEmpty();
        assertThat(Party.ready(queue)).containsExactly("a");
        assertThat(queue.stats().getters()).isZero();
    }

    @Test
    void aPutterThatLeftPutsNothing() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        Wait b = party.waitToPut(queue, "b");
        party.waitToPut(queue, "c");
        b.withdraw();
        queue.take(worker);
        assertThat(party.log).containsExactly("put c");
        assertThat(Party.ready(queue)).containsExactly("c");
    }

    @Test
    void aPutterThatLeftGivesItsMemoryBack() {
        WorkQueue queue = party.queue("q", 1, 0);
        Item a = party.put(queue, "a");
        party.waitToPut(queue, "long item").withdraw();
        assertThat(party.memory.used()).isEqualTo(a.bytes());
    }

    @Test
    void countTakesWhatIsReadyAndWaitsForNoMore() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.put(queue, "a");
        party.put(queue, "b");
        party.put(queue, "c");
        assertThat(Party.texts(queue.take(worker, 2))).containsExactly("a", "b");
        assertThat(Party.texts(queue.take(worker, 2))).containsExactly("c");
    }

    @Test
    void countTakesNothingOfThoseWhoWaitForRoom() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        party.waitToPut(queue, "b");
        assertThat(Party.texts(queue.take(worker, 10))).containsExactly("a");
        assertThat(Party.ready(queue)).containsExactly("b");
    }

    @Test
    void aWaiterWithCountIsServedByTheFirstItem() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.waitToGet(queue, worker, "worker", 5);
        party.put(queue, "a");
        party.put(queue, "b");
        assertThat(party.log).containsExactly("worker got [a]");
        assertThat(Party.ready(queue)).containsExactly("b");
    }

    @Test
    void severalItemsThatComeBackAtOnceServeAWaiterWithCount() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.put(queue, "a");
        party.put(queue, "b");
        queue.take(worker, 2);
        party.waitToGet(queue, party.holder("other"), "other", 5);
        party.queues.close(worker);
        assertThat(party.log).containsExactly("other got [a, b]");
    }

    @Test
    void aRaisedMaxSizeLetsWaitingPuttersIn() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        party.waitToPut(queue, "b");
        party.waitToPut(queue, "c");
        queue.keep(Party.settings(2, 0));
        assertThat(party.log).containsExactly("put b");
        assertThat(queue.hasRoom()).isFalse();
    }

    @Test
    void aPutterMeetsAGetterThroughAFullQueue() {
        WorkQueue queue = party.queue("q", 1, 0);
        party.put(queue, "a");
        party.waitToPut(queue, "b");
        assertThat(Party.text(queue.take(worker))).isEqualTo("a");
        assertThat(Party.text(queue.take(worker))).isEqualTo("b");
        party.waitToGet(queue, "later");
        party.put(queue, "c");
        assertThat(party.log).containsExactly("put b", "later got [c]");
    }

    @Test
    void peekTakesNothing() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.put(queue, "a");
        party.put(queue, "b");
        assertThat(Party.texts(queue.peek(1))).containsExactly("a");
        assertThat(Party.texts(queue.peek(9))).containsExactly("a", "b");
        assertThat(queue.take(worker).attempts()).isOne();
        assertThat(Party.texts(queue.peek(9))).isEqualTo(List.of("b"));
    }
}
