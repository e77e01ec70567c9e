package dev.tutti.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of items, by what clients know. While an item surely has a key, each put with that key is answered with its
 * id. A key that an item gave up never leads to this item again. Safe to use from any thread.
 */
final class KeyHistory {

    private static final long NOBODY = 0;

    /**
     * A put with a key.
     *
     * @param holder the item that surely has the key, or 0
     * @param frees the number of requests so far that may have freed the key
     */
    record Asked(String key, long holder, int frees, long time) {}

    private static final class Key {
        private long holder = NOBODY;
        private int frees;
    }

    private final Map<String, Key> keys = new HashMap<>();
    /** For each item, the number of requests that were to free its key, and were not refused. */
    private final Map<Long, Integer> frees = new HashMap<>();
    /** When that was acknowledged. */
    private final Map<Long, Long> freedAt = new HashMap<>();

    private long now;

    /** To be called before a put is sent. */
    synchronized Asked putting(String key) {
        Key state = keys.computeIfAbsent(key, first -> new Key());
        return new Asked(key, state.holder, state.frees, ++now);
    }

    /**
     * Records the reply to a put.
     *
     * @return what is wrong with it, if anything is
     */
    synchronized Optional<String> answered(Asked asked, long id) {
        Key state = keys.get(asked.key);
        boolean mayBeFree = frees.getOrDefault(id, 0) > 0;
        if (!mayBeFree) {
            state.holder = id;
        }
        if (asked.holder != NOBODY && asked.frees == state.frees && id != asked.holder) {
            return Optional.of("key " + asked.key + " of item " + asked.holder + " led to item " + id);
        } else if (freedAt.getOrDefault(id, TrackedItem.NEVER) < asked.time) {
            return Optional.of("key " + asked.key + " led to item " + id + ", which had given it up");
        }
        return Optional.empty();
    }

    /** To be called before a request that frees the key of this item. */
    synchronized void freeing(String key, long id) {
        frees.merge(id, 1, Integer::sum);
        Key state = keys.computeIfAbsent(key, first -> new Key());
        state.frees++;
        state.holder = state.holder == id ? NOBODY : state.holder;
    }

    /** Records that the request was refused. */
    synchronized void notFreed(long id) {
        frees.merge(id, -1, Integer::sum);
    }

    synchronized void freed(long id) {
        freedAt.putIfAbsent(id, ++now);
    }
}
