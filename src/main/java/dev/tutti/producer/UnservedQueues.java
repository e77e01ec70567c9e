package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.queue.QueueStats;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, once a minute at most, which queues have tasks and no workers. A caller who gives up such a task only
 * sees that no result came. Owned by the event loop of the queues.
 */
final class UnservedQueues {

    private static final Logger log = LoggerFactory.getLogger(UnservedQueues.class);

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_NAMED = 10;

    private final Queues queues;
    /** The queues that the next line names, each with the number of its items. */
    private final Map<String, Integer> unnamed = new TreeMap<>();

    private long earliestLine;

    UnservedQueues(Queues queues) {
        this.queues = queues;
        this.earliestLine = queues.timers().now();
    }

    /** The caller gives up a task that is still in this queue. */
    void givenUp(WorkQueue queue) {
        QueueStats stats = queue.stats();
        boolean hasWorker = stats.inFlight() > 0 || stats.getters() > 0;
        if (hasWorker || stats.size() == 0) {
            return;
        }
        if (unnamed.size() < MOST_NAMED || unnamed.containsKey(queue.name())) {
            unnamed.put(queue.name(), stats.size());
        }
        long now = queues.timers().now();
        if (now >= earliestLine) {
            earliestLine = now + MINUTE_MILLIS;
            log.warn("queues that have tasks and no workers: {}; start a worker, or correct the name", names());
            unnamed.clear();
        }
    }

    private String names() {
        return unnamed.entrySet().stream()
                .map(queue -> queue.getKey() + " (" + Units.count(queue.getValue(), "item") + ")")
                .collect(Collectors.joining(", "));
    }
}
