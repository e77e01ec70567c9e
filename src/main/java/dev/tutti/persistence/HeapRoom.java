package dev.tutti.persistence;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How much of the heap is left for objects that stay. With a collector whose pools are not known there is room. */
final class HeapRoom {

    /** More than this of the lasting part, and collections take most of the time. */
    static final int MOST_PERCENT = 80;

    private static final Pattern LASTING = Pattern.compile(".*(Old|Tenured).*");

    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> LASTING.matcher(pool.getName()).matches() && pool.getCollectionUsage() != null)
            .toList();

    /**
     * Whether so much has stayed at the last collection that the heap will soon be used up, or will by this account.
     * Cheap.
     *
     * @param all bytes that will be needed, as far as they are known. Large ones may not have seen a collection
     * @param more bytes of these that are not in use yet
     */
    boolean isNearlyUsedUp(long all, long more) {
        return exceedsAll(all) || exceeds(MemoryPoolMXBean::getCollectionUsage, more);
    }

    /** As {@link #isNearlyUsedUp}, but of now and not of the last collection. Collects first if that may matter. */
    boolean isNearlyUsedUpNow(long all, long more) {
        if (!exceedsAll(all) && !exceeds(MemoryPoolMXBean::getUsage, more)) {
            return false;
        }
        return exceedsAll(Math.max(all, liveBytes() + more));
    }

    private boolean exceeds(Function<MemoryPoolMXBean, MemoryUsage> usage, long more) {
        return pools.stream().anyMatch(pool -> {
            long max = pool.getUsage().getMax();
            return max > 0 && usage.apply(pool).getUsed() + more > max / 100 * MOST_PERCENT;
        });
    }

    private boolean exceedsAll(long bytes) {
        return bytes > lastingBytes() / 100 * MOST_PERCENT;
    }

    /** The bytes of the heap that are in use. Collects, which takes as long as a full collection does. */
    static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The largest size of the part of the heap for what stays; all of the heap if there is no such part. */
    long lastingBytes() {
        long heap = Runtime.getRuntime().maxMemory();
        return pools.stream()
                .mapToLong(pool -> pool.getUsage().getMax())
                .filter(max -> max > 0)
                .min()
                .orElse(heap);
    }
}
