package dev.tutti.waiting;

import dev.tutti.waiting.Deadlines.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock and the timers of one event loop, in milliseconds of a monotonic clock. The time stands still during a turn
 * of the loop, so reading it is a field access. Not thread-safe.
 */
public final class Timers {

    /** The nanoseconds of a turn in which entries that are due are run. */
    private static final long SHARE = TimeUnit.MILLISECONDS.toNanos(5);
    /** The nanoseconds of a turn after which long operations go on in a later one. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongSupplier clock;
    private final LongSupplier nanoClock;
    private final Deadlines deadlines = new Deadlines();
    private long now;
    private long turns;
    /** In nanoseconds. */
    private long turnBegan;
    /** Null if none has begun. */
    private Slices begun;

    /** @param clock in milliseconds */
    public Timers(LongSupplier clock) {
        this(clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()));
    }

    /**
     * @param clock in milliseconds
     * @param nanoClock the same time in nanoseconds, which goes on during a turn
     */
    public Timers(LongSupplier clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
        turn();
    }

    /** Timers that read this process's monotonic clock, which is the same for all event loops. */
    public static Timers monotonic() {
        return new Timers(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::nanoTime);
    }

    /** Reads the clock. To be called at the beginning of each turn. */
    public final void turn() {
        now = clock.getAsLong();
        turnBegan = nanoTime();
        turns++;
    }

    /** The number of the current turn. */
    public long turns() {
        return turns;
    }

    /** The time at which the current turn began. */
    public long now() {
        return now;
    }

    /** The clock itself, which goes on during a turn, in nanoseconds. */
    public long nanoTime() {
        return nanoClock.getAsLong();
    }

    /** A long operation has begun, and has not ended with its first slice. */
    public void begun(Slices operation) {
        begun = operation;
    }

    /** The last such operation since the last call, or null. */
    public Slices takeBegun() {
        Slices last = begun;
        if (last != null) {
            begun = null;
        }
        return last;
    }

    /** Whether this turn has taken so long that what can go on later should. */
    boolean isLate() {
        return nanoTime() - turnBegan > LATE;
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

    /**
     * Runs the entries that are due at this turn's time, the earliest first. If they take long, the rest is left to a
     * later turn.
     */
    public void run() {
        long end = nanoTime() + SHARE;
        deadlines.run(now, () -> nanoTime() - end < 0);
    }
}
