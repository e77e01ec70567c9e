package dev.tutti.ready;

import java.util.ArrayList;
import java.util.Iterator;
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
    void addAll(Iterator<E> next) {
        while (!isFull() && next.hasNext()) {
            add(next.next());
        }
    }

    /** Adds an item, unless its body is not here, or it does not fit. Then this one is the end. */
    void add(E item) {
        ended = !item.hasBody() || !items.isEmpty() && bytes + item.bytesShown() > maxBytes;
        if (!ended) {
            bytes += item.bytesShown();
            items.add(item);
        }
    }

    List<E> items() {
        return items;
    }
}
