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

    /** Whether the item is in its queue again, or with another worker. */
    public boolean isReturn() {
        return compareTo(LEASE_ENDED) >= 0;
    }
}
