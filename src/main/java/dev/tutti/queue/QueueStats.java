package dev.tutti.queue;

import dev.tutti.config.QueueConfig;

/**
 * The figures of a queue: the items, results and waiting clients of this moment, and the totals since its creation.
 *
 * @param bytes the memory of the items and results
 * @param waited the milliseconds that the item had waited that was got last, 0 if there was none
 */
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
        long expired,
        long cancelled,
        int results,
        long bytes,
        long waited) {

    static QueueStats of(
            QueueHeader header,
            PendingItems pendingItems,
            InFlightItems inFlight,
            Dispatcher dispatcher,
            Submissions submissions,
            Counters counters,
            long waited) {
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
                counters.expired(),
                counters.cancelled(),
                submissions.results(),
                counters.bytes(),
                waited);
    }

    /**
     * The figures of a queue that does not exist.
     *
     * @param past of the queue of its name that was forgotten
     */
    static QueueStats none(QueueConfig config, Counters past, long waited) {
        return new QueueStats(
                config,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                past.put(),
                past.done(),
                past.failed(),
                past.retried(),
                past.dead(),
                past.expired(),
                past.cancelled(),
                0,
                0,
                waited);
    }
}
