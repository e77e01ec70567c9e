package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * CPython's own cases for {@code asyncio.Queue}, from 3.13's {@code Lib/test/test_asyncio/test_queues.py}, and where each
 * of them is asked here. A test whose name is not followed by another class is in this one.
 *
 * <p>QueueBasicTests
 *
 * <ul>
 *   <li>test_repr, test_str, test_format: printsWhoWaits
 *   <li>test_empty, test_full: emptyAndFull; test_maxsize: aPutterIsBlockedAtMaxSize
 *   <li>test_order, and those of LifoQueueTests and PriorityQueueTests: everyKindHasItsOrder in {@link QueueKindsTest}
 *   <li>test_generic_alias: about Python's types
 * </ul>
 *
 * <p>QueueGetTests
 *
 * <ul>
 *   <li>test_blocking_get, test_nonblocking_get: emptyAndFull; test_nonblocking_get_exception: TIMEOUT 0 in QueueIT
 *   <li>test_get_with_putters, test_get_with_waiting_putters: getsGoOnIntoWhatWaitsForRoom
 *   <li>test_blocking_get_wait, test_put_with_waiting_getters: waitingGettersAreServedInArrivalOrder in {@link
 *       WorkQueuePutGetTest}
 *   <li>test_get_cancelled_race: aCancelledGetLeavesTheItemToTheNext
 *   <li>test_why_are_getters_waiting: nobodyWaitsToGetWhileAnItemIsReady
 *   <li>test_cancelled_getters_not_being_held_in_self_getters: cancelledWaitersAreNotKept
 * </ul>
 *
 * <p>QueuePutTests
 *
 * <ul>
 *   <li>test_blocking_put, test_nonblocking_put: withoutMaxSizeThereIsAlwaysRoom in {@link WorkQueuePutGetTest}
 *   <li>test_blocking_put_wait: aPutterIsBlockedAtMaxSize; test_nonblocking_put_exception: TIMEOUT 0 in QueueIT
 *   <li>test_get_cancel_drop_one_pending_reader, test_get_cancel_drop_many_pending_readers:
 *       aReaderThatIsServedAndThenCancelledLosesNothing
 *   <li>test_put_cancelled_race: aCancelledPutLeavesTheRoomToTheNext
 *   <li>test_put_cancelled, test_put_cancel_drop, test_cancelled_put_silence_value_error_exception:
 *       aPutThatIsLetInCannotBeCancelledAnyMore
 *   <li>test_why_are_putters_waiting: nobodyWaitsToPutWhileThereIsRoom
 *   <li>test_cancelled_puts_not_being_held_in_self_putters: cancelledWaitersAreNotKept
 *   <li>test_float_maxsize: MAXSIZE is an integer; CREATE refuses another
 * </ul>
 *
 * <p>_QueueJoinTestMixin, for each kind
 *
 * <ul>
 *   <li>test_task_done_underflow: NOITEM, nothingIsFinishedTwice; test_task_done: joinWaitsForWorkers
 *   <li>test_join_empty_queue: anEmptyQueueIsFinished in {@link WorkQueueFinishTest}
 * </ul>
 *
 * <p>_QueueShutdownTestMixin, for each kind
 *
 * <ul>
 *   <li>test_shutdown_empty: shutdownOfAnEmptyQueue; test_shutdown_nonempty: shutdownOfAQueueThatIsNotEmpty. Unlike
 *       asyncio's, a get then waits while anything is in flight, since that may come back
 *   <li>test_shutdown_immediate: shutdownImmediately
 *   <li>test_shutdown_immediate_with_unfinished: shutdownImmediatelyWithSomethingUnfinished
 *   <li>test_format: a queue tells that it is shut down by refusing, not by its text
 * </ul>
 *
 * <p>Beyond them, the open bug gh-83055 of asyncio does not exist here: whoever waits to put is not overtaken by a put that comes
 * when room has just been made, for room is given away as it is made.
 */
class AsyncioQueueCasesTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    private WorkQueue queue(Kind kind, int maxSize) {
        return scene.queue("q", new QueueConfig(kind, maxSize, 0, 0));
    }

    // ---- basic

    @Test
    void printsWhoWaits() {
        WorkQueue queue = scene.queue("q", 1, 0);
        assertThat(queue).hasToString("<WorkQueue q maxsize=1 ready=0 inflight=0 getters=0 putters=0>");
        Wait getter = scene.waitToGet(queue, "getter");
        assertThat(queue.toString()).contains("getters=1");
        getter.withdraw();
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        assertThat(queue.toString()).contains("ready=1 ").contains("putters=1");
    }

    @Test
    void emptyAndFull() {
        WorkQueue queue = scene.queue("q", 1, 0);
        assertThat(queue.size()).isZero();
        assertThat(queue.hasRoom()).isTrue();
        scene.put(queue, "a");
        assertThat(queue.size()).isPositive();
        assertThat(queue.hasRoom()).isFalse();
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("a");
        assertThat(queue.size()).isZero();
        assertThat(queue.hasRoom()).isTrue();
    }

    @Test
    void aPutterIsBlockedAtMaxSize() {
        WorkQueue queue = scene.queue("q", 2, 0);
        scene.put(queue, "0");
        scene.put(queue, "1");
        scene.waitToPut(queue, "2");
        assertThat(scene.log).isEmpty();
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("0");
        assertThat(scene.log).containsExactly("put 2");
        assertThat(QueueScene.texts(queue.take(worker, 9, 0))).containsExactly("1", "2");
    }

    // ---- get

    @Test
    void getsGoOnIntoWhatWaitsForRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("a");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("b");
    }

    @Test
    void aCancelledGetLeavesTheItemToTheNext() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Wait t1 = scene.waitToGet(queue, "t1");
        scene.waitToGet(queue, "t2");
        t1.withdraw();
        scene.put(queue, "a");
        assertThat(scene.log).containsExactly("t2 got [a]");
    }

    @Test
    void nobodyWaitsToGetWhileAnItemIsReady() {
        WorkQueue queue = scene.queue("q", 2, 0);
        Wait first = scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        scene.put(queue, "a");
        scene.waitToGet(queue, "third").withdraw();
        scene.put(queue, "b");
        scene.put(queue, "c");
        assertThat(scene.log).containsExactly("first got [a]", "second got [b]");
        assertThat(queue.stats().getters()).isZero();
        assertThat(first).isNotNull();
    }

    @Test
    void cancelledWaitersAreNotKept() {
        WorkQueue queue = scene.queues.named("q");
        scene.waitToGet(queue, "getter").withdraw();
        assertThat(scene.queues.existing("q")).isNull();
        queue = scene.queue("narrow", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b").withdraw();
        scene.waitToJoin(queue, "joiner").withdraw();
        assertThat(queue.core().contention(new HolderSnapshots()).waiters()).isEmpty();
    }

    // ---- put

    /** asyncio cancels one that has been woken but not run; here it has the item, and gives it back by closing. */
    @Test
    void aReaderThatIsServedAndThenCancelledLosesNothing() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Holder reader1 = scene.holder("reader1");
        scene.waitToGet(queue, reader1, "reader1", 1);
        scene.waitToGet(queue, "reader2");
        scene.waitToGet(queue, "reader3");
        scene.put(queue, "1");
        scene.put(queue, "2");
        scene.queues.departures().close(reader1);
        assertThat(scene.log).containsExactly("reader1 got [1]", "reader2 got [2]", "reader3 got [1]");
        Holder reader4 = scene.holder("reader4");
        scene.waitToGet(queue, reader4, "reader4", 1);
        scene.put(queue, "3");
        scene.put(queue, "4");
        scene.queues.departures().close(reader4);
        assertThat(QueueScene.ready(queue)).containsExactly("3", "4");
    }

    @Test
    void aPutThatIsLetInCannotBeCancelledAnyMore() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "1");
        scene.waitToPut(queue, "2");
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put 2");
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo("2");
        assertThat(queue.size()).isZero();
    }

    @Test
    void aCancelledPutLeavesTheRoomToTheNext() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        Wait x = scene.waitToPut(queue, "X");
        scene.waitToPut(queue, "c");
        x.withdraw();
        List<String> got = new ArrayList<>();
        while (queue.size() > 0) {
            got.add(QueueScene.text(queue.take(worker, 0)));
        }
        assertThat(got).containsExactly("a", "b", "c");
        assertThat(scene.log).containsExactly("put b", "put c");
    }

    @Test
    void nobodyWaitsToPutWhileThereIsRoom() {
        WorkQueue queue = scene.queue("q", 2, 0);
        scene.put(queue, "a");
        scene.put(queue, "b");
        Wait c = scene.waitToPut(queue, "c");
        scene.waitToPut(queue, "d");
        scene.waitToPut(queue, "e");
        c.withdraw();
        queue.take(worker, 2, 0);
        assertThat(scene.log).containsExactly("put d", "put e");
        assertThat(queue.stats().putters()).isZero();
    }

    // ---- join

    @Test
    void nothingIsFinishedTwice() {
        WorkQueue queue = scene.queue("q", 0, 0);
        assertThat(queue.find(1, worker)).isNull();
        Item item = scene.put(queue, "a");
        assertThat(queue.find(item.id(), worker)).isNull();
        queue.take(worker, 0);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(queue.find(item.id(), worker)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void joinWaitsForWorkers(Kind kind) {
        WorkQueue queue = queue(kind, 0);
        for (int i = 0; i < 100; i++) {
            scene.put(queue, "" + i);
        }
        scene.waitToJoin(queue, "joiner");
        Holder[] workers = {scene.holder("one"), scene.holder("two")};
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            assertThat(scene.log).isEmpty();
            Item item = queue.take(workers[i % 2], 0);
            sum += Integer.parseInt(QueueScene.text(item));
            queue.done(item.holder(), item.id(), NOTHING);
        }
        assertThat(sum).isEqualTo(4950);
        assertThat(scene.log).containsExactly("joiner joined");
    }

    // ---- shutdown

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shutdownOfAnEmptyQueue(Kind kind) {
        WorkQueue queue = queue(kind, 0);
        scene.waitToGet(queue, "getter");
        queue.control().shutDown(false, QueueScene.ENDED);
        assertThat(queue.size()).isZero();
        assertThat(queue.isFinished()).isTrue();
        assertThat(scene.log).containsExactly("getter shut down");
        assertThat(queue.isShutDown()).isTrue();
        assertThat(queue.isOver()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shutdownOfAQueueThatIsNotEmpty(Kind kind) {
        WorkQueue queue = queue(kind, 1);
        Item data = scene.put(queue, "data");
        scene.waitToJoin(queue, "joiner");
        scene.waitToPut(queue, "data2");
        assertThat(scene.log).isEmpty();
        queue.control().shutDown(false, QueueScene.ENDED);
        assertThat(queue.size()).isOne();
        assertThat(scene.log).containsExactly("data2 shut down");
        assertThat(queue.take(worker, 0)).isSameAs(data);
        assertThat(queue.isShutDown()).isTrue();
        assertThat(scene.log).hasSize(1);
        queue.done(data.holder(), data.id(), NOTHING);
        assertThat(scene.log).containsExactly("data2 shut down", "joiner joined");
        assertThat(queue.find(data.id(), worker)).isNull();
        assertThat(queue.isOver()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shutdownImmediately(Kind kind) {
        WorkQueue queue = queue(kind, 0);
        scene.put(queue, "data");
        scene.waitToJoin(queue, "joiner");
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(queue.size()).isZero();
        assertThat(scene.log).containsExactly("joiner joined");
        assertThat(queue.isShutDown()).isTrue();
        assertThat(queue.isOver()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shutdownImmediatelyWithSomethingUnfinished(Kind kind) {
        WorkQueue queue = queue(kind, 0);
        scene.put(queue, "data1");
        scene.put(queue, "data2");
        scene.waitToJoin(queue, "joiner");
        Item got = queue.take(worker, 0);
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(queue.size()).isZero();
        assertThat(scene.log).isEmpty();
        assertThat(queue.isOver()).isTrue();
        queue.done(got.holder(), got.id(), NOTHING);
        assertThat(scene.log).containsExactly("joiner joined");
        assertThat(queue.find(got.id(), worker)).isNull();
    }

    // ---- the bug that is not here

    @Test
    void aPutThatComesWhenRoomHasJustBeenMadeOvertakesNobody() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "first");
        scene.waitToPut(queue, "second");
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            got.add(QueueScene.text(queue.take(worker, 0)));
            assertThat(queue.hasRoom()).as("room for a newcomer").isEqualTo(i == 2);
        }
        assertThat(got).containsExactly("a", "first", "second");
    }
}
