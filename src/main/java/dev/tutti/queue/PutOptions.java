package dev.tutti.queue;

/**
 * The place, the time and the key that a client wants for an item.
 *
 * @param given the priority, smaller first; null if none was given. Only a priority queue takes one.
 * @param delay the time in milliseconds for which the item is not ready, from its entry into the queue on
 * @param key no two unfinished items of a queue have the same one; null for none
 * @param expires the time in milliseconds from its entry on after which the item is dropped if nobody has got it; 0 as
 *     the queue says, {@link #NEVER} for none
 */
public record PutOptions(Long given, long delay, String key, long expires) {

    /** The value of {@code expires} for an item that stays although its queue has another default. */
    public static final long NEVER = -1;

    /** No priority, no delay and no key. */
    public static final PutOptions NORMAL = new PutOptions(null, 0);

    public PutOptions(Long given, long delay) {
        this(given, delay, null, 0);
    }

    public PutOptions(Long given, long delay, String key) {
        this(given, delay, key, 0);
    }

    /** A priority and a key, or null for each, and no delay. */
    static PutOptions of(Long priority, String key) {
        return priority == null && key == null ? NORMAL : new PutOptions(priority, 0, key);
    }

    PutOptions expiringIn(long millis) {
        return millis == expires ? this : new PutOptions(given, delay, key, millis);
    }

    /** The heap in bytes that these options take. */
    int bytes() {
        return key == null ? 0 : Footprint.KEY + key.length();
    }
}
