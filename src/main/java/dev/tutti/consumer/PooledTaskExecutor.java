package dev.tutti.consumer;

import dev.tutti.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Runs a user's task on contexts other than the consumer's, so that a task that blocks or hangs never blocks the
 * consumer. With {@code event_loop} all items share one context, whose event loop serves no connections and owners if
 * Vert.x has another. With {@code worker} and {@code virtual_thread} each item that runs has a context, and thus a
 * thread, to itself. Contexts are created when they are first needed and kept for later items, as many as items run at
 * a time.
 *
 * <p>The contexts are not those of deployed verticles, because a task may never give its thread back: undeploying
 * waits for the context, and the server would not stop.
 */
final class PooledTaskExecutor implements TaskExecutor {

    private final Vertx vertx;
    private final String threadName;
    private final TaskEventLoop eventLoop;
    private final ThreadingModel threading;
    private final int concurrency;
    private final JsonObject config;
    private final Supplier<? extends ContextTask> factory;
    private final ContextExecutor consumerContext;
    private final ArrayDeque<TaskRunner> free = new ArrayDeque<>();
    private final Set<TaskRunner> all = new HashSet<>();

    private ContextTask task;
    private int created;
    private boolean closed;

    /**
     * To be called on the consumer's context.
     *
     * @param threadName the start of the names of worker threads
     * @param config the task's own
     * @param factory creates the task; called on one of the task's contexts
     */
    PooledTaskExecutor(
            Vertx vertx,
            String threadName,
            TaskEventLoop eventLoop,
            ThreadingModel threading,
            int concurrency,
            JsonObject config,
            Supplier<? extends ContextTask> factory) {
        this.vertx = vertx;
        this.threadName = threadName;
        this.eventLoop = eventLoop;
        this.threading = threading;
        this.concurrency = concurrency;
        this.config = config;
        this.factory = factory;
        this.consumerContext = new ContextExecutor(vertx.getOrCreateContext());
    }

    /** Creates the task on one of its contexts and starts it there. Fails if either fails. */
    @Override
    public Future<?> start() {
        if (threading == ThreadingModel.VIRTUAL_THREAD && !Contexts.hasVirtualThreads(vertx)) {
            return Future.failedFuture("threading virtual_thread needs Java 21, this is Java "
                    + Runtime.version().feature());
        }
        return onRunner(this::createAndStart).map(started -> task = started);
    }

    private Future<ContextTask> createAndStart() throws Exception {
        ContextTask created = factory.get();
        return notNull(created.start(vertx, config), "start").map(created);
    }

    @Override
    public TaskExecution run(DeliveredItem item) {
        TaskRunner runner = take();
        PooledExecution execution = new PooledExecution(task, item, consumerContext, this::beside);
        execution.result().onComplete(outcome -> giveBack(runner));
        runner.execute(execution::perform);
        return execution;
    }

    /** Runs code on one of the task's contexts, and not on one on which an item may block. */
    private void beside(Runnable code) {
        if (closed) {
            return;
        }
        TaskRunner runner = take();
        runner.execute(() -> {
            try {
                code.run();
            } finally {
                consumerContext.execute(() -> giveBack(runner));
            }
        });
    }

    /** Stops the task on one of its contexts. */
    @Override
    public Future<?> stop() {
        return task == null
                ? Future.succeededFuture()
                : onRunner(() -> notNull(task.stop(), "stop").mapEmpty());
    }

    /** Releases the threads, and interrupts those that are still inside the task. */
    @Override
    public void close() {
        closed = true;
        all.forEach(TaskRunner::close);
        all.clear();
        free.clear();
    }

    private TaskRunner take() {
        TaskRunner runner = free.poll();
        if (runner == null) {
            runner = TaskRunner.create(vertx, threadName + "-" + ++created, threading, eventLoop);
            all.add(runner);
        }
        if (threading == ThreadingModel.EVENT_LOOP) {
            free.push(runner);
        }
        return runner;
    }

    private void giveBack(TaskRunner runner) {
        if (threading == ThreadingModel.EVENT_LOOP || !all.contains(runner)) {
            return;
        }
        if (free.size() < concurrency) {
            free.push(runner);
        } else {
            // Its item had been abandoned, and another context was created instead of it.
            all.remove(runner);
            runner.close();
        }
    }

    private static Future<?> notNull(Future<?> future, String method) {
        return future != null
                ? future
                : Future.failedFuture("the task's " + method + " returned null and not a future");
    }

    private <T> Future<T> onRunner(Callable<Future<T>> step) {
        TaskRunner runner = take();
        Promise<T> outcome = Promise.promise();
        runner.execute(() -> call(step).onComplete(done -> consumerContext.execute(() -> outcome.handle(done))));
        return outcome.future().onComplete(done -> giveBack(runner));
    }

    private static <T> Future<T> call(Callable<Future<T>> step) {
        try {
            return step.call();
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }
}
