package dev.tutti.queue;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The holders of a queue's items as WAITERS lists them. Items are counted one by one, in any order. */
final class HolderSnapshots {

    /** One holder: the number of its items, and the one that was delivered first. */
    private static final class Held {
        private final Holder holder;
        private int items;
        private long since = Long.MAX_VALUE;
        private long first = Long.MAX_VALUE;

        private Held(Holder holder) {
            this.holder = holder;
        }

        private void count(Item item) {
            items++;
            long delivered = item.lease().since();
            if (delivered < since || delivered == since && item.id() < first) {
                since = delivered;
                first = item.id();
            }
        }

        private ParticipantSnapshot snapshot() {
            return ParticipantSnapshot.holding(holder.participant(), since, String.valueOf(items), holder.isDetached());
        }
    }

    private static final Comparator<Held> BY_DELIVERY =
            Comparator.<Held>comparingLong(held -> held.since).thenComparingLong(held -> held.first);

    private final Map<Holder, Held> byHolder = new IdentityHashMap<>();

    /** Counts an item in flight, unless it is cancelled. */
    void count(Item item) {
        if (!item.isCancelled()) {
            byHolder.computeIfAbsent(item.holder(), Held::new).count(item);
        }
    }

    /** The holders with the number of their items, in the order of their first delivery. */
    List<ParticipantSnapshot> all() {
        return byHolder.values().stream()
                .sorted(BY_DELIVERY)
                .map(Held::snapshot)
                .toList();
    }
}
