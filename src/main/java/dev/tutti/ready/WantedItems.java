package dev.tutti.ready;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The next items of a queue whose bodies somebody needs: up to a number, and as many as go into so many bytes. */
public final class WantedItems<E extends ReadyItem> {

    /** The most bodies that are asked for at a time. */
    private static final int MOST_MISSING = 4096;

    private final int count;
    private final long maxBytes;
    private final List<E> missing = new ArrayList<>();
    private int seen;
    private long bytes;
    private boolean lacksBodies;

    /** @param maxBytes of the {@link ReadyItem#bytesShown} of all, unless it is a single one */
    public WantedItems(int count, long maxBytes) {
        this.count = count;
        this.maxBytes = maxBytes;
    }

    void addAll(Iterator<E> next) {
        while (!isComplete() && next.hasNext()) {
            add(next.next());
        }
    }

    /** Adds an item, of which there may be more than are wanted. */
    public void add(E item) {
        seen++;
        bytes += item.bytesShown();
        lacksBodies |= !item.hasBody();
        if (!item.hasBody() && !item.isBeingRead()) {
            missing.add(item);
        }
    }

    boolean isComplete() {
        return seen >= count || bytes >= maxBytes || missing.size() >= MOST_MISSING;
    }

    /** Whether all these bodies are here. */
    public boolean areHere() {
        return !lacksBodies;
    }

    /** Some of those that lack their bodies, which nobody reads yet, in order. */
    public List<E> missing() {
        return missing;
    }
}
