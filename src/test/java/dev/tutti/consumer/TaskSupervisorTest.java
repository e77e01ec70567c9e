package dev.tutti.consumer;

import static io.vertx.core.ThreadingModel.EVENT_LOOP;
import static io.vertx.core.ThreadingModel.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items that hang fail themselves, and take no more than their share of the capacity from others. */
@ExtendWith(VertxExtension.class)
class TaskSupervisorTest {

    private final CountDownLatch freed = new CountDownLatch(1);

    @AfterEach
    void freeWhatHangs() {
        freed.countDown();
    }

    /**
     * A task that ignores interrupts and runs the item "hang" until the test ends. Returns every other item at once.
     */
    private Future<Buffer> ignoringInterrupts(Buffer item) {
        boolean hangs = item.toString().equals("hang");
        while (hangs) {
            try {
                freed.await();
                hangs = false;
            } catch (InterruptedException unheard) {
                hangs = freed.getCount() > 0;
            }
        }
        return Future.succeededFuture(item);
    }

    /** A task that waits on the item "hang" until it is interrupted. Returns every other item at once. */
    private Future<Buffer> interruptible(Buffer item) throws InterruptedException {
        if (item.toString().equals("hang")) {
            freed.await();
        }
        return Future.succeededFuture(
                Buffer.buffer(item + " " + Thread.currentThread().isInterrupted()));
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"WORKER", "VIRTUAL_THREAD"})
    void timeoutInterruptsAndTheNextItemKnowsNothingOfIt(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeTrue(threading == WORKER || Runtime.version().feature() >= 21, "this Java has no virtual threads");
        TestConsumer consumer = TestConsumer.of(vertx, this::interruptible, threading, 500, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        assertThat(consumer.failure("hang")).isEqualTo("timed out after 500 ms");
        TestConsumer.await(room);
        assertThat(consumer.capacity()).isEqualTo(1);
        assertThat(consumer.run("next")).isEqualTo("next false");
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"WORKER", "VIRTUAL_THREAD"})
    void itemThatHangsIsReplaced(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeTrue(threading == WORKER || Runtime.version().feature() >= 21, "this Java has no virtual threads");
        TestConsumer consumer = TestConsumer.of(vertx, this::ignoringInterrupts, threading, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("hang");
        assertThat(consumer.cancel(execution))
                .as("the thread may yet come back")
                .isZero();
        assertThat(consumer.failure(execution)).isEqualTo("cancelled");
        TestConsumer.await(room);
        assertThat(consumer.capacity()).isEqualTo(1);
        assertThat(consumer.run("next")).isEqualTo("next");
        consumer.stop();
    }

    @Test
    void abandonedItemsAreBounded(Vertx vertx) throws Exception {
        int concurrency = TaskSupervisor.MAX_ABANDONED + 2;
        TestConsumer consumer = TestConsumer.of(vertx, this::ignoringInterrupts, WORKER, 500, concurrency);
        Buffer[] items = new Buffer[concurrency];
        Arrays.fill(items, Buffer.buffer("hang"));
        CompletableFuture<Void> abandoned = consumer.capacityFreed(concurrency);
        List<TaskExecution> runs = consumer.begin(items);
        for (TaskExecution execution : runs) {
            assertThat(consumer.failure(execution)).isEqualTo("timed out after 500 ms");
        }
        TestConsumer.await(abandoned);
        assertThat(consumer.capacity()).isEqualTo(concurrency - 2);
        assertThat(consumer.run("next")).isEqualTo("next");

        CompletableFuture<Void> back = consumer.capacityFreed(concurrency);
        freed.countDown();
        TestConsumer.await(back);
        assertThat(consumer.capacity()).isEqualTo(concurrency);
    }

    @Test
    void serverStopsThoughATaskHangs() throws Exception {
        Vertx vertx = Vertx.vertx();
        TestConsumer consumer = TestConsumer.of(vertx, this::ignoringInterrupts, WORKER, 0, 1);
        TaskExecution execution = consumer.begin("hang");
        consumer.stop();
        assertThat(consumer.failure(execution)).isEqualTo("cancelled");
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void futureThatNeverCompletesHoldsNothingBack(Vertx vertx) throws Exception {
        TestConsumer consumer =
                TestConsumer.of(vertx, item -> Promise.<Buffer>promise().future(), EVENT_LOOP, 100, 2);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        assertThat(consumer.failure("x")).isEqualTo("timed out after 100 ms");
        TestConsumer.await(room);
        assertThat(consumer.capacity()).isEqualTo(2);
        room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("y");
        consumer.cancel(execution);
        assertThat(consumer.failure(execution)).isEqualTo("cancelled");
        TestConsumer.await(room);
        assertThat(consumer.capacity()).isEqualTo(2);
    }

    @Test
    void resultThatComesTooLateIsDropped(Vertx vertx) throws Exception {
        Promise<Buffer> late = Promise.promise();
        TestConsumer consumer = TestConsumer.of(vertx, item -> late.future(), EVENT_LOOP, 100, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("x");
        assertThat(consumer.failure(execution)).isEqualTo("timed out after 100 ms");
        TestConsumer.await(room);
        late.complete(Buffer.buffer("late"));
        assertThat(consumer.failure(execution)).isEqualTo("timed out after 100 ms");
        assertThat(consumer.capacity()).isEqualTo(1);
    }

    @Test
    void cancelAfterTheEndChangesNothing(Vertx vertx) throws Exception {
        TestConsumer consumer = TestConsumer.of(vertx, this::interruptible, WORKER, 0, 1);
        TaskExecution execution = consumer.begin("x");
        assertThat(consumer.result(execution)).hasToString("x false");
        consumer.cancel(execution);
        consumer.cancel(execution);
        assertThat(consumer.result(execution)).hasToString("x false");
        assertThat(consumer.capacity()).isEqualTo(1);
        assertThat(consumer.run("y")).isEqualTo("y false");
    }

    @Test
    void taskIsStoppedOnceAndItsFailureTold(Vertx vertx) throws Exception {
        List<String> calls = new ArrayList<>();
        Task task = new Task() {
            @Override
            public Future<Buffer> run(Buffer item) {
                calls.add("run");
                return Future.succeededFuture(item);
            }

            @Override
            public Future<?> start(Vertx started) {
                calls.add("start");
                return Future.succeededFuture();
            }

            @Override
            public Future<?> stop() {
                calls.add("stop");
                return Future.failedFuture("not flushed");
            }
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, WORKER, 0, 1);
        consumer.run("x");
        assertThatThrownBy(consumer::stop).hasMessageContaining("not flushed");
        assertThat(calls).containsExactly("start", "run", "stop");
    }

    /** A TCP task, for example, stops on a thread of Vert.x. */
    @Test
    void isStoppedOnItsContextWhereverTheTaskStops(Vertx vertx) throws Exception {
        Context context = vertx.getOrCreateContext();
        Promise<Void> stopped = Promise.promise();
        CompletableFuture<Context> closedOn = new CompletableFuture<>();
        TaskExecutor executor = new TaskExecutor() {
            @Override
            public TaskExecution run(DeliveredItem item) {
                return TaskExecution.completed(Future.succeededFuture(item.body()));
            }

            @Override
            public Future<?> stop() {
                // In a later turn, when somebody waits for it.
                context.runOnContext(turn -> new Thread(stopped::complete).start());
                return stopped.future();
            }

            @Override
            public void close() {
                closedOn.complete(Vertx.currentContext());
            }
        };
        TestConsumer.of(context, executor).stop();
        assertThat(closedOn).isCompletedWithValue(context);
    }
}
