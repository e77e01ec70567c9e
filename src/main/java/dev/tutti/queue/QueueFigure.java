package dev.tutti.queue;

import java.util.function.ToLongFunction;

/** A number about a queue that metrics show. */
public enum QueueFigure {
    READY(core -> core.pendingItems.ready(), null),
    DELAYED(core -> core.pendingItems.delayed(), null),
    IN_FLIGHT(core -> core.inFlight.size(), null),
    /** The kept results of submitted tasks. */
    RESULTS(core -> core.submissions.results(), null),
    /** The clients that wait for an item. */
    GETTERS(core -> core.dispatcher.getters(), null),
    /** The clients that wait for room. */
    PUTTERS(core -> core.dispatcher.putters(), null),
    /** The memory of the items and results. */
    BYTES(core -> core.counters().bytes(), null),
    /** The most items that the queue may have, 0 for any number. */
    LIMIT(core -> core.header.config().maxSize(), null),
    /** 1 if nothing is delivered for now. */
    PAUSED(core -> core.header.limits().isPaused() ? 1 : 0, null),
    PUT(null, Counters::put),
    /** The items that were given to workers, each as often as that happened. */
    DELIVERED(null, Counters::delivered),
    DONE(null, Counters::done),
    RETRIED(null, Counters::retried),
    FAILED(null, Counters::failed),
    DEAD(null, Counters::dead),
    EXPIRED(null, Counters::expired),
    CANCELLED(null, Counters::cancelled),
    /** The milliseconds since the oldest ready item became ready, as in QUEUE STATS. */
    OLDEST_MILLIS(core -> 0, null),
    /** The milliseconds that the item had waited that was got last. */
    WAITED_MILLIS(core -> 0, null);

    private final ToLongFunction<QueueCore> present;
    private final ToLongFunction<Counters> total;

    QueueFigure(ToLongFunction<QueueCore> present, ToLongFunction<Counters> total) {
        this.present = present;
        this.total = total;
    }

    /** @param core null if the queue was forgotten, and only its totals are left */
    long of(QueueCore core, Counters counters) {
        if (total != null) {
            return total.applyAsLong(counters);
        }
        return core == null ? 0 : present.applyAsLong(core);
    }

    /** The figure of two queues together. */
    long merge(long one, long other) {
        return this == OLDEST_MILLIS || this == WAITED_MILLIS ? Math.max(one, other) : one + other;
    }
}
