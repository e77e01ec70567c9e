package dev.tutti.waiting;

import dev.tutti.waiting.Deadlines.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A long operation that is done in slices, so that the event loop serves others in between. A slice takes 2 ms, and at
 * least 1 ms lies between two of them, in which the loop reads and writes. Not thread-safe.
 */
public final class Slices {

    /** The nanoseconds of a slice. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(2);
    /**
     * The milliseconds between two parts of any long work on an event loop. The loop reads all sockets before it runs
     * timers that are due. A task without a delay would keep it from its sockets.
     */
    public static final long PAUSE_MILLIS = 1;

    private final Timers timers;
    private final BooleanSupplier step;
    private final Runnable pause;
    private final Runnable end;
    private Deadline next;
    private boolean ended;
    /** The nanoseconds of all slices so far. */
    private long spent;

    private LongConsumer whenEnded = nanos -> {};

    private Slices(Timers timers, BooleanSupplier step, Runnable pause, Runnable end) {
        this.timers = timers;
        this.step = step;
        this.pause = pause;
        this.end = end;
    }

    /**
     * Does the first slice at once, unless this turn has taken long already. If that is all, the operation has ended
     * when this returns.
     *
     * @param step does a small part of the operation, and returns whether there is more to do
     * @param pause is run behind each slice but the last
     * @param end is run once, behind the last step
     */
    public static Slices begin(Timers timers, BooleanSupplier step, Runnable pause, Runnable end) {
        Slices slices = new Slices(timers, step, pause, end);
        if (timers.isLate()) {
            slices.goOnLater();
        } else {
            slices.goOn();
        }
        return slices;
    }

    /**
     * Makes the first steps of an operation in this turn, for as long as a slice takes. Returns whether these were all.
     */
    public static boolean isDoneInOne(Timers timers, BooleanSupplier step) {
        return !timers.isLate() && !new Slices(timers, step, () -> {}, () -> {}).hasMoreAfterSlice();
    }

    /** Makes the steps of a slice. Returns whether there are more. The time of the very last step is not counted. */
    private boolean hasMoreAfterSlice() {
        long began = timers.nanoTime();
        long now = began;
        boolean more = step.getAsBoolean();
        while (more && (now = timers.nanoTime()) - began < SLICE) {
            more = step.getAsBoolean();
        }
        spent += now - began;
        return more;
    }

    private void goOn() {
        next = null;
        if (hasMoreAfterSlice()) {
            pause.run();
            goOnLater();
        } else {
            end();
        }
    }

    private void goOnLater() {
        next = timers.after(PAUSE_MILLIS, this::goOn);
    }

    private void end() {
        ended = true;
        end.run();
        whenEnded.accept(spent);
    }

    /** @param action is given the nanoseconds of all slices, behind the end */
    public void whenEnded(LongConsumer action) {
        whenEnded = action;
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Does all the rest now. */
    public void finish() {
        timers.cancel(next);
        while (!ended) {
            if (!step.getAsBoolean()) {
                end();
            }
        }
    }
}
