package dev.tutti.ready;

import java.util.Iterator;
import java.util.function.Consumer;

/** The next items of a queue as a reply shows them: up to a number, and as many as fit into one reply. */
public final class PeekResult<E extends ReadyItem> {

    private final int count;
    private final long maxBytes;
    private final Consumer<? super E> each;
    private int size;
    private long bytes;
    private boolean ended;

    /**
     * @param maxBytes of the {@link ReadyItem#bytesShown} of all, unless it is a single one
     * @param each is given each item that belongs to the result
     */
    public PeekResult(int count, long maxBytes, Consumer<? super E> each) {
        this.count = count;
        this.maxBytes = maxBytes;
        this.each = each;
    }

    public boolean isFull() {
        return ended || size >= count || size > 0 && bytes >= maxBytes;
    }

    /** Adds items up to the first whose body is not here. */
    void addAll(Iterator<E> next) {
        while (!isFull() && next.hasNext()) {
            add(next.next());
        }
    }

    /** Adds an item, unless its body is not here, or it does not fit. Then this one is the end. */
    public void add(E item) {
        ended = !item.hasBody() || size > 0 && bytes + item.bytesShown() > maxBytes;
        if (!ended) {
            bytes += item.bytesShown();
            size++;
            each.accept(item);
        }
    }
}
