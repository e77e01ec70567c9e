package dev.tutti.sync;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.IntrusiveNode;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Timers;

/**
 * One holder's permit of a semaphore, or its hold on a lock. While held, the grant is listed in its holder's {@link
 * Holdings}. It receives its token when it is first held, and keeps the token when it is given up and held again, as in
 * CONDITION WAIT.
 */
final class Grant extends IntrusiveNode {

    private final AsyncSemaphore from;
    private final Holdings holder;
    private final long lease;
    /** The fencing token, or 0 before the grant is first held. */
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

    /** True if the grant was held before, and is now given up or held again. */
    boolean isOld() {
        return token != 0;
    }

    void begin(GrantContext context) {
        if (!isOld()) {
            token = context.tokens().getAsLong();
        }
        since = context.timers().now();
        holder.add(this);
        startLease(context.timers());
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

    ParticipantSnapshot snapshot() {
        return ParticipantSnapshot.holding(holder.participant(), since, String.valueOf(token));
    }
}
