package dev.tutti.queue;

/** The ways in which a worker loses an item, and those in which an item ends. */
public enum Fate {
    DONE,
    /** Failed for good, as the awaiter was told. */
    FAILED,
    /** Failed for good, and now in the dead-letter queue. */
    DEAD,
    CANCELLED,
    /** Failed for good, since the lease of the last attempt ended. */
    LAST_LEASE_ENDED,
    /** Failed for good, since the connection of the last attempt closed. */
    LAST_CONNECTION_CLOSED,
    /** As {@link #LAST_LEASE_ENDED}, and now in the dead-letter queue. */
    DEAD_AS_LEASE_ENDED,
    /** As {@link #LAST_CONNECTION_CLOSED}, and now in the dead-letter queue. */
    DEAD_AS_CONNECTION_CLOSED,
    /** Nobody had got it in time, or its dead-letter queue was too long. */
    EXPIRED,
    PURGED,
    DELETED,
    /** Dropped, since the queue was shut down at once. */
    SHUT_DOWN,
    MOVED,

    // From here on the item is in its queue again.

    LEASE_ENDED,
    CONNECTION_CLOSED,
    /** The connection was RESET. */
    RESET,
    RELEASED,
    /** Failed, and another attempt follows. */
    RETRIED,
    /** In flight when the server ended. */
    RESTARTED;

    /** This way to fail for good, for an item that goes to the dead-letter queue. */
    Fate dead() {
        return switch (this) {
            case LAST_LEASE_ENDED -> DEAD_AS_LEASE_ENDED;
            case LAST_CONNECTION_CLOSED -> DEAD_AS_CONNECTION_CLOSED;
            default -> DEAD;
        };
    }

    /** The state in which the item has ended, or null if it was dropped, or has not ended. */
    ItemView.State endState() {
        return switch (this) {
            case DONE -> ItemView.State.DONE;
            case FAILED, LAST_LEASE_ENDED, LAST_CONNECTION_CLOSED -> ItemView.State.FAILED;
            case CANCELLED -> ItemView.State.CANCELLED;
            default -> null;
        };
    }

    /** Whether the item is in its queue again, or with another worker. */
    public boolean isReturn() {
        return compareTo(LEASE_ENDED) >= 0;
    }
}
