package dev.tutti.config;

/**
 * The owners of the queues: how many there are, where their items are kept, and how much memory they may use.
 *
 * @param journal the directory of the journal, or null to keep everything in memory only
 * @param reserveBytes the free space on the journal's disk that is reserved for finishing existing items. With less
 *     free space, new items are refused.
 * @param salvage true if a damaged journal is to be replaced by a copy of its readable part
 * @param maxMemoryBytes the part of the heap that queues, items and results may use together
 * @param maxSchedules the most schedules that may be set
 */
public record ProducerConfig(
        int instances,
        String journal,
        Sync sync,
        long reserveBytes,
        boolean salvage,
        long maxMemoryBytes,
        int maxSchedules) {

    /** When writes to the journal are forced to the disk: before each reply, every second or so, or never. */
    public enum Sync {
        ALWAYS,
        INTERVAL,
        NONE
    }

    static final String[] KEYS = {"instances", "journal", "sync", "reserve", "salvage", "maxMemory", "maxSchedules"};

    private static final long SMALLEST_RESERVE = 1 << 20;
    private static final long LARGEST_RESERVE = 1L << 40;
    /** The largest percentage of the heap for items. The rest is needed as working memory. */
    private static final int LARGEST_PERCENTAGE = 90;

    static ProducerConfig from(String path, Object value) {
        Section section = new Section(path, value, KEYS);
        String journal = section.isNull("journal") ? null : section.text("journal", "the path of a directory, or null");
        if (journal != null) {
            section.refuseBadFileName("journal", journal);
        }
        Sync sync = section.choice("sync", Sync.ALWAYS);
        if (journal == null && sync != Sync.ALWAYS) {
            throw section.refuse(
                    "sync", "contradicts " + section.path("journal") + ": null, expected always or no such key");
        }
        return new ProducerConfig(
                section.integer("instances", 1, 1, 256),
                journal,
                sync,
                section.bytes("reserve", "64MiB", SMALLEST_RESERVE, LARGEST_RESERVE),
                section.flag("salvage", false),
                section.heapShare("maxMemory", "50%", LARGEST_PERCENTAGE),
                section.integer("maxSchedules", 10_000, 0, 100_000));
    }
}
