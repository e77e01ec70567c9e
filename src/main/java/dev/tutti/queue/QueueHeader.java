package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Timers;

/** A queue without its items, as the journal keeps it: its name, its settings, its state, and whether it is paused. */
final class QueueHeader {

    private final String name;
    private final Timers timers;
    private final QueueListener listener;
    private QueueConfig config;
    private boolean kept;
    private QueueState state = QueueState.OPEN;
    /** Shared by all queues that have no limits. */
    private DeliveryLimits limits = DeliveryLimits.NONE;

    /**
     * @param kept whether the queue stays when it is empty
     * @param listener is told when items may be delivered again because time has passed
     */
    QueueHeader(String name, QueueConfig config, boolean kept, Timers timers, QueueListener listener) {
        this.name = name;
        this.kept = kept;
        this.timers = timers;
        this.listener = listener;
        change(config);
    }

    String name() {
        return name;
    }

    /** Whether this is the queue for the failed items of another. */
    boolean isDeadLetterQueue() {
        return Names.isDeadLetter(name);
    }

    QueueConfig config() {
        return config;
    }

    void change(QueueConfig settings) {
        config = settings;
        if (limits != DeliveryLimits.NONE || DeliveryLimits.limits(settings)) {
            ownLimits().change(settings);
        }
    }

    // ---- limits and pauses

    DeliveryLimits limits() {
        return limits;
    }

    /** The limits of this queue, as an object that can be changed. */
    private DeliveryLimits ownLimits() {
        if (limits == DeliveryLimits.NONE) {
            limits = new DeliveryLimits(timers, listener);
            limits.change(config);
        }
        return limits;
    }

    /** @param onEnd is called when the pause ends by itself, after so many milliseconds; 0 is never */
    void pause(long millis, Runnable onEnd) {
        ownLimits().pause(millis, onEnd);
    }

    // ---- the state

    boolean isKept() {
        return kept;
    }

    void keep() {
        kept = true;
    }

    boolean isShutDown() {
        return state != QueueState.OPEN;
    }

    boolean isClosed() {
        return state == QueueState.CLOSED;
    }

    /** Refuses new items from now on, and if that is immediate, returned ones. */
    void shutDown(boolean immediate) {
        if (immediate) {
            state = QueueState.CLOSED;
        } else if (state == QueueState.OPEN) {
            state = QueueState.DRAINING;
        }
    }

    /** The queue returns after a restart. */
    void restore(boolean wasKept, boolean wasShutDown, boolean wasClosed) {
        kept |= wasKept;
        if (wasShutDown) {
            shutDown(wasClosed);
        }
    }

    /** Whether there is anything to return to after a restart, besides items. */
    boolean isWorthARecord() {
        return kept || isShutDown() || limits.isPaused();
    }
}
