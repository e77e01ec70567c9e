package dev.tutti.queue;

/**
 * Whoever waits for the result of an item; one of done, failed and cancelled is called, once, after the item has left
 * its queue.
 */
public interface Awaiter {

    /** Whether a failure is somebody's reply; if not, the item goes to the dead-letter queue. */
    boolean wantsFailure();

    void done(byte[] result);

    void failed(byte[] message);

    void cancelled();
}
