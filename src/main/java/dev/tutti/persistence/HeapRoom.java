package dev.tutti.persistence;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.regex.Pattern;

/** How much of the heap is left for what stays in it, as the last garbage collection has found. */
final class HeapRoom {

    private static final Pattern LASTING = Pattern.compile(".*(Old|Tenured).*");
    private static final int NEARLY_FULL_PERCENT = 90;

    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> LASTING.matcher(pool.getName()).matches() && pool.getCollectionUsage() != null)
            .toList();

    /** Whether so much has stayed that the heap will soon be used up. */
    boolean isNearlyUsedUp() {
        return pools.stream().anyMatch(HeapRoom::isNearlyFull);
    }

    private static boolean isNearlyFull(MemoryPoolMXBean pool) {
        long max = pool.getUsage().getMax();
        return max > 0 && pool.getCollectionUsage().getUsed() > max / 100 * NEARLY_FULL_PERCENT;
    }
}
