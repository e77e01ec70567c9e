package dev.tutti.sync;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.IntrusiveNode;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Timers;

/**
 * One permit, or a lock, in somebody's hands. While it is held it stands among its holder's {@link Holdings}. It has a
 * token from the first time it is held, and keeps it when it is given up and comes back, as in a condition's wait.
 */
final class Grant extends IntrusiveNode {

    private final AsyncSemaphore from;
    private final Holdings holder;
    private final long lease;
    /** 0 until it is held for the first time. */
    private long token;

    private long since;
    private Deadline leaseEnd;

    /** @param lease in milliseconds; 0 for none */
    Grant(AsyncSemaphore from, Holdings holder, long lease) {
        this.from = from;
        this.holder = holder;
        this.lease = lease;
    }

    AsyncSemaphore from() {
        return from;
    }

    Holdings holder() {
        return holder;
    }

    long token() {
        return token;
    }

    /** Whether it was held before, so that it comes back. */
    boolean isOld() {
        return token != 0;
    }

    void begin(GrantContext leases) {
        if (!isOld()) {
            token = leases.tokens().getAsLong();
        }
        since = leases.timers().now();
        holder.add(this);
        startLease(leases.timers());
    }

    void touch(Timers timers) {
        timers.cancel(leaseEnd);
        startLease(timers);
    }

    private void startLease(Timers timers) {
        if (lease > 0) {
            leaseEnd = timers.after(lease, () -> from.release(this));
        }
    }

    void end(Timers timers) {
        unlink();
        timers.cancel(leaseEnd);
    }

    ParticipantSnapshot presence() {
        return ParticipantSnapshot.holding(holder.participant(), since, String.valueOf(token));
    }
}
