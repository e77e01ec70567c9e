package dev.tutti.queue;

import dev.tutti.waiting.Deadlines.Deadline;

/** An item that is dropped if nobody has got it in time. */
abstract class ExpiringItem extends TracedItem {

    /** Null if there is no such time. */
    private Deadline expiry;

    ExpiringItem(byte[] body, PutOptions options, Awaiter awaiter, int bytes) {
        super(body, options, awaiter, bytes);
    }

    /** The time at which the item is dropped if it is still pending, or null. */
    final Deadline expiry() {
        return expiry;
    }

    /** The milliseconds until the item expires, at least 1; 0 if it does not. */
    final long expiresIn(long now) {
        return expiry == null ? 0 : Math.max(1, expiry.time() - now);
    }

    final void expireAt(Deadline end, MemoryLimit memory) {
        expiry = end;
        account(Footprint.EXPIRY, memory);
    }

    /** The item does not expire any more. */
    final void endExpiry(MemoryLimit memory) {
        expiry = null;
        account(-Footprint.EXPIRY, memory);
    }

    /** The item has ended, and its memory is given back. */
    final void forgetExpiry() {
        expiry = null;
    }
}
