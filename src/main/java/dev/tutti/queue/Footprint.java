package dev.tutti.queue;

import dev.tutti.ready.ReadyItem;

/**
 * What things take of the heap besides the bytes that somebody sent, in bytes, as measured: what the {@link MemoryLimit}
 * counts for them.
 */
final class Footprint {

    static final int ITEM = ReadyItem.BYTES;
    /** An item that was submitted, and after its end what is left of it with the result. */
    static final int SUBMISSION = 360;
    /** Besides, while the item waits for the end of its delay. */
    static final int DELAY = 150;
    /** Besides, while somebody has the item. */
    static final int LEASE = 90;
    /** Besides, if that is for a limited time. */
    static final int LEASE_END = 100;

    private static final int QUEUE = 900;

    private Footprint() {}

    /** A queue of that name, with nothing in it, which has had waiters and delayed items. */
    static long queue(String name) {
        return QUEUE + name.length();
    }
}
