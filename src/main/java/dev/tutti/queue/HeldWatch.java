package dev.tutti.queue;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports items that a client has held for long without a lease, each once: the client may have given its GET up and
 * kept its connection. A holder has one timer at most, whatever it holds.
 */
final class HeldWatch {

    /** The most items that are reported of one holder at a time. */
    private static final int MOST = 10;

    private final long millis;
    private final HeldListener listener;
    private final Timers timers;

    /** @param millis the time after which an item is reported */
    HeldWatch(long millis, HeldListener listener, Timers timers) {
        this.millis = millis;
        this.listener = listener;
        this.timers = timers;
    }

    /** The holder has got an item without a lease. */
    void delivered(Holder holder) {
        if (holder.isClient() && holder.look() == null) {
            holder.look(timers.after(millis, () -> look(holder)));
        }
    }

    void closed(Holder holder) {
        timers.cancel(holder.look());
    }

    private void look(Holder holder) {
        holder.look(null);
        long end = timers.now() - millis;
        List<Item> overdue = new ArrayList<>();
        for (Item item : holder.held()) { // in the order of their delivery
            long since = item.lease().since();
            if (item.lease().isLimited() || since <= holder.reportedUntil()) {
                continue;
            }
            if (since > end) {
                holder.look(timers.after(since - end, () -> look(holder)));
                break;
            }
            overdue.add(item);
        }
        holder.reportedUntil(end);
        report(overdue, holder.participant());
    }

    private void report(List<Item> overdue, Participant holder) {
        int reported = Math.min(MOST, overdue.size());
        for (int i = 0; i < reported; i++) {
            Item item = overdue.get(i);
            int others = i == MOST - 1 ? overdue.size() - MOST : 0;
            listener.held(item, holder, timers.now() - item.lease().since(), others);
        }
    }
}
