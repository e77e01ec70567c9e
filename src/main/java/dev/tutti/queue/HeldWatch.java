package dev.tutti.queue;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Reports items that a client has held for long without a lease, each once: the client may have given its GET up and
 * kept its connection. A holder has one timer at most, whatever it holds.
 */
final class HeldWatch {

    /** The most items that are reported of one holder at a time. */
    private static final int MOST = 10;

    /** 0 reports nothing. */
    private long millis;

    private final HeldListener listener;
    private final Timers timers;
    /** Those that have a timer. */
    private final Set<Holder> watched = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param millis the time after which an item is reported; 0 reports none */
    HeldWatch(long millis, HeldListener listener, Timers timers) {
        this.millis = millis;
        this.listener = listener;
        this.timers = timers;
    }

    /** The holder has got an item without a lease. */
    void delivered(Holder holder) {
        if (holder.look() == null && millis > 0 && holder.isClient()) {
            lookAfter(millis, holder);
        }
    }

    private void lookAfter(long wait, Holder holder) {
        watched.add(holder);
        holder.look(timers.after(wait, () -> look(holder)));
    }

    void closed(Holder holder) {
        watched.remove(holder);
        timers.cancel(holder.look());
    }

    /** Sets another time. If there was none, it holds for items that are delivered from now on. */
    void change(long next) {
        if (next == millis) {
            return;
        }
        millis = next;
        for (Holder holder : List.copyOf(watched)) {
            timers.cancel(holder.look());
            look(holder);
        }
    }

    private void look(Holder holder) {
        holder.look(null);
        watched.remove(holder);
        if (millis == 0) {
            return;
        }
        long end = timers.now() - millis;
        List<Item> overdue = new ArrayList<>();
        for (Item item : holder.held()) { // in the order of their delivery
            long since = item.lease().since();
            if (item.lease().isLimited() || since <= holder.reportedUntil()) {
                continue;
            }
            if (since > end) {
                lookAfter(since - end, holder);
                break;
            }
            overdue.add(item);
        }
        holder.reportedUntil(Math.max(end, holder.reportedUntil()));
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
