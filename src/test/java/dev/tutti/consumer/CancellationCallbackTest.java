package dev.tutti.consumer;

import static io.vertx.core.ThreadingModel.EVENT_LOOP;
import static io.vertx.core.ThreadingModel.VIRTUAL_THREAD;
import static io.vertx.core.ThreadingModel.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The callbacks that a task registers for the cancellation of its item. */
@ExtendWith(VertxExtension.class)
class CancellationCallbackTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final CompletableFuture<TaskContext> begun = new CompletableFuture<>();
    private final BlockingQueue<String> called = new LinkedBlockingQueue<>();

    /** A task whose future never completes. */
    private Future<Buffer> endless(Buffer item, TaskContext context) {
        context.onCancelled(() -> called.add("first"));
        context.onCancelled(() -> called.add("second"));
        begun.complete(context);
        return Promise.<Buffer>promise().future();
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER", "VIRTUAL_THREAD"})
    void areCalledInTheirOrderWhenTheItemIsCancelled(ThreadingModel threading, Vertx vertx) throws Exception {
        assumeTrue(threading != VIRTUAL_THREAD || Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS);
        TestConsumer consumer = TestConsumer.of(vertx, this::endless, threading, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("a");
        TestConsumer.await(begun);
        assertThat(called).isEmpty();
        consumer.cancel(execution);
        TestConsumer.await(room);
        assertThat(called).containsExactly("first", "second");
    }

    /** The task ignores the interrupt, so only the callback can end it. */
    @Test
    void areCalledOnAnotherThreadThanTheOneThatBlocks(Vertx vertx) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        ContextTask task = (item, context) -> {
            context.onCancelled(() -> {
                called.add(Thread.currentThread().getName());
                ended.countDown();
            });
            called.add(Thread.currentThread().getName());
            begun.complete(context);
            awaitUninterruptibly(ended);
            return Future.succeededFuture(item);
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, WORKER, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("a");
        TestConsumer.await(begun);
        consumer.cancel(execution);
        TestConsumer.await(room);
        assertThat(called).containsExactly("tutti-q-1", "tutti-q-2");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void areCalledOnTheEventLoopOfTheTask(Vertx vertx) throws Exception {
        ContextTask task = (item, context) -> {
            Context own = Vertx.currentContext();
            context.onCancelled(
                    () -> called.add(own.equals(Vertx.currentContext()) + " " + Context.isOnEventLoopThread()));
            begun.complete(context);
            return Promise.<Buffer>promise().future();
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, EVENT_LOOP, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("a");
        TestConsumer.await(begun);
        consumer.cancel(execution);
        TestConsumer.await(room);
        assertThat(called).containsExactly("true true");
    }

    @Test
    void areCalledAtOnceIfTheItemIsCancelledAlready(Vertx vertx) throws Exception {
        TestConsumer consumer = TestConsumer.of(vertx, this::endless, WORKER, 50, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        assertThat(consumer.failure("a")).isEqualTo("timed out after 50 ms");
        TestConsumer.await(room);
        CompletableFuture<String> late = new CompletableFuture<>();
        TestConsumer.await(begun).onCancelled(() -> late.complete("late"));
        assertThat(TestConsumer.await(late)).isEqualTo("late");
        assertThat(called).containsExactly("first", "second");
    }

    @Test
    void areForgottenWhenTheItemEndsOtherwise(Vertx vertx) throws Exception {
        ContextTask task = (item, context) -> {
            context.onCancelled(() -> called.add("called"));
            begun.complete(context);
            return Future.succeededFuture(item);
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, WORKER, 0, 1);
        assertThat(consumer.run("a")).isEqualTo("a");
        TestConsumer.await(begun).onCancelled(() -> called.add("late"));
        consumer.stop();
        assertThat(called).isEmpty();
    }

    @Test
    void countAgainstTheCapacityUntilTheyHaveReturned(Vertx vertx) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ContextTask task = (item, context) -> {
            context.onCancelled(() -> {
                called.add("called");
                awaitUninterruptibly(goOn);
            });
            begun.complete(context);
            return Promise.<Buffer>promise().future();
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, WORKER, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("a");
        TestConsumer.await(begun);
        assertThat(consumer.cancel(execution)).isZero();
        assertThat(called.take()).isEqualTo("called");
        assertThat(consumer.capacity()).isZero();
        goOn.countDown();
        TestConsumer.await(room);
        assertThat(consumer.capacity()).isEqualTo(1);
    }

    @Test
    void thatThrowAreLoggedAndTheOthersAreCalled(Vertx vertx) throws Exception {
        ContextTask task = (item, context) -> {
            context.onCancelled(() -> {
                throw new IllegalStateException("not open");
            });
            return endless(item, context);
        };
        TestConsumer consumer = TestConsumer.of(vertx, task, WORKER, 0, 1);
        CompletableFuture<Void> room = consumer.capacityFreed(1);
        TaskExecution execution = consumer.begin("a");
        TestConsumer.await(begun);
        consumer.cancel(execution);
        TestConsumer.await(room);
        assertThat(List.copyOf(called)).containsExactly("first", "second");
        assertThat(logged.traces(EventKind.FAILED_TASK)).containsExactly("not open");
    }
}
