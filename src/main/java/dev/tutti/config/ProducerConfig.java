package dev.tutti.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The queues' owners: how many, and where their items are kept.
 *
 * @param journal the directory of the journal, or null: everything is kept in memory alone
 * @param maxMemoryBytes what all queued items together may take of the heap
 */
public record ProducerConfig(int instances, String journal, Sync sync, long maxMemoryBytes) {

    /** When the journal is written through to the disk. */
    public enum Sync {
        ALWAYS,
        INTERVAL,
        NONE
    }

    private static final Pattern PERCENTAGE = Pattern.compile("([1-9][0-9]?)%");
    /** Beyond this share of the heap there is no room left to work in. */
    private static final int LARGEST_PERCENTAGE = 90;

    static ProducerConfig from(String path, Object value) {
        Section section = new Section(path, value, "instances", "journal", "sync", "maxMemory");
        if (!section.isNull("journal")) {
            throw section.refuse("journal", "asks for the journal, which is not there yet, expected null");
        }
        Sync sync = section.choice("sync", Sync.ALWAYS);
        if (sync != Sync.ALWAYS) {
            String journal = section.path("journal");
            throw section.refuse("sync", "contradicts " + journal + ": null, expected always or no such key");
        }
        long maxMemory = maxMemory(section, Runtime.getRuntime().maxMemory());
        return new ProducerConfig(section.integer("instances", 1, 1, 256), null, sync, maxMemory);
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
