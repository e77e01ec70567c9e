package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.queue.QueueStats;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, once a minute at most, which queues have tasks and no workers. A caller who gives up such a task
 * only sees that no result came. Owned by the event loop of the queues.
 */
final class UnservedQueues {

    private static final Logger log = LoggerFactory.getLogger(UnservedQueues.class);

    private static final int MOST_WAITING = 10;

    private final Queues queues;
    /** The numbers of items of the queues. */
    private final MinuteLine<Integer> line;
    /** Some of the queues in which a submitted item found no worker, each with the time of the first one. */
    private final Map<String, Long> waiting = new HashMap<>();

    UnservedQueues(Queues queues) {
        this.queues = queues;
        this.line = new MinuteLine<>(queues.timers());
    }

    /** An item was submitted to this queue, whose result nobody may ever await. */
    void submitted(WorkQueue queue) {
        long now = queues.timers().now();
        if (waiting.size() == MOST_WAITING) {
            waiting.values().removeIf(since -> now - since >= 2 * MinuteLine.MINUTE_MILLIS);
        }
        if (isServed(queue.stats())) {
            waiting.remove(queue.name());
        } else if (waiting.size() < MOST_WAITING || waiting.containsKey(queue.name())) {
            Long since = waiting.putIfAbsent(queue.name(), now);
            if (since != null && now - since >= MinuteLine.MINUTE_MILLIS) {
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
        line.add(queue.name(), stats.size(), (earlier, later) -> later);
        if (line.dueIn() == 0) {
            log.warn(
                    "queues that have tasks and no workers: {}; start a worker, or correct the name",
                    line.take((name, items) -> name + " (" + Units.count(items, "item") + ")"));
        }
    }
}
