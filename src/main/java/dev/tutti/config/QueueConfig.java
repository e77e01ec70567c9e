package dev.tutti.config;

/**
 * The settings of one queue.
 *
 * @param maxSize the most items that may be ready or delayed, or 0 for no limit
 * @param leaseMillis how long a client may hold an item, or 0 for as long as its connection lasts
 * @param attempts how often an item is delivered before it has failed, or 0 for no limit
 */
public record QueueConfig(Kind kind, int maxSize, long leaseMillis, int attempts) {

    /** The order in which GET returns items. */
    public enum Kind {
        FIFO,
        LIFO,
        PRIORITY
    }

    /** The settings of a queue that the configuration does not name. */
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
