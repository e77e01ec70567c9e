package dev.tutti.waiting;

import java.util.List;

/**
 * The holders and the waiters of one queue, lock, event and so on. Compare a row of PostgreSQL's {@code pg_locks}.
 *
 * @param kind {@code queue}, {@code lock} and so on
 * @param holders in the order in which they took it
 * @param waiters in the order in which they came
 * @param free the number of free permits of a semaphore; 0 for anything else that is held
 */
public record Contention(
        String kind, String name, List<ParticipantSnapshot> holders, List<ParticipantSnapshot> waiters, int free) {

    /** The {@code what} of a waiter that will hold a lock or permit. */
    public static final String ACQUIRE = "acquire";

    /**
     * The {@code what} of a waiter that held the lock before, gave it up in CONDITION WAIT, and waits to hold it again.
     */
    public static final String REACQUIRE = "reacquire";

    public Contention(String kind, String name, List<ParticipantSnapshot> holders, List<ParticipantSnapshot> waiters) {
        this(kind, name, holders, waiters, 0);
    }

    public Contention {
        holders = List.copyOf(holders);
        waiters = List.copyOf(waiters);
    }

    public boolean isHeld() {
        return !holders.isEmpty();
    }

    public boolean isWaitedFor() {
        return !waiters.isEmpty();
    }
}
