package dev.tutti.queue;

/** The state of a queue, and whether the queue stays when it is empty. */
final class Lifecycle {

    private boolean kept;
    private QueueState state = QueueState.OPEN;

    Lifecycle(boolean kept) {
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    boolean isShutDown() {
        return state != QueueState.OPEN;
    }

    boolean isClosed() {
        return state == QueueState.CLOSED;
    }

    void keep() {
        kept = true;
    }

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
}
