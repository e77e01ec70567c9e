package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.queue.QueueStats;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, once a minute at most, which queues have tasks and no workers. A caller who gives up such a task
 * only sees that no result came. Owned by the event loop of the queues.
 */
final class UnservedQueues {

    private static final Logger log = LoggerFactory.getLogger(UnservedQueues.class);

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_NAMED = 10;

    private final Queues queues;
    /** The queues to be named in the next line, each with the number of its items. */
    private final Map<String, Integer> toName = new TreeMap<>();
    /** Some of the queues in which a submitted item found no worker, each with the time of the first one. */
    private final Map<String, Long> waiting = new HashMap<>();

    private long earliestLine;

    UnservedQueues(Queues queues) {
        this.queues = queues;
        this.earliestLine = queues.timers().now();
    }

    /** An item was submitted to this queue, whose result nobody may ever await. */
    void submitted(WorkQueue queue) {
        long now = queues.timers().now();
        if (waiting.size() == MOST_NAMED) {
            waiting.values().removeIf(since -> now - since >= 2 * MINUTE_MILLIS);
        }
        if (isServed(queue.stats())) {
            waiting.remove(queue.name());
        } else if (waiting.size() < MOST_NAMED || waiting.containsKey(queue.name())) {
            Long since = waiting.putIfAbsent(queue.name(), now);
            if (since != null && now - since >= MINUTE_MILLIS) {
                waiting.remove(queue.name());
                givenUp(queue);
            }
        }
    }

    private static boolean isServed(QueueStats stats) {
        return stats.inFlight() > 0 || stats.getters() > 0 || stats.size() == 0;
    }

    /** The caller gives up a task that is still in this queue. */
    void givenUp(WorkQueue queue) {
        QueueStats stats = queue.stats();
        if (isServed(stats)) {
            return;
        }
        if (toName.size() < MOST_NAMED || toName.containsKey(queue.name())) {
            toName.put(queue.name(), stats.size());
        }
        long now = queues.timers().now();
        if (now >= earliestLine) {
            earliestLine = now + MINUTE_MILLIS;
            log.warn("queues that have tasks and no workers: {}; start a worker, or correct the name", names());
            toName.clear();
        }
    }

    private String names() {
        return toName.entrySet().stream()
                .map(queue -> queue.getKey() + " (" + Units.count(queue.getValue(), "item") + ")")
                .collect(Collectors.joining(", "));
    }
}
