package dev.tutti.waiting;

import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The actions of one event loop that are due at a certain time, such as timeouts and the ends of leases. The time is an
 * argument, in milliseconds of any monotonic clock, so tests need no real clock. Adding and cancelling cost O(log n).
 * Not thread-safe.
 */
public final class Deadlines {

    /** One entry. Entries of the same time become due in the order in which they were added. */
    public static final class Deadline implements Comparable<Deadline> {
        private final long time;
        private final long order;
        private final Runnable action;

        private Deadline(long time, long order, Runnable action) {
            this.time = time;
            this.order = order;
            this.action = action;
        }

        /** When the action is due, in milliseconds of the clock. */
        public long time() {
            return time;
        }

        @Override
        public int compareTo(Deadline other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final TreeSet<Deadline> entries = new TreeSet<>();
    private long made;

    public Deadline at(long time, Runnable action) {
        Deadline deadline = new Deadline(time, made++, action);
        entries.add(deadline);
        return deadline;
    }

    /** Removes an entry. An entry that has already become due is ignored. */
    public void cancel(Deadline deadline) {
        entries.remove(deadline);
    }

    /** The earliest time at which an entry is due, or {@link Long#MAX_VALUE} if there is none. */
    public long next() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.first().time;
    }

    public int size() {
        return entries.size();
    }

    /**
     * Runs and removes entries that are due at this time, the earliest first.
     *
     * @param hasTime asked before each but the first: if the result is false, the others stay
     */
    public void run(long now, BooleanSupplier hasTime) {
        boolean goesOn = next() <= now;
        while (goesOn) {
            entries.pollFirst().action.run();
            goesOn = next() <= now && hasTime.getAsBoolean();
        }
    }
}
