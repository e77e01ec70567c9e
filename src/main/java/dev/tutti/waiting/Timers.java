package dev.tutti.waiting;

import dev.tutti.waiting.Deadlines.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock and the timers of one event loop, in milliseconds of a monotonic clock. The time stands still during a turn
 * of the loop, so reading it is a field access. Not thread-safe.
 */
public final class Timers {

    private final LongSupplier clock;
    private final LongSupplier nanoClock;
    private final Deadlines deadlines = new Deadlines();
    private long now;

    /** @param clock in milliseconds */
    public Timers(LongSupplier clock) {
        this(clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()));
    }

    private Timers(LongSupplier clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.now = clock.getAsLong();
    }

    /** Timers that read this process's monotonic clock, which is the same for all event loops. */
    public static Timers monotonic() {
        return new Timers(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::nanoTime);
    }

    /** Reads the clock. To be called at the beginning of each turn. */
    public void turn() {
        now = clock.getAsLong();
    }

    /** The time at which the current turn began. */
    public long now() {
        return now;
    }

    /** The clock itself, which goes on during a turn, in nanoseconds. */
    public long nanoTime() {
        return nanoClock.getAsLong();
    }

    public Deadline after(long millis, Runnable action) {
        return deadlines.at(now + millis, action);
    }

    /** Cancels an entry. Null is ignored, and so is an entry that has already become due. */
    public void cancel(Deadline deadline) {
        if (deadline != null) {
            deadlines.cancel(deadline);
        }
    }

    /** The earliest time at which an entry is due, or {@link Long#MAX_VALUE} if there is none. */
    public long next() {
        return deadlines.next();
    }

    /** Runs all entries that are due at this turn's time, the earliest first. */
    public void run() {
        deadlines.run(now);
    }
}
