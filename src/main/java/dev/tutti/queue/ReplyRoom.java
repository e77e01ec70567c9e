package dev.tutti.queue;

/**
 * The bytes of items that one reply may carry, and the replies of one transaction together. The first item of a reply
 * or transaction always has room. Belongs to one event loop.
 */
public final class ReplyRoom {

    private long max;
    private long left;

    /** @param max of the bytes that the items of one reply show */
    public ReplyRoom(long max) {
        this.max = max;
        this.left = max;
    }

    /** Sets another limit. To be called between two commands. */
    public void change(long bytes) {
        max = bytes;
        left = bytes;
    }

    /** The bytes for a reply that is not part of a transaction. */
    public long max() {
        return max;
    }

    /** The bytes that are left for the command at hand; 0 or less if there are none. */
    public long left() {
        return left;
    }

    /** A command begins that is not part of a transaction, or a transaction does. */
    public void renew() {
        left = max;
    }

    /** The reply carries items of so many bytes. */
    public void take(long bytes) {
        left -= bytes;
    }

    /** Whether an item or a result that shows so many bytes may come. The first always may. */
    public boolean isFor(long bytes) {
        return left == max || bytes <= left;
    }
}
