package dev.tutti.consumer;

import io.vertx.core.Future;

/**
 * Runs the items of one kind of task. All methods are called on the consumer's event loop and must not block it. An
 * executor knows no limits: the {@link TaskSupervisor} has the timeout, the number of items at a time, and the size of
 * a result.
 */
@FunctionalInterface
interface TaskExecutor {

    /** Starts one item. Its result completes on the consumer's context. */
    TaskExecution run(DeliveredItem item);

    /** Called once before the first item. */
    default Future<?> start() {
        return Future.succeededFuture();
    }

    /** Called once after the last item. */
    default Future<?> stop() {
        return Future.succeededFuture();
    }

    /** Called once after the stop has ended or has taken too long. Releases all threads without waiting for them. */
    default void close() {}
}
