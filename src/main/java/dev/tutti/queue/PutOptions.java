package dev.tutti.queue;

/**
 * The place, the time, the key and the group that a client wants for an item.
 *
 * @param given the priority, smaller first; null if none was given. Only a priority queue takes one.
 * @param delay the time in milliseconds for which the item is not ready, from its entry into the queue on
 * @param key no two unfinished items of a queue have the same one; null for none
 * @param expires the time in milliseconds from its entry on after which the item is dropped if nobody has got it; 0 as
 *     the queue says, {@link #NEVER} for none
 * @param group the items of a fair queue that have the same one share a turn; null for the empty group. Only a fair
 *     queue takes one.
 */
public record PutOptions(Long given, long delay, String key, long expires, String group) {

    /** The value of {@code expires} for an item that stays although its queue has another default. */
    public static final long NEVER = -1;

    /** No priority, no delay, no key and no group. */
    public static final PutOptions NORMAL = new PutOptions(null, 0);

    public PutOptions(Long given, long delay) {
        this(given, delay, null, 0, null);
    }

    public PutOptions(Long given, long delay, String key, long expires) {
        this(given, delay, key, expires, null);
    }

    /** A priority, a key and a group, or null for each, and no delay. */
    static PutOptions of(Long priority, String key, String group) {
        return priority == null && key == null && group == null ? NORMAL : new PutOptions(priority, 0, key, 0, group);
    }

    PutOptions expiringIn(long millis) {
        return millis == expires ? this : new PutOptions(given, delay, key, millis, group);
    }

    PutOptions withoutKey() {
        return new PutOptions(given, delay, null, expires, group);
    }

    PutOptions rescheduled(Long priority, long millis) {
        return new PutOptions(priority, millis, key, expires, group);
    }

    /** The heap in bytes that these options take. */
    int bytes() {
        int keyed = key == null ? 0 : Footprint.KEY + key.length();
        return group == null ? keyed : keyed + Footprint.GROUP + group.length();
    }
}
