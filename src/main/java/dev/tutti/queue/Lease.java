package dev.tutti.queue;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Timers;

/** One delivery of an item: its holder, its begin and its length in milliseconds, where 0 means for ever. */
final class Lease {

    private final Holder holder;
    private final long since;
    private long millis;
    /** Null if the lease does not end. */
    private Deadline end;

    private boolean hasEnded;

    Lease(Holder holder, long since, long millis) {
        this.holder = holder;
        this.since = since;
        this.millis = millis;
    }

    Holder holder() {
        return holder;
    }

    long since() {
        return since;
    }

    /** The bytes that count against the {@link MemoryLimit}. */
    int bytes() {
        return millis > 0 ? Footprint.LEASE + Footprint.LEASE_END : Footprint.LEASE;
    }

    boolean isLimited() {
        return millis > 0;
    }

    long millis() {
        return millis;
    }

    /** To be renewed, or stopped, behind this. Returns the bytes that it takes more now. */
    int change(long next) {
        int before = bytes();
        millis = next;
        return bytes() - before;
    }

    /** Begins the time of a limited lease again. */
    void renew(Timers timers, Runnable onEnd) {
        endAfter(millis, timers, onEnd);
    }

    /** So many milliseconds are left of a limited lease. */
    void endAfter(long left, Timers timers, Runnable onEnd) {
        stop(timers);
        hasEnded = false;
        end = timers.after(left, onEnd);
    }

    /** When a limited lease ends, by the {@link Timers}. */
    long endsAt() {
        return end.time();
    }

    /** Its time is over. */
    void end() {
        hasEnded = true;
    }

    /** Whether its time is over, and has not begun again. */
    boolean hasEnded() {
        return hasEnded;
    }

    /** The lease does not end by time any more. */
    void stop(Timers timers) {
        timers.cancel(end);
    }
}
