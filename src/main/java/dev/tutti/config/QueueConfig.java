package dev.tutti.config;

/**
 * The settings of one queue.
 *
 * @param maxSize the most items that may be ready or delayed, or 0 for no limit
 * @param leaseMillis how long a client may hold an item, or 0 for as long as its connection lasts
 * @param attempts how often an item is delivered before it has failed, or 0 for no limit
 * @param detached whether items belong to their leases alone, and not to the connections that got them
 */
public record QueueConfig(Kind kind, int maxSize, long leaseMillis, int attempts, boolean detached) {

    /** The order in which GET returns items. */
    public enum Kind {
        FIFO,
        LIFO,
        PRIORITY
    }

    /** The settings of a queue whose items belong to connections. */
    public QueueConfig(Kind kind, int maxSize, long leaseMillis, int attempts) {
        this(kind, maxSize, leaseMillis, attempts, false);
    }

    /** The settings of a queue that the configuration does not name. */
    public static final QueueConfig DEFAULT = new QueueConfig(Kind.FIFO, 100_000, 0, 0);

    static QueueConfig from(String path, Object value) {
        Section section = new Section(path, value, "kind", "maxSize", "lease", "attempts", "detached");
        QueueConfig config = new QueueConfig(
                section.choice("kind", DEFAULT.kind),
                section.integer("maxSize", DEFAULT.maxSize, 0, Integer.MAX_VALUE),
                section.millis("lease", "0s"),
                section.integer("attempts", DEFAULT.attempts, 0, Integer.MAX_VALUE),
                section.flag("detached", false));
        if (config.detached && config.leaseMillis == 0) {
            throw section.refuse("detached", "needs a lease above 0s");
        }
        return config;
    }
}
