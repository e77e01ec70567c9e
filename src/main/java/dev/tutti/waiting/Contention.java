package dev.tutti.waiting;

import java.util.List;

/**
 * Who holds a thing, in the order they took it, and who waits for it, in the order they came.
 *
 * @param kind {@code queue}, {@code lock} and so on
 */
public record Contention(
        String kind, String name, List<ParticipantSnapshot> holders, List<ParticipantSnapshot> waiters) {

    /** What a waiter does that is to hold the thing. */
    public static final String ACQUIRE = "acquire";

    /** The same, for one that held it before and gave it up to wait for a condition. */
    public static final String REACQUIRE = "reacquire";

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
