package dev.tutti.queue;

/** The times at which pending items of a queue expire. An item that somebody has got does not expire any more. */
final class ExpiringItems {

    private final QueueContext context;
    /** The items whose time is over. Some may have been delivered since, or moved, or have ended. */
    private final DueItems<Item> expired;

    /** @param listener is told when items have expired, for {@link #poll} */
    ExpiringItems(QueueContext context, QueueListener listener) {
        this.context = context;
        this.expired = new DueItems<>(context.timers(), listener::itemsExpired);
    }

    /** Begins the time of an item, which has one. */
    void begin(Item item) {
        item.expireAt(context.timers().after(item.options().expires(), () -> expired.add(item)), context.memory());
    }

    /** The item does not expire here any more. */
    void end(Item item) {
        context.timers().cancel(item.expiry());
        item.endExpiry(context.memory());
    }

    /** Whether the item's time is over, and the item has not been got since. */
    boolean isOver(Item item) {
        return item.expiry() != null && item.expiry().time() <= context.timers().now();
    }

    /** The next item whose time was over, or null. */
    Item poll() {
        return expired.poll();
    }
}
