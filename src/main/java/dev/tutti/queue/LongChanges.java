package dev.tutti.queue;

import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The changes of one owner's queues that may take longer than a turn of its event loop. */
final class LongChanges {

    private final Timers timers;
    private final Map<BooleanSupplier, Slices> goingOn = new LinkedHashMap<>();
    private final Runnable pause;
    private boolean isAtOnce;
    /** The number of gates that are shut until bodies are read. */
    private int reads;

    /** @param pause is run between two slices of a change */
    LongChanges(Timers timers, Runnable pause) {
        this.timers = timers;
        this.pause = pause;
    }

    /**
     * Begins a change. A short one has ended when this returns.
     *
     * @param step makes a small part of the change, and returns whether there is more
     * @param end is run behind the last step
     * @param failed is run instead if a step throws an exception, which goes on to the event loop
     */
    void make(BooleanSupplier step, Runnable end, Runnable failed) {
        Slices slices = Slices.begin(timers, () -> step(step, failed), pause, () -> {
            goingOn.remove(step);
            end.run();
        });
        if (slices.hasEnded()) {
            return;
        }
        goingOn.put(step, slices);
        if (isAtOnce) {
            slices.finish();
        } else {
            timers.begun(slices);
        }
    }

    private boolean step(BooleanSupplier step, Runnable failed) {
        try {
            return step.getAsBoolean();
        } catch (RuntimeException bug) {
            goingOn.remove(step);
            failed.run();
            throw bug;
        }
    }

    /** Runs an action whose changes have to end in this turn, however long they take. */
    void atOnce(Runnable action) {
        isAtOnce = true;
        try {
            action.run();
        } finally {
            isAtOnce = false;
        }
    }

    private boolean goOn() {
        return !goingOn.isEmpty();
    }

    /** A gate is shut, or open again, for another reason than a change. */
    void shutForRead(boolean shut) {
        reads += shut ? 1 : -1;
    }

    /** Whether a command may come to a gate that is shut. */
    boolean mayBeShut() {
        return reads > 0 || goOn();
    }

    /** Makes the rest of all changes now, and of those that begin then. */
    void finish() {
        while (goOn()) {
            List.copyOf(goingOn.values()).forEach(Slices::finish);
        }
    }
}
