package dev.tutti.replica;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The time for which a leader may take itself for the only one, and answer from its memory. A majority has confirmed
 * the lead then, and its nodes elect nobody else before an election timeout has passed since they were asked. A tenth
 * of that is kept back, since the clocks of two nodes do not run alike.
 *
 * <p>A node that starts again does not know when it was asked. So a start must take longer than the election timeout,
 * or wait. A lease must be given up before the lead is transferred. Safe from any thread.
 */
public final class Lease {

    /** The rights of the leader. */
    public enum State {
        /** It may answer. */
        VALID,
        /** Answers must wait until the lease is valid again. */
        EXPIRED,
        /** The lead must end. No later confirmation changes that. */
        LOST
    }

    private final long electionNanos;
    private final LongSupplier nanos;
    private volatile long validUntil;
    private volatile boolean lost;

    /**
     * Begins a lead, which has to be confirmed before the lease is valid.
     *
     * @param nanos a monotonic clock in nanoseconds
     */
    public Lease(Duration electionTimeout, LongSupplier nanos) {
        electionNanos = electionTimeout.toNanos();
        this.nanos = nanos;
        validUntil = nanos.getAsLong();
    }

    /**
     * Asks a majority to confirm the lead. To be called several times in each election timeout, also while an earlier
     * call waits for its answer.
     *
     * @return completes with the lease renewed, or fails, which leaves the lease as it is
     */
    public CompletableFuture<Void> renew(Replica replica, long term) {
        long asked = nanos.getAsLong();
        return replica.confirmLead(term).thenRun(() -> confirmed(asked));
    }

    private synchronized void confirmed(long asked) {
        long until = asked + electionNanos - electionNanos / 10;
        if (state() != State.LOST && until - validUntil > 0) {
            validUntil = until;
        }
    }

    /** Costs little more than a look at the clock. */
    public State state() {
        long late = nanos.getAsLong() - validUntil;
        if (lost || late >= electionNanos) {
            lost = true;
            return State.LOST;
        }
        return late < 0 ? State.VALID : State.EXPIRED;
    }

    /** Ends the lead. */
    public void giveUp() {
        lost = true;
    }
}
