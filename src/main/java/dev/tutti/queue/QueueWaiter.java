package dev.tutti.queue;

/** Whoever waits at a queue; one of these is called, once, and last: it may come back at once. */
public interface QueueWaiter<T> {

    void served(T what);

    /** The queue is shut down, or gone. */
    void shutDown();
}
