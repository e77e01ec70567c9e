package dev.tutti.queue;

import java.util.ArrayDeque;

/** The times at which pending items of a queue expire. An item that somebody has got does not expire any more. */
final class ExpiringItems {

    private final QueueContext context;
    private final QueueListener listener;
    /** The items whose time was over in this turn. Some may have been delivered since, or moved, or have ended. */
    private final ArrayDeque<Item> expired = new ArrayDeque<>();

    /** @param listener is told when items have expired, for {@link #poll} */
    ExpiringItems(QueueContext context, QueueListener listener) {
        this.context = context;
        this.listener = listener;
    }

    /** Begins the time of an item, which has one. */
    void begin(Item item) {
        item.expireAt(context.timers().after(item.options().expires(), () -> expired(item)), context.memory());
    }

    /** Collects all items whose times are over in this turn, so that they are dropped in slices. */
    private void expired(Item item) {
        if (expired.isEmpty()) {
            context.timers().after(0, listener::itemsExpired);
        }
        expired.add(item);
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
