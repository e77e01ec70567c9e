package dev.tutti.consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/**
 * One item of a {@link PooledTaskExecutor}. {@link #perform} runs on the task's context, the task's future may
 * complete on any thread, and everything else belongs to the consumer's context. The monitor guards the state. It is
 * never held while code of the task runs or a promise completes.
 */
final class PooledExecution implements TaskExecution {

    private enum State {
        /** The task's context has not come to the item yet. */
        QUEUED,
        /** A thread is inside {@link ContextTask#run}. */
        RUNNING,
        /** {@link ContextTask#run} has returned, and its future is awaited. */
        AWAITING,
        /**
         * Cancelled while queued or running. The item ends when the task's context comes to it or its thread returns.
         */
        CANCELLED,
        /** The result is decided and on its way to the consumer's context. */
        DECIDED
    }

    private final ContextTask task;
    private final DeliveredItem item;
    private final Executor consumerContext;
    private final Executor beside;

    private final Promise<Buffer> result = Promise.promise();
    /** The result once it is decided, or null. It completes when no callback runs. Used on the consumer's context. */
    private Future<Buffer> decision;
    /** Used on the consumer's context. */
    private int callbacksRunning;

    private State state = State.QUEUED;
    /** The thread that is inside {@link ContextTask#run}, if it is one that may be interrupted. */
    private Thread interruptible;

    /** @param beside runs code on a thread of the task's kind, and not on one that is inside the task and may block */
    PooledExecution(ContextTask task, DeliveredItem item, Executor consumerContext, Executor beside) {
        this.task = task;
        this.item = item;
        this.consumerContext = consumerContext;
        this.beside = beside;
        item.onLateCallback(() -> consumerContext.execute(this::runCallbacks));
    }

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    /**
     * Interrupts the thread that runs the task, and the item ends when the thread returns. If the task's future is
     * awaited, the item ends at once and the future is ignored. In both cases it ends after its callbacks.
     */
    @Override
    public void cancel() {
        boolean endsNow = cancelled();
        runCallbacks();
        if (endsNow) {
            end(cancelledFuture());
        }
    }

    private void runCallbacks() {
        List<Runnable> callbacks = item.takeCallbacks();
        if (callbacks.isEmpty()) {
            return;
        }
        callbacksRunning++;
        beside.execute(() -> {
            List<Throwable> failures = callAll(callbacks);
            consumerContext.execute(() -> {
                failures.forEach(item::callbackFailed);
                callbacksRunning--;
                complete();
            });
        });
    }

    private static List<Throwable> callAll(List<Runnable> callbacks) {
        List<Throwable> failures = new ArrayList<>();
        for (Runnable callback : callbacks) {
            try {
                callback.run();
            } catch (Throwable failure) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private void complete() {
        if (decision != null && callbacksRunning == 0 && !result.future().isComplete()) {
            decision.onComplete(result);
        }
    }

    /** Runs the task. Called on the task's context. Never throws. */
    void perform() {
        Future<Buffer> future;
        if (entered()) {
            try {
                future = call();
            } finally {
                returned();
            }
        } else {
            future = cancelledFuture();
        }
        follow(future);
    }

    private Future<Buffer> call() {
        try {
            // A copy, since the item may be delivered to another consumer later.
            Future<Buffer> future = task.run(item.body().copy(), item);
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
                    end(outcome.succeeded() ? checked(outcome.result()) : Future.failedFuture(outcome.cause())));
        } catch (Throwable failure) {
            end(Future.failedFuture(failure));
        }
        if (isCancelled()) {
            end(cancelledFuture());
        }
    }

    /** Passes the result on to the consumer's context. The first result counts. */
    private void end(Future<Buffer> outcome) {
        if (decided()) {
            consumerContext.execute(() -> {
                decision = outcome;
                complete();
            });
        }
    }

    // ---- transitions of the state

    /** False if the item was cancelled while it was queued. */
    private synchronized boolean entered() {
        if (state == State.CANCELLED) {
            return false;
        }
        state = State.RUNNING;
        // An event loop is not interrupted: that would close the channel that it is writing to.
        interruptible = Context.isOnEventLoopThread() ? null : Thread.currentThread();
        return true;
    }

    private synchronized void returned() {
        if (state == State.RUNNING) {
            state = State.AWAITING;
        }
        if (interruptible != null) {
            interruptible = null;
            // An interrupt was meant for this item and must not reach the next one.
            Thread.interrupted();
        }
    }

    /** True if the item ends at once. */
    private synchronized boolean cancelled() {
        if (state == State.QUEUED || state == State.RUNNING) {
            state = State.CANCELLED;
            if (interruptible != null) {
                interruptible.interrupt();
            }
        }
        return state == State.AWAITING;
    }

    private synchronized boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /** False if the result was decided before. */
    private synchronized boolean decided() {
        boolean first = state != State.DECIDED;
        state = State.DECIDED;
        return first;
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
