package dev.tutti.queue;

import dev.tutti.waiting.Timers;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The queue of one owner that takes most memory. Looks at all queues, and therefore at most once a second. */
final class LargestQueue {

    private static final long INTERVAL_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final Map<String, WorkQueue> byName;
    private final Timers timers;
    private String name;
    private long nextLook = Long.MIN_VALUE;

    /** @param byName all queues of the owner, which may change */
    LargestQueue(Map<String, WorkQueue> byName, Timers timers) {
        this.byName = byName;
        this.timers = timers;
    }

    /** A phrase such as {@code , 5000 of them by queue jobs}; empty if no queue takes any. */
    String phrase() {
        if (timers.now() >= nextLook) {
            nextLook = timers.now() + INTERVAL_MILLIS;
            name = byName.values().stream()
                    .max(Comparator.comparingLong(
                            queue -> queue.core().counters().bytes()))
                    .map(WorkQueue::name)
                    .orElse(null);
        }
        WorkQueue largest = byName.get(name);
        long bytes = largest == null ? 0 : largest.core().counters().bytes();
        return bytes == 0 ? "" : ", " + bytes + " of them by queue " + largest.name();
    }
}
