package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * A task that knows more of an item than its bytes: the {@link TaskContext} has the item's id, its queue, the number of
 * its delivery and its last progress. It tells whether the item was cancelled, and takes a new progress. Everything
 * that is said in {@link Task} about objects, threads, failure, cancellation and limits holds here, too. A {@code Task}
 * is a {@code ContextTask} that needs no context.
 */
@FunctionalInterface
public interface ContextTask {

    /**
     * Computes the result of one item.
     *
     * @param item a copy that belongs to the task, which may change it
     * @param context of this delivery of the item
     * @return the result, which must not be changed afterwards. The future may complete on any thread.
     * @throws Exception to fail this item
     */
    Future<Buffer> run(Buffer item, TaskContext context) throws Exception;

    /**
     * Called once before the first item, on a thread of the same kind. The consumer takes items after the future has
     * succeeded. If the future fails, or takes longer than 60 s, the server does not start. This method calls {@link
     * #start(Vertx)}, so that a task that needs no configuration implements that.
     *
     * @param config the consumer's {@code config} in the configuration of the server; empty if there is none. It is a
     *     copy that belongs to the task.
     */
    default Future<?> start(Vertx vertx, JsonObject config) throws Exception {
        return start(vertx);
    }

    /** As {@link #start(Vertx, JsonObject)}, for a task without a configuration. */
    default Future<?> start(Vertx vertx) throws Exception {
        return Future.succeededFuture();
    }

    /**
     * Called once after the last item, on a thread of the same kind, when the server stops. The server waits for the
     * future for up to 5 s.
     */
    default Future<?> stop() throws Exception {
        return Future.succeededFuture();
    }
}
