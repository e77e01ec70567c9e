package dev.tutti.queue;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The holders of items as WAITERS lists them. */
final class HolderSnapshots {

    private HolderSnapshots() {}

    /** The holders with the number of their items, in the order of their first delivery. Cancelled items do not count. */
    static List<ParticipantSnapshot> of(List<Item> inFlight) {
        Map<Holder, List<Item>> held = new LinkedHashMap<>();
        inFlight.stream()
                .filter(item -> !item.isCancelled())
                .sorted(Comparator.<Item>comparingLong(item -> item.lease().since())
                        .thenComparingLong(Item::id))
                .forEach(item -> held.computeIfAbsent(item.holder(), holder -> new ArrayList<>())
                        .add(item));
        List<ParticipantSnapshot> holders = new ArrayList<>();
        held.forEach((holder, theirs) -> holders.add(ParticipantSnapshot.holding(
                holder.participant(),
                theirs.get(0).lease().since(),
                String.valueOf(theirs.size()),
                holder.isDetached())));
        return holders;
    }
}
