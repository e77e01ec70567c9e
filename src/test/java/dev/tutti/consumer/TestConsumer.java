package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import dev.tutti.log.EventLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A {@link TaskSupervisor} on an event loop of its own. The test's thread calls these methods, which wait until they
 * are done.
 */
final class TestConsumer {

    static final int MAX_ITEM_SIZE = 1 << 20;
    /** The id of each item. */
    static final long ITEM = 7;
    /** The attempt of each item. */
    static final int ATTEMPT = 3;

    /** The progress that an earlier attempt of each item has told. */
    static final String PROGRESS = "begun";

    private static final long MAX_WAIT_SECONDS = 30;

    private final Context context;
    private final TaskSupervisor supervisor;

    private TestConsumer(Context context, Supplier<TaskSupervisor> maker) throws Exception {
        this.context = context;
        this.supervisor = call(context, maker::get);
        await(on(supervisor::start));
    }

    static TestConsumer of(Vertx vertx, TaskKind kind, ThreadingModel threading, long timeoutMillis, int concurrency)
            throws Exception {
        ConsumerConfig config = new ConsumerConfig("q", kind, 1, threading, timeoutMillis, concurrency);
        return new TestConsumer(
                vertx.getOrCreateContext(),
                () -> new TaskSupervisor(vertx, config, new TaskEventLoop(1, 0), MAX_ITEM_SIZE, new EventLog()));
    }

    static TestConsumer of(Vertx vertx, Task task, ThreadingModel threading, long timeoutMillis, int concurrency)
            throws Exception {
        return of(vertx, (ContextTask) task, threading, timeoutMillis, concurrency);
    }

    static TestConsumer of(Vertx vertx, ContextTask task, ThreadingModel threading, long timeoutMillis, int concurrency)
            throws Exception {
        return new TestConsumer(vertx.getOrCreateContext(), () -> {
            TaskExecutor executor = new PooledTaskExecutor(
                    vertx, "tutti-q", new TaskEventLoop(1, 0), threading, concurrency, new JsonObject(), () -> task);
            return new TaskSupervisor(vertx, executor, "q", concurrency, timeoutMillis, MAX_ITEM_SIZE, new EventLog());
        });
    }

    /** A consumer that runs one item at a time, without a timeout. */
    static TestConsumer of(Context context, TaskExecutor executor) throws Exception {
        return new TestConsumer(
                context, () -> new TaskSupervisor(context.owner(), executor, "q", 1, 0, MAX_ITEM_SIZE, new EventLog()));
    }

    /** Starts all items in one turn of the event loop. */
    List<TaskExecution> begin(Buffer... items) throws Exception {
        return call(context, () -> {
            List<TaskExecution> executions = new ArrayList<>();
            for (Buffer item : items) {
                executions.add(
                        supervisor.run(new DeliveredItem("q", ITEM, ATTEMPT, item, PROGRESS.getBytes(), told -> {})));
            }
            return executions;
        });
    }

    TaskExecution begin(DeliveredItem item) throws Exception {
        return call(context, () -> supervisor.run(item));
    }

    TaskExecution begin(String item) throws Exception {
        return begin(Buffer.buffer(item)).get(0);
    }

    Buffer run(Buffer item) throws Exception {
        return result(begin(item).get(0));
    }

    String run(String item) throws Exception {
        return run(Buffer.buffer(item)).toString();
    }

    /** Runs an item that must fail, and returns the text of the failure. */
    String failure(String item) throws Exception {
        return failure(begin(item));
    }

    String failure(TaskExecution execution) throws Exception {
        return await(on(() -> execution.result().transform(TestConsumer::textOf)));
    }

    private static Future<String> textOf(AsyncResult<Buffer> outcome) {
        return outcome.failed()
                ? Future.succeededFuture(TaskFailure.textOf(outcome.cause()).toString())
                : Future.failedFuture("expected a failure, got " + outcome.result());
    }

    Buffer result(TaskExecution execution) throws Exception {
        return await(on(execution::result));
    }

    /** Cancels an item, and returns the capacity right after that. */
    int cancel(TaskExecution execution) throws Exception {
        return call(context, () -> {
            execution.cancel();
            return supervisor.capacity();
        });
    }

    int capacity() throws Exception {
        return call(context, supervisor::capacity);
    }

    /** Completes when this many stopped items have freed their capacity. */
    CompletableFuture<Void> capacityFreed(int times) throws Exception {
        CompletableFuture<Void> freed = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(times);
        return call(context, () -> {
            supervisor.onCapacity(() -> {
                left.countDown();
                if (left.getCount() == 0) {
                    freed.complete(null);
                }
            });
            return freed;
        });
    }

    void stop() throws Exception {
        await(on(supervisor::stop));
    }

    private <T> CompletableFuture<T> on(Supplier<Future<T>> step) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        context.runOnContext(v -> step.get().onComplete(done -> {
            if (!context.equals(Vertx.currentContext())) {
                outcome.completeExceptionally(new AssertionError("completed on " + Thread.currentThread()));
            } else if (done.succeeded()) {
                outcome.complete(done.result());
            } else {
                outcome.completeExceptionally(done.cause());
            }
        }));
        return outcome;
    }

    static <T> T await(CompletableFuture<T> outcome) throws Exception {
        return outcome.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Calls a step on the event loop that the next consumer of this thread gets. */
    static <T> T onLoop(Vertx vertx, Callable<T> step) throws Exception {
        return call(vertx.getOrCreateContext(), step);
    }

    private static <T> T call(Context context, Callable<T> step) throws Exception {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                outcome.complete(step.call());
            } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
            }
        });
        return await(outcome);
    }
}
