package dev.tutti.queue;

/**
 * A client that waits at a queue. One of the methods is called, once, as the last action: it may call the queue again.
 */
public interface QueueWaiter<T> {

    void served(T what);

    /** The queue is shut down or deleted. */
    void shutDown();

    /** The next item cannot be read from the journal, for that reason. It stays in the queue. */
    void unreadable(String cause);
}
