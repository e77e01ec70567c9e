package dev.tutti.queue;

import dev.tutti.ready.IdPage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Items by their ids: a hash table whose entries are the items themselves, so that an item takes its share of the table
 * and no other memory. An item is in one such table at a time.
 */
final class ItemsById {

    private static final int SMALLEST = 4;
    /** The number of bits of an id that are laid over its lowest bits at a time. */
    private static final int FOLD = 7;

    /** A power of two; each item leads to the next one of its bucket. */
    private Item[] buckets = new Item[SMALLEST];

    private int size;
    /** No item is in a bucket before this one. */
    private int first;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The item with that id, or null. */
    Item find(long id) {
        Item item = buckets[bucket(id)];
        while (item != null && item.id() != id) {
            item = item.nextInBucket();
        }
        return item;
    }

    /** Adds an item. No item with its id may be here. */
    void add(Item item) {
        if (size == buckets.length) {
            grow();
        }
        enter(item);
        size++;
    }

    private void enter(Item item) {
        int bucket = bucket(item.id());
        first = Math.min(first, bucket);
        item.nextInBucket(buckets[bucket]);
        buckets[bucket] = item;
    }

    /**
     * Consecutive ids, the usual case, have a bucket each, and neighbouring items are neighbours in the table. The
     * higher bits spread ids that come in steps.
     */
    private int bucket(long id) {
        return (int) (id ^ id >>> FOLD ^ id >>> 2 * FOLD ^ id >>> 3 * FOLD) & buckets.length - 1;
    }

    private void grow() {
        List<Item> all = all();
        buckets = new Item[2 * buckets.length];
        all.forEach(this::enter);
    }

    /**
     * Any of the items, or null if there is none. To take all of them one by one takes time in proportion to their
     * number.
     */
    Item any() {
        if (isEmpty()) {
            return null;
        }
        while (buckets[first] == null) {
            first++;
        }
        return buckets[first];
    }

    /** Removes an item, which must be here. */
    void remove(Item item) {
        int bucket = bucket(item.id());
        if (buckets[bucket] == item) {
            buckets[bucket] = item.nextInBucket();
        } else {
            Item before = buckets[bucket];
            while (before.nextInBucket() != item) {
                before = before.nextInBucket();
            }
            before.nextInBucket(item.nextInBucket());
        }
        item.nextInBucket(null);
        size--;
    }

    /** Adds those of the wanted items that belong to the page. Takes time in proportion to the number of all. */
    void addTo(IdPage<Item> page, Predicate<Item> wanted) {
        for (Item first : buckets) {
            for (Item item = first; item != null; item = item.nextInBucket()) {
                if (page.wants(item.id()) && wanted.test(item)) {
                    page.add(item);
                }
            }
        }
    }

    /** All items, in no order. */
    List<Item> all() {
        List<Item> all = new ArrayList<>(size);
        for (Item first : buckets) {
            for (Item item = first; item != null; item = item.nextInBucket()) {
                all.add(item);
            }
        }
        return all;
    }
}
