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
        long dead,
        long expired) {

    static QueueStats of(
            QueueHeader header,
            PendingItems pendingItems,
            InFlightItems inFlight,
            Dispatcher dispatcher,
            Counters counters) {
        return new QueueStats(
                header.config(),
                header.limits().isPaused(),
                pendingItems.ready(),
                pendingItems.delayed(),
                inFlight.size(),
                pendingItems.total() + inFlight.size(),
                dispatcher.getters(),
                dispatcher.putters(),
                counters.put(),
                counters.done(),
                counters.failed(),
                counters.retried(),
                counters.dead(),
                counters.expired());
    }

    /** The figures of a queue that does not exist. */
    static QueueStats none(QueueConfig config) {
        return new QueueStats(config, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
