package dev.tutti.consumer;

import dev.tutti.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Runs a {@link Task} on contexts beside the consumer's own, so that one that blocks or hangs never blocks the consumer.
 * With {@code event_loop} all items share one context, whose loop is not one of connections and owners if Vert.x has
 * others. With {@code worker} and {@code virtual_thread} each item that runs has a context, and a worker a thread, to
 * itself; they are made when first needed and kept, as many as items run at a time.
 *
 * <p>These are contexts and not deployed verticles, for the sake of the task that never gives its thread back: undeploying
 * waits for the context, and the server would not stop.
 */
final class UserTaskExecutor implements TaskExecutor {

    private final Vertx vertx;
    private final String name;
    private final TaskLoop loop;
    private final ThreadingModel threading;
    private final int concurrency;
    private final Supplier<Task> maker;
    private final Mailbox home;
    private final ArrayDeque<TaskContext> free = new ArrayDeque<>();
    private final Set<TaskContext> all = new HashSet<>();

    private Task task;
    private int made;

    /** To be called on the consumer's context. */
    UserTaskExecutor(
            Vertx vertx, String name, TaskLoop loop, ThreadingModel threading, int concurrency, Supplier<Task> maker) {
        this.vertx = vertx;
        this.name = name;
        this.loop = loop;
        this.threading = threading;
        this.concurrency = concurrency;
        this.maker = maker;
        this.home = new Mailbox(vertx.getOrCreateContext());
    }

    /** Makes the task on a context of its own and starts it there; fails if either fails. */
    @Override
    public Future<?> start() {
        if (threading == ThreadingModel.VIRTUAL_THREAD && !Contexts.hasVirtualThreads(vertx)) {
            return Future.failedFuture("threading virtual_thread needs Java 21, this is Java "
                    + Runtime.version().feature());
        }
        return onTaskContext(this::makeAndStart).map(started -> task = started);
    }

    private Future<Task> makeAndStart() throws Exception {
        Task made = maker.get();
        return notNull(made.start(vertx), "start").map(made);
    }

    @Override
    public TaskExecution run(Buffer item) {
        TaskContext context = take();
        Execution execution = new Execution(task, item, home);
        execution.result().onComplete(outcome -> giveBack(context));
        context.execute(execution::perform);
        return execution;
    }

    /** Stops the task on its context. */
    @Override
    public Future<?> stop() {
        return task == null
                ? Future.succeededFuture()
                : onTaskContext(() -> notNull(task.stop(), "stop").mapEmpty());
    }

    /** Lets the threads go, and interrupts those that a task still holds. */
    @Override
    public void close() {
        all.forEach(TaskContext::close);
        all.clear();
        free.clear();
    }

    private TaskContext take() {
        TaskContext context = free.poll();
        if (context == null) {
            context = TaskContext.make(vertx, name + "-" + ++made, threading, loop);
            all.add(context);
        }
        if (threading == ThreadingModel.EVENT_LOOP) {
            free.push(context);
        }
        return context;
    }

    private void giveBack(TaskContext context) {
        if (threading == ThreadingModel.EVENT_LOOP || !all.contains(context)) {
            return;
        }
        if (free.size() < concurrency) {
            free.push(context);
        } else {
            // It comes back from an item that had been given up, and another has taken its place.
            all.remove(context);
            context.close();
        }
    }

    private static Future<?> notNull(Future<?> future, String method) {
        return future != null
                ? future
                : Future.failedFuture("the task's " + method + " returned null and not a future");
    }

    private <T> Future<T> onTaskContext(Callable<Future<T>> step) {
        TaskContext context = take();
        Promise<T> outcome = Promise.promise();
        context.execute(() -> call(step).onComplete(done -> home.accept(() -> outcome.handle(done))));
        return outcome.future().onComplete(done -> giveBack(context));
    }

    private static <T> Future<T> call(Callable<Future<T>> step) {
        try {
            return step.call();
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }
}
