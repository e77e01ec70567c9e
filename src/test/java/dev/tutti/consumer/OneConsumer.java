package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A {@link TaskRunner} on an event loop of its own, driven from the test's thread, which waits for what it asks for. */
final class OneConsumer {

    static final int MAX_ITEM_SIZE = 1 << 20;
    private static final long PATIENCE_SECONDS = 30;

    private final Context context;
    private final TaskRunner runner;

    private OneConsumer(Context context, Supplier<TaskRunner> maker) throws Exception {
        this.context = context;
        this.runner = call(context, maker::get);
        await(on(runner::start));
    }

    static OneConsumer of(Vertx vertx, TaskKind kind, ThreadingModel threading, long timeoutMillis, int concurrency)
            throws Exception {
        ConsumerConfig config = new ConsumerConfig("q", kind, 1, threading, timeoutMillis, concurrency);
        return new OneConsumer(
                vertx.getOrCreateContext(), () -> new TaskRunner(vertx, config, new TaskLoop(1, 0), MAX_ITEM_SIZE));
    }

    static OneConsumer of(Vertx vertx, Task task, ThreadingModel threading, long timeoutMillis, int concurrency)
            throws Exception {
        return new OneConsumer(vertx.getOrCreateContext(), () -> {
            TaskExecutor work =
                    new UserTaskExecutor(vertx, "tutti-q", new TaskLoop(1, 0), threading, concurrency, () -> task);
            return new TaskRunner(vertx, work, "q", concurrency, timeoutMillis, MAX_ITEM_SIZE);
        });
    }

    /** One that takes one item at a time, without limit. */
    static OneConsumer of(Context context, TaskExecutor work) throws Exception {
        return new OneConsumer(context, () -> new TaskRunner(context.owner(), work, "q", 1, 0, MAX_ITEM_SIZE));
    }

    /** Begins all items in one turn of the loop. */
    List<TaskExecution> begin(Buffer... items) throws Exception {
        return call(context, () -> {
            List<TaskExecution> runs = new ArrayList<>();
            for (Buffer item : items) {
                runs.add(runner.run(item));
            }
            return runs;
        });
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

    /** The text that the item fails with. */
    String failure(String item) throws Exception {
        return failure(begin(item));
    }

    String failure(TaskExecution run) throws Exception {
        return await(on(() -> run.result().transform(OneConsumer::textOf)));
    }

    private static Future<String> textOf(AsyncResult<Buffer> outcome) {
        return outcome.failed()
                ? Future.succeededFuture(TaskFailure.textOf(outcome.cause()).toString())
                : Future.failedFuture("expected a failure, got " + outcome.result());
    }

    Buffer result(TaskExecution run) throws Exception {
        return await(on(run::result));
    }

    /** Gives the capacity right after it. */
    int cancel(TaskExecution run) throws Exception {
        return call(context, () -> {
            run.cancel();
            return runner.capacity();
        });
    }

    int capacity() throws Exception {
        return call(context, runner::capacity);
    }

    /** Completes when that many items that were stopped have given their places back. */
    CompletableFuture<Void> room(int times) throws Exception {
        CompletableFuture<Void> room = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(times);
        return call(context, () -> {
            runner.onRoom(() -> {
                left.countDown();
                if (left.getCount() == 0) {
                    room.complete(null);
                }
            });
            return room;
        });
    }

    void stop() throws Exception {
        await(on(runner::stop));
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
        return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Calls a step on the event loop that the next consumer of this thread will have. */
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
