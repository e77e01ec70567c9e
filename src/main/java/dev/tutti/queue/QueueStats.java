package dev.tutti.queue;

import dev.tutti.config.QueueConfig;

/** The figures of a queue: the items and the waiting clients of this moment, and the totals since its creation. */
public record QueueStats(
        QueueConfig config,
        boolean paused,
        int size,
        int delayed,
        int inFlight,
        int unfinished,
        int getters,
        int putters,
        long put,
        long done,
        long failed,
        long retried,
        long dead) {

    static QueueStats of(
            QueueConfig config,
            boolean paused,
            PendingItems pendingItems,
            InFlightItems inFlight,
            Waiters waiters,
            Counters counters) {
        return new QueueStats(
                config,
                paused,
                pendingItems.ready(),
                pendingItems.delayed(),
                inFlight.size(),
                pendingItems.total() + inFlight.size(),
                waiters.getters.size(),
                waiters.putters.size(),
                counters.put,
                counters.done,
                counters.failed,
                counters.retried,
                counters.dead);
    }

    /** The figures of a queue that does not exist. */
    static QueueStats none(QueueConfig config) {
        return new QueueStats(config, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
