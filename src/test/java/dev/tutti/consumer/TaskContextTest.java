package dev.tutti.consumer;

import static io.vertx.core.ThreadingModel.EVENT_LOOP;
import static io.vertx.core.ThreadingModel.VIRTUAL_THREAD;
import static io.vertx.core.ThreadingModel.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The context that a task gets with an item. */
@ExtendWith(VertxExtension.class)
class TaskContextTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final List<DeliveredItem> told = new ArrayList<>();
    private final DeliveredItem item = new DeliveredItem("q", 1, 1, Buffer.buffer(), null, told::add);

    private static void assumeThreading(ThreadingModel threading) {
        assumeTrue(
                threading != VIRTUAL_THREAD || Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS,
                "this Java has no virtual threads");
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
    void itHasTheItemsQueueIdAndAttempt(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeThreading(threading);
        ContextTask task = (item, context) -> Future.succeededFuture(Buffer.buffer(
                item + " " + context.queue() + " " + context.id() + " " + context.attempt() + context.isCancelled()));
        assertThat(TestConsumer.of(vertx, task, threading, 0, 1).run("a"))
                .isEqualTo("a q " + TestConsumer.ITEM + " " + TestConsumer.ATTEMPT + "false");
    }

    /** The thread inside the task is not interrupted on an event loop, so the context alone tells it. */
    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
    void itTellsATaskThatItsItemIsCancelled(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeThreading(threading);
        CompletableFuture<TaskContext> begun = new CompletableFuture<>();
        ContextTask task = (item, context) -> {
            begun.complete(context);
            while (!context.isCancelled()) {
                Thread.onSpinWait();
            }
            return Future.succeededFuture(item);
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, threading, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("a");
        TaskContext context = TestConsumer.await(begun);
        assertThat(context.isCancelled()).isFalse();
        consumer.cancel(execution);
        assertThat(consumer.failure(execution)).isEqualTo("cancelled");
        TestConsumer.await(room);
        assertThat(context.isCancelled()).isTrue();
    }

    @Test
    void anItemThatTimedOutCountsAsCancelledAndTheNextOneDoesNot(Vertx vertx) throws Exception {
        List<TaskContext> contexts = new ArrayList<>();
        ContextTask task = (item, context) -> {
            contexts.add(context);
            return item.length() == 0 ? Promise.<Buffer>promise().future() : Future.succeededFuture(item);
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, EVENT_LOOP, 50, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        assertThat(consumer.failure("")).isEqualTo("timed out after 50 ms");
        TestConsumer.await(room);
        assertThat(consumer.run("next")).isEqualTo("next");
        assertThat(contexts).extracting(TaskContext::isCancelled).containsExactly(true, false);
    }

    /** Many times longer than the timeout, in steps that are shorter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void progressBeginsTheTimeAgain(int concurrency, Vertx vertx) throws Exception {
        ContextTask task = (item, context) -> {
            Future<?> steps = Future.succeededFuture();
            for (int step = 0; step < 15; step++) {
                steps = steps.compose(done -> vertx.timer(100).onSuccess(passed -> context.progress("goes on")));
            }
            return steps.map(item);
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, EVENT_LOOP, 1000, concurrency);
        assertThat(consumer.run("a")).isEqualTo("a");
    }

    @Test
    void anItemThatTellsNothingMoreTimesOut(Vertx vertx) throws Exception {
        ContextTask task = (item, context) -> {
            context.progress("begun");
            return Promise.<Buffer>promise().future();
        };
        assertThat(TestConsumer.of(vertx, task, WORKER, 50, 1).failure("a"))
                .isEqualTo("timed out after 50 ms without progress");
    }

    @Test
    void progressHasAtMost4096Bytes() {
        item.progress(Buffer.buffer(new byte[4096]));
        assertThatThrownBy(() -> item.progress("ä".repeat(2048) + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the progress has 4097 bytes, and at most 4096 are allowed");
        assertThat(item.takeProgress()).hasSize(4096);
    }

    @Test
    void progressIsACopy() {
        Buffer progress = Buffer.buffer("before");
        item.progress(progress);
        progress.setString(0, "behind");
        assertThat(new String(item.takeProgress())).isEqualTo("before");
    }

    @Test
    void progressOfACancelledItemThrowsSoThatTheTaskEnds() {
        item.progress("1");
        item.takeProgress();
        item.cancelled();
        assertThatThrownBy(() -> item.progress("2")).isInstanceOf(CancellationException.class);
        item.ended();
        assertThat(item.isCancelled()).isTrue();
        assertThat(item.takeProgress()).isNull();
    }

    @Test
    void progressAfterTheEndHasNoEffect() {
        item.ended();
        item.progress("late");
        assertThat(item.takeProgress()).isNull();
        assertThat(told).isEmpty();
        assertThat(item.isCancelled()).isFalse();
    }

    @Test
    void theLastProgressIsThatOfThisAttemptOrOfAnEarlierOne() {
        assertThat(item.lastProgress()).isEmpty();
        DeliveredItem again = new DeliveredItem("q", 1, 2, Buffer.buffer(), "half".getBytes(), told::add);
        assertThat(again.lastProgress()).contains(Buffer.buffer("half"));
        again.lastProgress().orElseThrow().setString(0, "full");
        assertThat(again.lastProgress()).as("a copy").contains(Buffer.buffer("half"));
        again.progress("most");
        assertThat(again.takeProgress()).isEqualTo("most".getBytes());
        assertThat(again.lastProgress()).contains(Buffer.buffer("most"));
    }

    @Test
    void aTaskReadsTheProgressOfAnEarlierAttempt(Vertx vertx) throws Exception {
        ContextTask task =
                (item, context) -> Future.succeededFuture(context.lastProgress().orElseThrow());
        assertThat(TestConsumer.of(vertx, task, WORKER, 0, 1).run("a")).isEqualTo(TestConsumer.PROGRESS);
    }

    @Test
    void theConsumerIsCalledOnceForManyProgresses() {
        item.progress("1");
        item.progress("2");
        assertThat(told).containsExactly(item);
        assertThat(item.takeProgress()).isEqualTo("2".getBytes());
        item.progress("3");
        assertThat(told).hasSize(2);
    }
}
