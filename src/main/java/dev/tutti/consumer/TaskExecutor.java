package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * A kind of task as the consumer sees it: everything is called on the consumer's event loop, and nothing may block it.
 * How long an item may take, how many run at a time and what a result may look like is not its business but {@link
 * TaskRunner}'s.
 */
@FunctionalInterface
interface TaskExecutor {

    /** Starts on one item. The result completes on the consumer's context. */
    TaskExecution run(Buffer item);

    /** Called once before the first item. */
    default Future<?> start() {
        return Future.succeededFuture();
    }

    /** Called once after the last item. */
    default Future<?> stop() {
        return Future.succeededFuture();
    }

    /** Called once when the stop is over, or has taken too long: lets go of whatever is left, without waiting for it. */
    default void close() {}
}
