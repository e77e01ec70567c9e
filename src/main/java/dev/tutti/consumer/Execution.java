package dev.tutti.consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * One item given to a {@link Task} on a context of its own. {@link #perform} runs there, the task's future may complete on
 * any thread, and all else belongs to the consumer's context; the monitor keeps the three apart, and nobody runs the
 * task's code or completes a promise while holding it.
 */
final class Execution implements TaskExecution {

    private final Task task;
    private final Buffer item;
    /** Passes what is to happen on to the consumer's context. */
    private final Consumer<Runnable> home;

    private final Promise<Buffer> result = Promise.promise();

    /** The thread that is inside {@link Task#run}, if it is one that may be interrupted. */
    private Thread interruptible;

    private boolean returned;
    private boolean cancelled;
    private boolean reported;

    Execution(Task task, Buffer item, Consumer<Runnable> home) {
        this.task = task;
        this.item = item;
        this.home = home;
    }

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    /**
     * Interrupts the thread that runs the task; the item has ended when the thread comes back. If it has come back
     * already and its future is awaited, the item has ended at once and what becomes of the future is dropped.
     */
    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            if (interruptible != null) {
                interruptible.interrupt();
            }
            if (!returned) {
                return;
            }
        }
        report(cancelledFuture());
    }

    /** Runs the task; on the task's context. Never throws. */
    void perform() {
        Future<Buffer> future;
        if (enter()) {
            try {
                future = call();
            } finally {
                leave();
            }
        } else {
            future = cancelledFuture();
        }
        follow(future);
    }

    private Future<Buffer> call() {
        try {
            // A copy, since the item itself may yet be given to another consumer.
            Future<Buffer> future = task.run(item.copy());
            return future != null ? future : failed("the task returned null and not a future");
        } catch (Throwable failure) {
            // Errors too: a task that overflows its stack or misses a class fails its own item and nothing else.
            return Future.failedFuture(failure);
        }
    }

    private void follow(Future<Buffer> future) {
        try {
            // The task's own future is not handed on: it may belong to a context, and would complete there.
            future.onComplete(outcome ->
                    report(outcome.succeeded() ? checked(outcome.result()) : Future.failedFuture(outcome.cause())));
        } catch (Throwable failure) {
            report(Future.failedFuture(failure));
        }
        boolean dropped;
        synchronized (this) {
            dropped = cancelled;
        }
        if (dropped) {
            report(cancelledFuture());
        }
    }

    private synchronized boolean enter() {
        if (cancelled) {
            returned = true;
            return false;
        }
        // An event loop is not interrupted: that would close whatever channel it is writing to.
        interruptible = Context.isOnEventLoopThread() ? null : Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        returned = true;
        if (interruptible != null) {
            interruptible = null;
            // An interrupt was meant for this item and must not reach the next one.
            Thread.interrupted();
        }
    }

    /** The first report counts. */
    private void report(Future<Buffer> outcome) {
        synchronized (this) {
            if (reported) {
                return;
            }
            reported = true;
        }
        home.accept(() -> outcome.onComplete(result));
    }

    private static Future<Buffer> checked(Buffer outcome) {
        return outcome != null
                ? Future.succeededFuture(outcome)
                : failed("the task's result is null; an empty one is Buffer.buffer()");
    }

    private static Future<Buffer> failed(String message) {
        return Future.failedFuture(new TaskFailure(message));
    }

    private static Future<Buffer> cancelledFuture() {
        return Future.failedFuture(new CancellationException("cancelled"));
    }
}
