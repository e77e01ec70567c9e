package dev.tutti.queue;

import java.util.stream.Stream;

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
    /** Nobody had got it in time. */
    EXPIRED,
    /** Dropped from a dead-letter queue that had more than DEADSIZE items. */
    OVER_DEADSIZE,
    /** Dropped from its dead-letter queue after DEADAGE. */
    OVER_DEADAGE,
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

    /**
     * The words for an item that ended in this way without a result and without a failure, such as {@code item 7 was
     * purged}.
     *
     * @param subject names the item
     */
    public String of(String subject) {
        return subject + (this == EXPIRED ? " " : " was ") + words();
    }

    /** How the item ended, as for {@link #of}, without a subject. */
    public String words() {
        return switch (this) {
            case EXPIRED -> "expired, since nobody got it in time";
            case OVER_DEADSIZE -> "dropped from the dead items, since there were more than DEADSIZE";
            case OVER_DEADAGE -> "dropped from the dead items, since it was dead for DEADAGE";
            case PURGED -> "purged";
            case DELETED -> "deleted with its queue";
            case SHUT_DOWN -> "dropped, since the queue was shut down";
            default -> "cancelled";
        };
    }

    /** The way to end that a text of {@link #of} tells. */
    public static Fate toldBy(String text) {
        return Stream.of(EXPIRED, OVER_DEADSIZE, OVER_DEADAGE, PURGED, DELETED, SHUT_DOWN)
                .filter(fate -> text.endsWith(fate.words()))
                .findFirst()
                .orElse(CANCELLED);
    }

    /** Whether the item is in its queue again, or with another worker. */
    public boolean isReturn() {
        return compareTo(LEASE_ENDED) >= 0;
    }
}
