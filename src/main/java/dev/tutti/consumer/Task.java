package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * What an in-process consumer does with one item: implement it, name the class in the configuration, and the queue is a
 * task that every client can {@code RUN}.
 *
 * <p>A consumer instance makes one object of the class, by its public constructor without arguments, and calls it for
 * up to {@code concurrency} items at a time, on the thread that the consumer's {@code threading} names: with {@code
 * event_loop} {@link #run} must not block; with {@code worker} and {@code virtual_thread} it may, and is interrupted
 * when the item's time is up.
 */
@FunctionalInterface
public interface Task {

    /**
     * Computes the result of one item. What it throws, or fails the future with, fails this item alone, and the message
     * is what the caller reads behind {@code FAILED}.
     */
    Future<Buffer> run(Buffer item) throws Exception;

    /** Called once before the first item; the consumer takes items when the future has succeeded. */
    default Future<?> start(Vertx vertx) throws Exception {
        return Future.succeededFuture();
    }

    /** Called once after the last item, when the server stops. */
    default Future<?> stop() throws Exception {
        return Future.succeededFuture();
    }
}
