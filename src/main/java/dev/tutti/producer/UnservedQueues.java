package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.log.EventKind;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import dev.tutti.queue.QueueStats;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Logs queues that have tasks and no workers. A caller who gives up such a task only sees that no result came. Owned by
 * the event loop of the queues.
 */
final class UnservedQueues {

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_WAITING = 10;

    private final Queues queues;
    /** Some of the queues in which a submitted item found no worker, each with the time of the first one. */
    private final Map<String, Long> waiting = new HashMap<>();

    UnservedQueues(Queues queues) {
        this.queues = queues;
    }

    /** An item was submitted to this queue, whose result nobody may ever await. */
    void submitted(WorkQueue queue) {
        long now = queues.timers().now();
        if (waiting.size() == MOST_WAITING) {
            waiting.values().removeIf(since -> now - since >= 2 * MINUTE_MILLIS);
        }
        if (isServed(queue.stats())) {
            waiting.remove(queue.name());
        } else if (waiting.size() < MOST_WAITING || waiting.containsKey(queue.name())) {
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
        if (!isServed(stats)) {
            String name = ShownName.of(queue.name());
            queues.events().add(EventKind.UNSERVED_QUEUE, name, () -> line(queue.name(), stats.size()));
        }
    }

    private static LogLine line(String queue, int items) {
        return new LogLine("queue " + ShownName.of(queue) + " has no workers and " + Units.count(items, "item")
                        + ": start a worker, or correct the name")
                .with("queue", queue)
                .with("items", items);
    }
}
