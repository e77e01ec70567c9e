package dev.tutti.waiting;

import dev.tutti.waiting.Deadlines.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of one event loop, in milliseconds of a monotonic clock, and what is to happen when. It stands still during a
 * turn, so that asking for it costs nothing.
 */
public final class Timers {

    private final LongSupplier clock;
    private final Deadlines deadlines = new Deadlines();
    private long now;

    public Timers(LongSupplier clock) {
        this.clock = clock;
        this.now = clock.getAsLong();
    }

    /** By the monotonic clock of this process, which is the same for all event loops. */
    public static Timers monotonic() {
        return new Timers(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** A new turn begins: looks at the clock. */
    public void turn() {
        now = clock.getAsLong();
    }

    /** When the turn at hand began. */
    public long now() {
        return now;
    }

    public Deadline after(long millis, Runnable action) {
        return deadlines.at(now + millis, action);
    }

    /** Takes an entry out, if it is there: null, and what has come due already, are left alone. */
    public void cancel(Deadline deadline) {
        if (deadline != null) {
            deadlines.cancel(deadline);
        }
    }

    /** The earliest time at which something is due, or {@link Long#MAX_VALUE}. */
    public long next() {
        return deadlines.next();
    }

    /** Runs everything that is due at this turn's time, earliest first. */
    public void run() {
        deadlines.run(now);
    }
}
