package dev.tutti.queue;

/** What is used of the memory of queues, told apart. */
public final class UsedMemory {

    private UsedMemory() {}

    /** What items and results take: all but the queues themselves. */
    public static long byItems(Queues queues) {
        return queues.memory().used()
                - queues.all().stream()
                        .mapToLong(queue -> Footprint.queue(queue.name()))
                        .sum();
    }
}
