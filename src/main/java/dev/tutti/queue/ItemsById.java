package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Items by their ids: a hash table whose entries are the items themselves, so that to be found here costs an item its
 * place in the table, and no memory of its own. An item is in one such table at a time.
 */
final class ItemsById {

    private static final int SMALLEST = 4;
    /** So many bits of an id at a time are laid over its lowest ones. */
    private static final int FOLD = 7;

    /** As many as a power of two; each item leads to the next one of its bucket. */
    private Item[] buckets = new Item[SMALLEST];

    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The item of that id, or null. */
    Item find(long id) {
        Item item = buckets[bucket(id)];
        while (item != null && item.id != id) {
            item = item.nextInBucket;
        }
        return item;
    }

    /** Takes in an item of whose id there is none here. */
    void add(Item item) {
        if (size == buckets.length) {
            grow();
        }
        enter(item);
        size++;
    }

    private void enter(Item item) {
        int bucket = bucket(item.id);
        item.nextInBucket = buckets[bucket];
        buckets[bucket] = item;
    }

    /**
     * Consecutive ids, the usual ones, have a bucket each, and those that stand side by side are near each other in memory,
     * as the items are; the higher bits spread ids that come in steps.
     */
    private int bucket(long id) {
        return (int) (id ^ id >>> FOLD ^ id >>> 2 * FOLD ^ id >>> 3 * FOLD) & buckets.length - 1;
    }

    private void grow() {
        List<Item> all = all();
        buckets = new Item[2 * buckets.length];
        all.forEach(this::enter);
    }

    /** Takes an item out that is here. */
    void remove(Item item) {
        int bucket = bucket(item.id);
        if (buckets[bucket] == item) {
            buckets[bucket] = item.nextInBucket;
        } else {
            Item before = buckets[bucket];
            while (before.nextInBucket != item) {
                before = before.nextInBucket;
            }
            before.nextInBucket = item.nextInBucket;
        }
        item.nextInBucket = null;
        size--;
    }

    /** All of them, in no order. */
    List<Item> all() {
        List<Item> all = new ArrayList<>(size);
        for (Item first : buckets) {
            for (Item item = first; item != null; item = item.nextInBucket) {
                all.add(item);
            }
        }
        return all;
    }
}
