package dev.tutti.queue;

import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The changes of one owner's queues that take longer than a turn of its event loop, each behind the gate of its queue. */
final class LongChanges {

    private final Timers timers;
    private final Map<Gate, Slices> goingOn = new LinkedHashMap<>();

    LongChanges(Timers timers) {
        this.timers = timers;
    }

    /**
     * Begins a change, and shuts the gate until its end. A short change has ended when this returns.
     *
     * @param step makes a small part of the change, and returns whether there is more
     * @param end is run behind the last step, before the gate opens
     */
    void make(Gate gate, BooleanSupplier step, Runnable end) {
        gate.shut();
        Slices slices = Slices.begin(timers, step, () -> {
            goingOn.remove(gate);
            end.run();
            gate.open();
        });
        if (!slices.hasEnded()) {
            goingOn.put(gate, slices);
        }
    }

    /** Whether a command may come to a gate that is shut. */
    boolean goOn() {
        return !goingOn.isEmpty();
    }

    /** Makes the rest of all changes now, and of those that begin then. */
    void finish() {
        while (goOn()) {
            List.copyOf(goingOn.values()).forEach(Slices::finish);
        }
    }
}
