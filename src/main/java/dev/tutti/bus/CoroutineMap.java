package dev.tutti.bus;

import io.netty.util.collection.LongObjectHashMap;

/**
 * What there is of coroutines, by their numbers. Netty's map puts numbers that follow each other side by side, and looks
 * at all that stand behind one that is removed; so they are spread before they go into it.
 */
public final class CoroutineMap<V> {

    /** The golden ratio of 64 bits; it is odd, so that no two numbers become the same. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final LongObjectHashMap<V> values = new LongObjectHashMap<>();

    /** What there is of the coroutine, or null. */
    public V get(long coroutine) {
        return values.get(coroutine * SPREAD);
    }

    public void put(long coroutine, V value) {
        values.put(coroutine * SPREAD, value);
    }

    /** Gives what there was of the coroutine, or null. */
    public V remove(long coroutine) {
        return values.remove(coroutine * SPREAD);
    }
}
