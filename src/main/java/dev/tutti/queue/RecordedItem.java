package dev.tutti.queue;

/**
 * An item as it was recorded.
 *
 * @param ttl the time in milliseconds for which its result is kept; {@link Awaiter#NOT_KEPT} if it was not submitted
 * @param order the position of the item, see {@link QueueStore}
 * @param atFront whether the item goes to the front when its delay is over
 * @param dueIn the milliseconds until the item is ready, negative if that time has passed; null if it had no delay
 */
public record RecordedItem(
        long id,
        String queue,
        byte[] body,
        Long priority,
        long ttl,
        int attempts,
        long order,
        boolean inFlight,
        boolean atFront,
        Long dueIn) {

    /** Creates the item, which is in no list yet. */
    Item item(ItemQueue taker) {
        PutOptions options = PutOptions.of(priority);
        Item item = ttl == Awaiter.NOT_KEPT ? new Item(body, options, null) : new Submission(ttl).item(body, options);
        item.restore(taker, id, attempts, order);
        return item;
    }
}
