package dev.tutti.waiting;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Divides the time of an event loop among those who have commands to run, such as connections. A turn gives the first
 * of them 10 ms. Those who use their share up go on in later turns, in rounds, where each gets 2 ms in turn, until the
 * turn has taken 10 ms. Not thread-safe.
 *
 * @param <E> those among whom the time is divided
 */
public final class LoopShare<E> {

    /** The nanoseconds of the first share of a turn, and those of all later rounds of one turn together. */
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(10);
    /** The nanoseconds of a share behind one that was used up in the same turn. */
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(2);
    /** Commands that take longer are timed one by one. */
    private static final long SLOW = TimeUnit.MICROSECONDS.toNanos(200);
    /** The number of quick commands between two looks at the clock. */
    private static final int MOST_UNTIMED = 16;

    private final LongSupplier nanoTime;
    private long tooManyNanos;
    private final ArrayDeque<E> unfinished = new ArrayDeque<>();
    private long end;
    private long lastLook;
    private int interval = 1;
    private int untilLook = 1;
    /** The nanoseconds between the last two looks, if they were too many and nobody has asked; otherwise 0. */
    private long overrun;
    /** Whether something else has run since the last look. */
    private boolean mixed;
    /** The number of commands that were counted in between. */
    private int overrunCommands;

    /**
     * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     * @param tooManyNanos an overrun, see {@link #takeOverrun}
     */
    public LoopShare(LongSupplier nanoTime, long tooManyNanos) {
        this.nanoTime = nanoTime;
        this.tooManyNanos = tooManyNanos;
    }

    /** Sets another time of an overrun. */
    public void tooMany(long nanos) {
        tooManyNanos = nanos;
    }

    /** Begins a turn in which commands have arrived. */
    public void begin() {
        begin(TURN);
    }

    private void begin(long nanos) {
        lastLook = nanoTime.getAsLong();
        end = lastLook + nanos;
        interval = 1;
        untilLook = 1;
        overrun = 0;
        mixed = false;
    }

    /**
     * Counts a command that has been run. Returns whether the share is used up. If it is, a shorter one begins for the
     * next in this turn.
     */
    public boolean isUsedUp() {
        untilLook--;
        return untilLook <= 0 && isOver();
    }

    /** The same, but looks at the clock in any case: something may have run since that was not counted. */
    public boolean isOver() {
        long now = look();
        if (now - end < 0) {
            return false;
        }
        end = now + SHORT;
        return true;
    }

    private long look() {
        long now = nanoTime.getAsLong();
        long took = now - lastLook;
        overrun = took >= tooManyNanos && !mixed ? took : 0;
        mixed = false;
        overrunCommands = interval - Math.max(0, untilLook);
        interval = took > SLOW ? 1 : Math.min(MOST_UNTIMED, 2 * interval);
        untilLook = interval;
        lastLook = now;
        return now;
    }

    /** Something has run that is no command. An overrun at the next look is not that of a command. */
    public void passOver() {
        mixed = true;
        overrun = 0;
    }

    /** Whether the command that was counted last, and some before it, have taken too long. Nobody has asked yet. */
    public boolean hasOverrun() {
        return overrun > 0;
    }

    /** The nanoseconds that they took. Asks once. */
    public long takeOverrun() {
        long nanos = overrun;
        overrun = 0;
        return nanos;
    }

    /** The number of commands that took this time together. All are quick but one, which may be any of them. */
    public int overrunCommands() {
        return overrunCommands;
    }

    /** Lets one go on in a later turn. It may not be among the unfinished already. */
    public void defer(E one) {
        unfinished.add(one);
    }

    /** Whether somebody is to go on in a later turn. */
    public boolean hasUnfinished() {
        return !unfinished.isEmpty();
    }

    /**
     * Begins a turn of those that are unfinished.
     *
     * @param goOn runs commands of one until its share is used up, and then defers it again
     */
    public void goOn(Consumer<? super E> goOn) {
        long turnEnds = nanoTime.getAsLong() + TURN;
        do {
            E next = unfinished.poll();
            if (next == null) {
                return;
            }
            begin(SHORT);
            goOn.accept(next);
        } while (nanoTime.getAsLong() - turnEnds < 0);
    }
}
