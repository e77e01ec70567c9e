package dev.tutti.ready;

import java.util.ArrayList;
import java.util.List;

/** The next items of a queue as a reply shows them: up to a number, and as many as fit into one reply. */
final class PeekResult<E extends ReadyItem> {

    private final int count;
    private final long maxBytes;
    private final List<E> items = new ArrayList<>();
    private long bytes;
    private boolean ended;

    /** @param maxBytes of the {@link ReadyItem#bytesShown} of all, unless it is a single one */
    PeekResult(int count, long maxBytes) {
        this.count = count;
        this.maxBytes = maxBytes;
    }

    boolean isFull() {
        return ended || items.size() >= count || !items.isEmpty() && bytes >= maxBytes;
    }

    /** The number of items that are still to be added. */
    int wanted() {
        return count - items.size();
    }

    /** Adds items up to the first whose body is not here. */
    void addAll(Iterable<E> next) {
        for (E item : next) {
            ended |= !item.hasBody();
            if (isFull()) {
                return;
            }
            bytes += item.bytesShown();
            if (bytes > maxBytes && !items.isEmpty()) {
                return;
            }
            items.add(item);
        }
    }

    List<E> items() {
        return items;
    }
}
