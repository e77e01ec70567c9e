package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/** The items that one GET takes, one after another: as many as it asks for, are there and fit into one reply. */
class Delivery {

    /** A longer list grows by itself. */
    private static final int MOST_EXPECTED = 64;

    private final Holder holder;
    private final int count;
    private final long lease;
    private final long maxBytes;
    /** Empty until the first item is delivered: many GETs may wait. */
    private List<Item> items = List.of();

    private long bytes;

    /**
     * @param lease in milliseconds, 0 for ever
     * @param maxBytes of the items, unless it is a single one
     */
    Delivery(Holder holder, int count, long lease, long maxBytes) {
        this.holder = holder;
        this.count = count;
        this.lease = lease;
        this.maxBytes = maxBytes;
    }

    Holder holder() {
        return holder;
    }

    long lease() {
        return lease;
    }

    boolean isFull() {
        return items.size() == count;
    }

    /** Whether an item has been delivered, so that the GET ends soon. */
    boolean hasBegun() {
        return !items.isEmpty();
    }

    /** Asked before an item is taken out. Returns false if the GET has ended at another queue. */
    boolean begins() {
        return true;
    }

    /** Whether this is the first item, or fits into the reply with the others. */
    boolean hasRoomFor(Item next) {
        return items.isEmpty() || bytes + next.bytesShown() <= maxBytes;
    }

    void add(Item delivered) {
        if (items.isEmpty()) {
            items = new ArrayList<>(Math.min(count, MOST_EXPECTED));
        }
        items.add(delivered);
        bytes += delivered.bytesShown();
    }

    long bytes() {
        return bytes;
    }

    List<Item> items() {
        return items;
    }
}
