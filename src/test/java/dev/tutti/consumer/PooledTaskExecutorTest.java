package dev.tutti.consumer;

import static io.vertx.core.ThreadingModel.EVENT_LOOP;
import static io.vertx.core.ThreadingModel.VIRTUAL_THREAD;
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
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The threads on which a task's code runs, and the failures that its mistakes lead to. */
@ExtendWith(VertxExtension.class)
class PooledTaskExecutorTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static void assumeThreading(ThreadingModel threading) {
        assumeTrue(
                threading != VIRTUAL_THREAD || Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS,
                "this Java has no virtual threads");
    }

    private static Future<Buffer> text(Object text) {
        return Future.succeededFuture(Buffer.buffer(text.toString()));
    }

    private static String failure(Vertx vertx, Task task) throws Exception {
        TestConsumer consumer = TestConsumer.of(vertx, task, WORKER, 0, 1);
        String failure = consumer.failure("item");
        // The consumer is as good as before.
        assertThat(consumer.capacity()).isEqualTo(1);
        return failure;
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
    void codeRunsOnTheContextThatItsThreadingNames(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeThreading(threading);
        Task task = item -> text(Vertx.currentContext().threadingModel());
        assertThat(TestConsumer.of(vertx, task, threading, 0, 4).run("")).isEqualTo(threading.name());
    }

    @Test
    void workerRunsOnAThreadOfItsOwnName(Vertx vertx) throws Exception {
        Task task = item -> text(Thread.currentThread().getName() + " " + Context.isOnEventLoopThread());
        assertThat(TestConsumer.of(vertx, task, WORKER, 0, 4).run("")).isEqualTo("tutti-q-1 false");
    }

    @Test
    void eventLoopIsAnotherThanTheConsumers(Vertx vertx) throws Exception {
        String consumers =
                TestConsumer.onLoop(vertx, () -> Thread.currentThread().getName());
        Task task = item ->
                text(Context.isOnEventLoopThread() + Thread.currentThread().getName());
        assertThat(TestConsumer.of(vertx, task, EVENT_LOOP, 0, 4).run(""))
                .startsWith("true")
                .isNotEqualTo("true" + consumers);
    }

    @Test
    void virtualThreadIsVirtual(Vertx vertx) throws Exception {
        assumeThreading(VIRTUAL_THREAD);
        Task task = item -> text(Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()));
        assertThat(TestConsumer.of(vertx, task, VIRTUAL_THREAD, 0, 4).run("")).isEqualTo("true");
    }

    /** Each of the eight items waits for all the others, so they would never end on fewer threads. */
    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"WORKER", "VIRTUAL_THREAD"})
    void blockingItemsRunAtOnceOnOneTask(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeThreading(threading);
        CyclicBarrier barrier = new CyclicBarrier(8);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        TestConsumer consumer = TestConsumer.of(
                vertx,
                item -> {
                    threads.add(Thread.currentThread());
                    barrier.await(20, TimeUnit.SECONDS);
                    return text("done");
                },
                threading,
                0,
                8);
        for (int round = 0; round < 3; round++) {
            Buffer[] items = new Buffer[8];
            Arrays.fill(items, Buffer.buffer());
            List<TaskExecution> runs = consumer.begin(items);
            for (TaskExecution execution : runs) {
                assertThat(consumer.result(execution)).hasToString("done");
            }
        }
        if (threading == WORKER) {
            assertThat(threads).as("threads are kept").hasSize(8);
        }
    }

    @Test
    void resultMayComeFromAnyThread(Vertx vertx) throws Exception {
        Task task = item -> {
            Promise<Buffer> later = Promise.promise();
            new Thread(() -> later.complete(item)).start();
            return later.future();
        };
        assertThat(TestConsumer.of(vertx, task, EVENT_LOOP, 0, 4).run("x")).isEqualTo("x");
        assertThat(TestConsumer.of(vertx, task, WORKER, 0, 4).run("x")).isEqualTo("x");
    }

    /** {@link TestConsumer} checks that the result completes on the consumer's context, and not on the future's. */
    @Test
    void futureOfAnotherContextCompletesOnTheConsumers(Vertx vertx) throws Exception {
        Task task = item -> vertx.timer(1)
                .compose(v -> item.length() == 0 ? Future.failedFuture("empty") : Future.succeededFuture(item));
        for (ThreadingModel threading : List.of(EVENT_LOOP, WORKER)) {
            TestConsumer consumer = TestConsumer.of(vertx, task, threading, 0, 4);
            assertThat(consumer.run("x")).isEqualTo("x");
            assertThat(consumer.failure("")).isEqualTo("empty");
        }
    }

    @Test
    void taskThatThrowsFailsItsItem(Vertx vertx) throws Exception {
        assertThat(failure(vertx, item -> {
                    throw new IOException("disk on fire");
                }))
                .isEqualTo("disk on fire");
        assertThat(failure(vertx, item -> Future.failedFuture("later"))).isEqualTo("later");
        assertThat(failure(vertx, item -> {
                    throw new InterruptedException();
                }))
                .isEqualTo("java.lang.InterruptedException");
    }

    @Test
    void errorFailsItsItemAndNothingElse(Vertx vertx) throws Exception {
        assertThat(failure(vertx, PooledTaskExecutorTest::overflow)).isEqualTo("java.lang.StackOverflowError");
        assertThat(failure(vertx, item -> {
                    throw new NoClassDefFoundError("com/example/Gone");
                }))
                .isEqualTo("com/example/Gone");
        assertThat(failure(vertx, item -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo("Java heap space");
    }

    private static Future<Buffer> overflow(Buffer item) {
        return overflow(item).map(item);
    }

    @Test
    void nullIsNoResult(Vertx vertx) throws Exception {
        assertThat(failure(vertx, item -> null)).isEqualTo("the task returned null and not a future");
        assertThat(failure(vertx, item -> Future.succeededFuture()))
                .isEqualTo("the task's result is null; an empty one is Buffer.buffer()");
    }

    @Test
    void floodFailsItsItem(Vertx vertx) throws Exception {
        assertThat(failure(vertx, item -> Future.succeededFuture(Buffer.buffer(new byte[5_000_000]))))
                .isEqualTo("result of 5000000 bytes is over maxItemSize (1048576)");
    }

    @Test
    void secondCompletionIsTheTasksProblem(Vertx vertx) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        TestConsumer consumer = TestConsumer.of(
                vertx,
                item -> {
                    Promise<Buffer> twice = Promise.promise();
                    twice.complete(Buffer.buffer("first"));
                    refused.addAndGet(twice.tryComplete(Buffer.buffer("second")) ? 0 : 1);
                    return twice.future();
                },
                EVENT_LOOP,
                0,
                4);
        assertThat(consumer.run("")).isEqualTo("first");
        assertThat(refused).hasValue(1);
        assertThat(consumer.capacity()).isEqualTo(4);
    }

    @Test
    void itemIsTheTasksToChange(Vertx vertx) throws Exception {
        TestConsumer consumer = TestConsumer.of(vertx, item -> text(item.setByte(0, (byte) 'X')), WORKER, 0, 1);
        Buffer item = Buffer.buffer("abc");
        assertThat(consumer.run(item)).hasToString("Xbc");
        assertThat(item).hasToString("abc");
    }

    @Test
    void virtualThreadsAreRefusedWhereThereAreNone(Vertx vertx) {
        assumeTrue(Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS, "this Java has virtual threads");
        assertThatThrownBy(() -> TestConsumer.of(vertx, item -> text(""), VIRTUAL_THREAD, 0, 1))
                .hasMessageContaining("threading virtual_thread needs Java 21, this is Java 17");
    }
}
