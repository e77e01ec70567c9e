package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/** The next items as somebody is shown them, up to so many, and as many as fit into one answer. */
final class PeekResult {

    private final int count;
    private final List<Item> items = new ArrayList<>();
    private long bytes;

    PeekResult(int count) {
        this.count = count;
    }

    boolean isFull() {
        return items.size() >= count || bytes >= PendingItems.MOST_BYTES_AT_ONCE;
    }

    /** How many more are wanted. */
    int wanted() {
        return count - items.size();
    }

    void addAll(Iterable<Item> next) {
        for (Item item : next) {
            if (isFull()) {
                return;
            }
            items.add(item);
            bytes += item.bytesShown();
        }
    }

    List<Item> items() {
        return items;
    }
}
