package dev.tutti.ready;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The items with the smallest ids behind a given one, up to a number: a page of a list in the order of the ids. */
public final class IdPage<E extends ReadyItem> {

    private final long after;
    private final int count;
    private final TreeMap<Long, E> items = new TreeMap<>();
    /** The largest id that is still wanted. */
    private long last;

    /** @param after no id up to this one is wanted */
    public IdPage(long after, int count) {
        this(after, count, Long.MAX_VALUE);
    }

    /** @param last no id beyond this one is wanted */
    public IdPage(long after, int count, long last) {
        this.after = after;
        this.count = count;
        this.last = last;
    }

    /** No id up to this one is wanted. */
    public long after() {
        return after;
    }

    /** The largest id that is wanted, as far as is known by now. */
    public long last() {
        return last;
    }

    /** Whether it has as many items as it may have, so that others may be behind it. */
    public boolean isFull() {
        return items.size() == count;
    }

    /** Whether it has an item for each id that it wants. */
    public boolean isComplete() {
        return items.size() == last - after;
    }

    /** Whether an item with that id belongs to the page, as far as is known by now. */
    public boolean wants(long id) {
        return id > after && id <= last;
    }

    /** Whether no item with that id or a larger one belongs to the page. */
    public boolean isBehind(long id) {
        return id > last;
    }

    /** Adds an item if the page wants it, in place of one with the same id. */
    public void add(E item) {
        if (wants(item.id())) {
            items.put(item.id(), item);
            if (items.size() > count) {
                items.pollLastEntry();
            }
            last = items.size() < count ? last : items.lastKey();
        }
    }

    void addAll(Iterable<E> some) {
        some.forEach(this::add);
    }

    /** In the order of their ids. */
    public List<E> items() {
        return new ArrayList<>(items.values());
    }
}
