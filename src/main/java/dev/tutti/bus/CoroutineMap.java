package dev.tutti.bus;

import io.netty.util.collection.LongObjectHashMap;

/**
 * A map from the ids of coroutines. Netty's map puts keys that follow each other side by side, and a removal looks at
 * all keys behind it, so that removing many in a row would take quadratic time. Therefore ids are spread first.
 */
public final class CoroutineMap<V> {

    /** The golden ratio in 64 bits. It is odd, so that no two ids become the same key. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final LongObjectHashMap<V> values = new LongObjectHashMap<>();

    /** Returns the coroutine's value, or null. */
    public V get(long coroutine) {
        return values.get(coroutine * SPREAD);
    }

    public void put(long coroutine, V value) {
        values.put(coroutine * SPREAD, value);
    }

    /** Removes and returns the coroutine's value, or returns null. */
    public V remove(long coroutine) {
        return values.remove(coroutine * SPREAD);
    }
}
