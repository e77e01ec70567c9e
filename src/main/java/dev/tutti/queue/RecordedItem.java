package dev.tutti.queue;

import dev.tutti.ready.ReadyFootprint;

/**
 * An item as it was recorded.
 *
 * @param key null if it has none
 * @param group null if it has none
 * @param ttl the time in milliseconds for which its result is kept; {@link Awaiter#NOT_KEPT} if it was not submitted
 * @param order the position of the item, see {@link QueueStore}
 * @param atFront whether the item goes to the front when its delay is over
 * @param dueIn the milliseconds until the item is ready, negative if that time has passed; null if it had no delay
 * @param expiresIn the milliseconds until it expires while it is pending, negative if that time has passed; null if it
 *     does not
 * @param lease the lease of an item in flight that belongs to it alone, null for other items
 * @param put the time at which it was put, in milliseconds since 1970, or 0 if the record does not tell
 */
public record RecordedItem(
        long id,
        String queue,
        byte[] body,
        Long priority,
        String key,
        String group,
        long ttl,
        int attempts,
        long order,
        boolean inFlight,
        boolean atFront,
        Long dueIn,
        Long expiresIn,
        HeldLease lease,
        long put,
        ItemTrace trace) {

    /**
     * A lease that outlives connections and the server.
     *
     * @param millis its length
     * @param left the milliseconds until its end, 0 or less if that has passed
     * @param heldFor the milliseconds since its begin
     */
    public record HeldLease(long millis, long left, long heldFor) {}

    /** Whether the item is still in flight: its lease goes on. */
    boolean isHeld() {
        return inFlight && lease != null && lease.left() > 0;
    }

    /**
     * About the bytes of the heap that the item takes in its queue, however short memory is.
     *
     * @param bodyBytes the length of the body, which may be missing here
     */
    public long bytesInQueue(int bodyBytes) {
        boolean isSubmitted = ttl != Awaiter.NOT_KEPT;
        if (!isSubmitted && !inFlight && attempts == 0 && dueIn == null && key == null && expiresIn == null) {
            return ReadyFootprint.ID;
        }
        return (long) bodyBytes
                + (isSubmitted ? Footprint.SUBMISSION : Footprint.ITEM)
                + (dueIn == null ? 0 : Footprint.DELAY)
                + (key == null ? 0 : Footprint.KEY)
                + (expiresIn == null ? 0 : Footprint.EXPIRY)
                + (lease == null ? 0 : Footprint.LEASE + Footprint.LEASE_END)
                + trace.bytes();
    }

    /** Completes an item whose body is awaited. */
    void load(Item item, MemoryLimit memory) {
        item.load(body, priority, order, memory);
        item.trace(trace, memory);
    }

    /** Creates the item, which is in no list yet. */
    Item item(ItemQueue taker) {
        PutOptions options =
                PutOptions.of(priority, key, group).expiringIn(expiresIn == null ? 0 : Math.max(1, expiresIn));
        Item item = ttl == Awaiter.NOT_KEPT ? new Item(body, options, null) : new Submission(ttl).item(body, options);
        item.restore(taker, id, attempts, order);
        item.restoreTrace(trace);
        return item;
    }
}
