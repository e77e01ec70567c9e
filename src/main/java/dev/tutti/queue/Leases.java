package dev.tutti.queue;

import dev.tutti.waiting.Timers;
import java.util.List;

/** The ends of the limited leases of a queue's items. */
final class Leases {

    private final Timers timers;
    private final QueueListener listener;
    /** The items whose lease has ended; null until the first one does. */
    private DueItems<Item> overdue;

    /** @param listener is told when leases have ended, for {@link #takeOverdue} */
    Leases(Timers timers, QueueListener listener) {
        this.timers = timers;
        this.listener = listener;
    }

    /** Begins the time of the item's lease again, if that is limited. */
    void renew(Item item) {
        if (item.lease().isLimited()) {
            item.lease().renew(timers, () -> ended(item));
        }
    }

    /** The item's lease has another length from now on, 0 for ever. It is still to be renewed. */
    void change(Item item, long millis, QueueContext context) {
        item.account(item.lease().change(millis), context.memory());
        if (millis == 0) {
            item.lease().stop(timers);
            context.watch(item.holder());
        }
    }

    void endAfter(Item item, long millis) {
        item.lease().endAfter(millis, timers, () -> ended(item));
    }

    /** Collects all leases that end in this turn, so that their items return in order. */
    private void ended(Item item) {
        item.lease().end();
        overdue = overdue == null ? new DueItems<>(timers, listener::leasesEnded) : overdue;
        overdue.add(item);
    }

    /** The items whose leases have ended. Of some the lease may have been renewed since, and some may have ended. */
    List<Item> takeOverdue() {
        return overdue.takeAll();
    }
}
