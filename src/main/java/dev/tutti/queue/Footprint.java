package dev.tutti.queue;

import dev.tutti.ready.ReadyFootprint;

/**
 * The heap in bytes, as measured, that the parts of a queue take besides the bytes that clients sent. The {@link
 * MemoryLimit} counts these numbers.
 */
final class Footprint {

    static final int ITEM = ReadyFootprint.ITEM;
    /** The item of a RUN or of a part of a GATHER, with the wait for its result. */
    static final int RUN = 400;
    /** A submitted item, and after its end the object that stays with the result. */
    static final int SUBMISSION = 360;
    /** In addition, while the item is delayed. */
    static final int DELAY = 150;
    /** In addition, while a worker has the item. */
    static final int LEASE = 90;
    /** In addition, if the lease is limited. */
    static final int LEASE_END = 100;

    /** In addition, while the item may expire. */
    static final int EXPIRY = 160;
    /** In addition, if the item has an {@link ItemTrace}, besides its arrays and names. */
    static final int TRACE = 48;
    /** An array of bytes, besides these. */
    static final int ARRAY = 20;
    /** A name, besides its bytes. */
    static final int NAME = 48;

    /** In addition, if the item has a key, besides the bytes of that. */
    static final int KEY = 130;
    /** In addition, if the item has a group, besides the bytes of that; estimated, not measured. */
    static final int GROUP = 90;

    /** The reply that shows an item, besides its trace. */
    static final int VIEW = 400;

    private static final int QUEUE = 900;

    private Footprint() {}

    /** An empty queue of that name, which has had waiters and delayed items. */
    static long queue(String name) {
        return QUEUE + name.length();
    }
}
