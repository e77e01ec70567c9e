package dev.tutti.queue;

/**
 * The place and time that a client wants for an item.
 *
 * @param given the priority, smaller first; null if none was given. Only a priority queue takes one.
 * @param delay the time in milliseconds for which the item is not ready, from its entry into the queue on
 */
public record PutOptions(Long given, long delay) {

    /** No priority and no delay. */
    public static final PutOptions NORMAL = new PutOptions(null, 0);

    /** A priority, or null, and no delay. */
    static PutOptions of(Long priority) {
        return priority == null ? NORMAL : new PutOptions(priority, 0);
    }
}
