package dev.tutti.queue;

import java.util.HashMap;
import java.util.Map;

/**
 * The items of one queue by their keys: those that are unfinished, and the submitted ones whose results are kept.
 */
final class KeyedItems {

    private Map<String, Item> byKey = Map.of();
    /** Null until somebody waits with a key. */
    private KeyedPutters putters;

    /** The item with that key, or null. */
    Item find(String key) {
        return byKey.get(key);
    }

    /** The item takes its key, if it has one and the key is free. */
    void enter(Item item) {
        String key = item.options().key();
        if (key == null) {
            return;
        }
        if (byKey.isEmpty()) {
            byKey = new HashMap<>();
        }
        byKey.putIfAbsent(key, item);
        if (putters != null) {
            putters.taken(key);
        }
    }

    /** Those who wait to put an item with a key. */
    KeyedPutters putters() {
        if (putters == null) {
            putters = new KeyedPutters();
        }
        return putters;
    }

    /** Takes out one who waits to put an item with a key that another item has taken, or returns null. */
    Putter pollPutter() {
        return putters == null ? null : putters.poll(this);
    }

    /** The key of the item is free again. */
    void leave(Item item) {
        if (item.options().key() != null && !byKey.isEmpty()) {
            byKey.remove(item.options().key(), item);
        }
    }

    /** Takes all keys of a queue that this one replaces. */
    void takeOver(KeyedItems others) {
        byKey = others.byKey;
        others.byKey = Map.of();
    }
}
