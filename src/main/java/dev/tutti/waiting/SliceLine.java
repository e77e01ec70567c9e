package dev.tutti.waiting;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * Long operations of one event loop, in {@link Slices}. One goes on at a time, so that many of them take no more of a
 * turn than one does. Not thread-safe.
 */
public final class SliceLine {

    private final Timers timers;
    private final ArrayDeque<BooleanSupplier> line = new ArrayDeque<>();
    private Slices slices;

    public SliceLine(Timers timers) {
        this.timers = timers;
    }

    /**
     * Adds an operation, which begins in this turn if it is the only one, and else behind those that came before.
     *
     * @param step makes a small part of the operation, and returns whether there is more
     */
    public void add(BooleanSupplier step) {
        line.add(step);
        if (slices == null || slices.hasEnded()) {
            slices = Slices.begin(timers, this::step, () -> {}, () -> {});
        }
    }

    private boolean step() {
        if (!line.peek().getAsBoolean()) {
            line.poll();
        }
        return !line.isEmpty();
    }
}
