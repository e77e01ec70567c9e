package dev.tutti.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The queues' owners: how many, and where their items are kept.
 *
 * @param journal the directory of the journal, or null: everything is kept in memory alone
 * @param reserveBytes the room on the journal's disk that is left for finishing what is there: with less, nothing new is
 *     taken in
 * @param salvage whether a damaged journal is replaced by what can be read of it
 * @param maxMemoryBytes what queues, items and results together may take of the heap
 */
public record ProducerConfig(
        int instances, String journal, Sync sync, long reserveBytes, boolean salvage, long maxMemoryBytes) {

    /** When the journal is written through to the disk. */
    public enum Sync {
        ALWAYS,
        INTERVAL,
        NONE
    }

    private static final long SMALLEST_RESERVE = 1 << 20;
    private static final long LARGEST_RESERVE = 1L << 40;
    private static final Pattern PERCENTAGE = Pattern.compile("([1-9][0-9]?)%");
    /** Beyond this share of the heap there is no room left to work in. */
    private static final int LARGEST_PERCENTAGE = 90;

    static ProducerConfig from(String path, Object value) {
        Section section = new Section(path, value, "instances", "journal", "sync", "reserve", "salvage", "maxMemory");
        String journal = section.isNull("journal") ? null : section.text("journal", "the path of a directory, or null");
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
                maxMemory(section, Runtime.getRuntime().maxMemory()));
    }

    private static long maxMemory(Section section, long heap) {
        Object value = section.has("maxMemory") ? section.value("maxMemory") : "50%";
        Matcher percentage = PERCENTAGE.matcher(String.valueOf(value));
        long largest = heap / 100 * LARGEST_PERCENTAGE;
        long bytes = percentage.matches()
                ? heap / 100 * Integer.parseInt(percentage.group(1))
                : Units.bytes(String.valueOf(value)).orElse(0);
        if (bytes <= 0 || bytes > largest) {
            throw section.refuse(
                    "maxMemory",
                    "is not a share of the heap such as 50% or a size such as 512MiB, of " + LARGEST_PERCENTAGE
                            + "% at most (the heap has " + (heap >> 20) + "MiB)");
        }
        return bytes;
    }
}
