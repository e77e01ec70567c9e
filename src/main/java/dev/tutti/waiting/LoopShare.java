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
    private final ArrayDeque<E> unfinished = new ArrayDeque<>();
    private long end;
    private long lastLook;
    private int interval = 1;
    private int untilLook = 1;

    /** @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime} */
    public LoopShare(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
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
        long now = nanoTime.getAsLong();
        interval = now - lastLook > SLOW ? 1 : Math.min(MOST_UNTIMED, 2 * interval);
        untilLook = interval;
        lastLook = now;
        if (now - end < 0) {
            return false;
        }
        end = now + SHORT;
        return true;
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
