package dev.tutti.queue;

/**
 * A client that waits for the result of an item, or keeps it for others. After the item has left its queue, exactly one
 * of {@link #done}, {@link #failed} and {@link #cancelled} is called, once.
 */
public interface Awaiter {

    /** The {@link #resultTtl} of an item whose result is not kept. */
    long NOT_KEPT = -1;

    /** Whether a failure is the reply to a client. If not, the item goes to the dead-letter queue. */
    boolean wantsFailure();

    /** The time in milliseconds for which the result is kept; {@link #NOT_KEPT} if only a client that waits gets it. */
    default long resultTtl() {
        return NOT_KEPT;
    }

    void done(byte[] result);

    void failed(byte[] message);

    /** @param why the way in which the item ended without a result and without a failure */
    void cancelled(Fate why);
}
