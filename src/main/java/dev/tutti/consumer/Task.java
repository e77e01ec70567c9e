package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Computes the result of an item. Implement this interface, put the jar into {@code lib/} and name the class in the
 * configuration. Clients can then call the task with {@code RUN}, and put items for it with {@code SUBMIT}. A class
 * that needs an item's id, or tells its progress, implements {@link ContextTask} instead.
 *
 * <p><b>Objects.</b> Each consumer instance makes one object of the class, with its public constructor without
 * arguments, and uses it for all items. It calls {@link #start} once before the first item and {@link #stop} once
 * after the last.
 *
 * <p><b>Threads.</b> A consumer instance runs up to {@code concurrency} items at a time, on threads of the kind that
 * its {@code threading} names:
 *
 * <ul>
 *   <li>{@code event_loop}: one thread runs all items of the instance. {@link #run} must not block.
 *   <li>{@code worker} and {@code virtual_thread}: each item has a thread to itself while it is inside {@link #run},
 *       which may block. Several threads use the same object, so fields that change must be thread-safe.
 * </ul>
 *
 * <p><b>Failure.</b> An item fails if {@link #run} throws, or if the future fails, is null or holds null. Clients get
 * an error that begins with {@code FAILED}, followed by the exception's message, or by the name of its class if there
 * is no message. The text is cut after 4,096 bytes. The server logs the first exception of a kind with its stack trace,
 * and counts later ones. Other items are not affected, not even by an {@link Error}.
 *
 * <p><b>Cancellation.</b> An item is stopped when it has run for longer than the consumer's {@code timeout}, when a
 * client cancels it, or when the server stops. A thread that is inside {@link #run} is interrupted, unless it is an
 * event loop's. If {@link #run} has returned already, its future is ignored from then on. After a timeout the item has
 * failed at once, with {@code FAILED timed out after 500 ms} for example. For a cancelled item clients get {@code
 * CANCELLED}, and a {@code TASKGROUP} waits until its thread has left {@link #run}. An item that the stop of the
 * server interrupts has not failed: a server with a journal delivers it again after the next start.
 *
 * <p><b>Limits.</b> A result may have {@code server.maxItemSize} bytes, and a larger one fails the item. If the thread
 * of a stopped item is still inside {@link #run} after one second, the item is abandoned, and another item may run
 * instead of it. Up to 16 abandoned items cost nothing but their threads. Each further one lowers the number of items
 * that the instance runs at a time, until its thread comes back.
 */
@FunctionalInterface
public interface Task extends ContextTask {

    /**
     * Computes the result of one item.
     *
     * @param item a copy that belongs to the task, which may change it
     * @return the result, which must not be changed afterwards. The future may complete on any thread.
     * @throws Exception to fail this item
     */
    Future<Buffer> run(Buffer item) throws Exception;

    /** Runs {@link #run(Buffer)}, which needs no context. */
    @Override
    default Future<Buffer> run(Buffer item, TaskContext context) throws Exception {
        return run(item);
    }
}
