package dev.tutti.ready;

import java.util.ArrayList;
import java.util.List;

/** The next items of a queue as a reply shows them: up to a number, and as many as fit into one reply. */
final class PeekResult<E extends ReadyItem> {

    private final int count;
    private final List<E> items = new ArrayList<>();
    private long bytes;
    private boolean ended;

    PeekResult(int count) {
        this.count = count;
    }

    boolean isFull() {
        return ended || items.size() >= count || bytes >= ReadyItem.MOST_BYTES_AT_ONCE;
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
            if (bytes > ReadyItem.MOST_BYTES_AT_ONCE && !items.isEmpty()) {
                return;
            }
            items.add(item);
        }
    }

    List<E> items() {
        return items;
    }
}
