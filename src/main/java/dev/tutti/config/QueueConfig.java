package dev.tutti.config;

/**
 * The settings of one queue.
 *
 * @param maxSize how many items may be ready or delayed, 0 for any number
 * @param leaseMillis for how long an item is held, 0 for as long as the connection lasts
 * @param attempts how often an item is tried, 0 for no limit
 */
public record QueueConfig(Kind kind, int maxSize, long leaseMillis, int attempts) {

    /** In which order items are got. */
    public enum Kind {
        FIFO,
        LIFO,
        PRIORITY
    }

    /** What a queue has that the configuration does not name. */
    public static final QueueConfig DEFAULT = new QueueConfig(Kind.FIFO, 100_000, 0, 0);

    static QueueConfig from(String path, Object value) {
        Section section = new Section(path, value, "kind", "maxSize", "lease", "attempts");
        return new QueueConfig(
                section.choice("kind", DEFAULT.kind),
                section.integer("maxSize", DEFAULT.maxSize, 0, Integer.MAX_VALUE),
                section.millis("lease", "0s"),
                section.integer("attempts", DEFAULT.attempts, 0, Integer.MAX_VALUE));
    }
}
