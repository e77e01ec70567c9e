package dev.tutti.queue;

import dev.tutti.waiting.Timers;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The queue of one owner that takes most memory, with what waits for room there. Looks at all queues, and therefore at
 * most once a second.
 */
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

    /** The state of the memory, such as {@code 7000 of the 8000 bytes ..., 5000 of them by queue jobs}. */
    String state(MemoryLimit memory) {
        if (timers.now() >= nextLook) {
            nextLook = timers.now() + INTERVAL_MILLIS;
            name = byName.values().stream()
                    .max(Comparator.comparingLong(LargestQueue::bytes))
                    .map(WorkQueue::name)
                    .orElse(null);
        }
        WorkQueue largest = byName.get(name);
        if (largest == null) {
            return memory.state();
        }
        long waiting = largest.core().dispatcher.waitingBytes();
        String part = waiting == 0 ? "" : " (" + waiting + " by its PUTs and tasks that wait for room)";
        return memory.state(bytes(largest), "queue " + largest.name() + part);
    }

    private static long bytes(WorkQueue queue) {
        return queue.core().counters().bytes() + queue.core().dispatcher.waitingBytes();
    }
}
