package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * What an in-process consumer does with one item: implement it, name the class in the configuration, and the queue is a
 * task that every client can {@code RUN}.
 *
 * <p>A consumer instance makes one object of the class, by its public constructor without arguments, and calls it for up
 * to {@code concurrency} items at a time, on the thread that the consumer's {@code threading} names. With {@code
 * event_loop} that is one thread for all items, and {@link #run} must not block. With {@code worker} and {@code
 * virtual_thread} it may block, and each item that runs has a thread to itself, so that fields are shared between
 * threads.
 *
 * <p>When an item's time is up, or its caller cancels it, it has failed. The thread that is then inside {@link #run} is
 * interrupted, unless it is an event loop's; what becomes of a future that was returned is dropped. A task that goes on
 * regardless keeps its thread and gets another for the next item, a bounded number of times.
 */
@FunctionalInterface
public interface Task {

    /**
     * Computes the result of one item.
     *
     * @param item a copy, to be changed at will
     * @return the result, from then on not to be changed; never null, nor a future of null, and at most {@code
     *     server.maxItemSize} bytes. It may complete on any thread.
     * @throws Exception whatever this throws, or fails the future with, fails this item alone; its message, or the name of
     *     its class if it has none, is what the caller reads behind {@code FAILED}
     */
    Future<Buffer> run(Buffer item) throws Exception;

    /**
     * Called once before the first item, on a thread of the same kind; the consumer takes items when the future has
     * succeeded, and if it fails the server does not start.
     */
    default Future<?> start(Vertx vertx) throws Exception {
        return Future.succeededFuture();
    }

    /**
     * Called once after the last item, on a thread of the same kind, when the server stops, which waits for the future,
     * but no longer than 5 s.
     */
    default Future<?> stop() throws Exception {
        return Future.succeededFuture();
    }
}
