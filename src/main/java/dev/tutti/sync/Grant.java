package dev.tutti.sync;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.IntrusiveNode;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Timers;

/**
 * One holder's permits of a semaphore under one token, or its hold on a lock. While held, the grant is listed in its
 * holder's {@link Holdings}. It receives its token when it is first held, and keeps the token when it is given up and
 * held again, as in CONDITION WAIT.
 */
final class Grant extends IntrusiveNode {

    /** The record of a grant that belongs to its lease alone. */
    interface Record {
        /** The lease begins, for the first time or again. */
        void held(Grant grant, boolean isFirst);

        void ended(Grant grant);
    }

    private final AsyncSemaphore from;
    private final Holdings holder;
    private final int permits;
    /** Null unless the grant is detached: held until its lease ends, whatever becomes of its holder. */
    private final Record record;
    /** In milliseconds; 0 for none. */
    private long lease;

    /** The fencing token, or 0 before the grant is first held. */
    private long token;

    private long since;
    private Deadline leaseEnd;

    /**
     * @param permits the number of permits, 1 for a lock
     * @param lease in milliseconds; 0 for none
     * @param record null unless the grant is detached
     */
    Grant(AsyncSemaphore from, Holdings holder, int permits, long lease, Record record) {
        this.from = from;
        this.holder = holder;
        this.permits = permits;
        this.lease = lease;
        this.record = record;
    }

    AsyncSemaphore from() {
        return from;
    }

    Holdings holder() {
        return holder;
    }

    int permits() {
        return permits;
    }

    long lease() {
        return lease;
    }

    boolean isDetached() {
        return record != null;
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
        enter(context.timers());
        startLease(context.timers(), lease);
        if (record != null) {
            record.held(this, true);
        }
    }

    private void enter(Timers timers) {
        since = timers.now();
        holder.add(this);
    }

    /** The grant was held under that token before the server was started, and is for so many milliseconds more. */
    void restore(long oldToken, long left, Timers timers) {
        token = oldToken;
        enter(timers);
        startLease(timers, left);
    }

    /** @param millis the length of the lease from now on; 0 for none */
    void touch(long millis, Timers timers) {
        timers.cancel(leaseEnd);
        lease = millis;
        startLease(timers, lease);
        if (record != null) {
            record.held(this, false);
        }
    }

    private void startLease(Timers timers, long millis) {
        if (lease > 0) {
            leaseEnd = timers.after(millis, () -> from.release(this));
        }
    }

    void end(Timers timers) {
        unlink();
        timers.cancel(leaseEnd);
        if (record != null) {
            record.ended(this);
        }
    }

    /** When the holder took it, in milliseconds of the owner's timers. */
    long since() {
        return since;
    }

    ParticipantSnapshot snapshot() {
        return ParticipantSnapshot.holding(holder.participant(), since, String.valueOf(token), isDetached())
                .permits(permits);
    }
}
