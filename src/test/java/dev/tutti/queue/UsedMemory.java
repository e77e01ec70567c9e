package dev.tutti.queue;

import dev.tutti.config.Names;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is used of the memory of queues, told apart. */
public final class UsedMemory {

    private UsedMemory() {}

    /** What the queues of these names say that their items and results take, and what waits for room there. */
    public static long asQueuesTell(Queues queues, List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(name, Names.deadLetter(name)))
                .distinct()
                .map(queues::existing)
                .filter(Objects::nonNull)
                .mapToLong(queue -> queue.core().counters().bytes()
                        + queue.core().dispatcher.waitingBytes())
                .sum();
    }

    /** What items and results take: all but the queues themselves. */
    public static long byItems(Queues queues) {
        return queues.memory().used()
                - queues.all().stream()
                        .mapToLong(queue -> Footprint.queue(queue.name()))
                        .sum();
    }
}
