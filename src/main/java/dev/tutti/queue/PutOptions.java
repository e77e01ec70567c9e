package dev.tutti.queue;

/**
 * Where an item is to stand.
 *
 * @param given the priority that was asked for, smaller first; null if none was, which only a priority queue takes
 * @param delay for how many milliseconds it is not ready, from when the queue has taken it in
 */
public record PutOptions(Long given, long delay) {

    /** At the end, and at once. */
    public static final PutOptions NORMAL = new PutOptions(null, 0);
}
