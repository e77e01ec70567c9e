package dev.tutti.persistence;

import dev.tutti.queue.Item;
import java.util.List;

/** The ground on which a reply is true, named where the reply is made. */
public enum Basis {

    /**
     * The reply may tell of a change that is not written yet. If that is not written after all, the caller is told so
     * instead. A reply that names no basis has this one, because it can never tell a caller something untrue.
     */
    JOURNAL,

    /**
     * The reply is true whether or not the journal writes what the owner has recorded by now. A delivery has this
     * basis, unless its lease is detached. It still leaves out the items whose own PUT was not written.
     */
    MEMORY;

    /**
     * The basis of a reply that tells of a change of an item, taken before the change: items without a record need
     * none.
     */
    public static Basis of(Item item) {
        return item.isRecorded() ? JOURNAL : MEMORY;
    }

    /**
     * The basis of a delivery of these items, which share one holder. A detached lease is a change in the journal,
     * because it outlives the server. Any other delivery only counts an attempt, and nobody waits for the record of
     * that.
     */
    public static Basis ofDelivery(List<Item> items) {
        boolean isWrite = items.get(0).isDetached() && items.stream().anyMatch(Item::isRecorded);
        return isWrite ? JOURNAL : MEMORY;
    }

    /** As {@link #ofDelivery(List)}, of one item. */
    public static Basis ofDelivery(Item item) {
        return item.isDetached() ? of(item) : MEMORY;
    }

    /** The basis of a reply that needs both to be true. */
    public Basis and(Basis other) {
        return this == JOURNAL ? JOURNAL : other;
    }
}
