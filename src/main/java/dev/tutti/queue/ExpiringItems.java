package dev.tutti.queue;

/**
 * The times at which pending items of a queue are dropped: those that nobody has got in time, and dead ones. An item
 * that somebody has got does not expire any more.
 */
final class ExpiringItems {

    private final ItemQueue queue;
    private final QueueHeader header;
    private final QueueContext context;
    private final Counters counters;
    private final QueueListener listener;
    /**
     * The items whose time is over. Some may have been delivered since, or moved, or have ended. Null until the first
     * item that may expire.
     */
    private DueItems<Item> expired;

    /** @param listener is told when items have expired, for {@link #poll} */
    ExpiringItems(
            ItemQueue queue, QueueHeader header, QueueContext context, Counters counters, QueueListener listener) {
        this.queue = queue;
        this.header = header;
        this.context = context;
        this.counters = counters;
        this.listener = listener;
    }

    /** Begins the time of an item, if it has one. */
    void begin(Item item) {
        if (item.options().expires() > 0) {
            item.expireAt(context.timers().after(item.options().expires(), () -> over(item)), context.memory());
        }
    }

    private void over(Item item) {
        expired = expired == null ? new DueItems<>(context.timers(), listener::itemsExpired) : expired;
        expired.add(item);
    }

    /** Somebody has got the item, or it goes to another queue: it does not expire here any more. */
    void end(Item item) {
        if (item.expiry() != null) {
            context.timers().cancel(item.expiry());
            item.endExpiry(context.memory());
        }
    }

    /** The next item whose time was over, or null. */
    Item poll() {
        return expired.poll();
    }

    /** Whether the item's time is over, and the item has not been got since. */
    boolean isOver(Item item) {
        return item.queue() == queue
                && item.expiry() != null
                && item.expiry().time() <= context.timers().now();
    }

    /** Counts an item whose time is over. Returns its fate. */
    Fate count(Item item) {
        return count(isDead(item) ? Fate.OVER_DEADAGE : Fate.EXPIRED);
    }

    /** Whether the item has failed for good, and not only its own time may be over. */
    private boolean isDead(Item item) {
        return header.isDeadLetterQueue() && item.trace().from() != null;
    }

    /** Counts an item of a dead-letter queue that is too long. Returns its fate. */
    Fate countOverDeadsize() {
        return count(Fate.OVER_DEADSIZE);
    }

    private Fate count(Fate fate) {
        counters.countExpired();
        if (fate != Fate.EXPIRED) {
            context.events().dropped(queue.name());
        }
        return fate;
    }
}
