package dev.tutti.queue;

/**
 * A client that waits at a queue. One of the methods but {@link #claims} and {@link #delivering} is called, once, as
 * the last action: it may call the queue again.
 */
public interface QueueWaiter<T> {

    /**
     * Asked when an item could be delivered, before it is taken out. If the result is false, the client has been served
     * elsewhere: it leaves the line, and nothing more is called.
     */
    default boolean claims() {
        return true;
    }

    /** This item is delivered. It is one of those with which the client will be {@link #served}, maybe much later. */
    default void delivering(Item item) {}

    void served(T what);

    /** The queue is shut down or deleted. */
    void shutDown();

    /** The next item cannot be read from the journal, for that reason. It stays in the queue. */
    void unreadable(String cause);
}
