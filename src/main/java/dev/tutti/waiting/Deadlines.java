package dev.tutti.waiting;

import java.util.TreeSet;

/**
 * What is to happen at which time, for one event loop: timeouts and leases. Time is passed in, in milliseconds of any
 * monotonic clock, so tests turn it by hand. Entering and leaving cost O(log n).
 */
public final class Deadlines {

    /** One entry; those of the same time come due in the order they were made. */
    public static final class Deadline implements Comparable<Deadline> {
        private final long time;
        private final long order;
        private final Runnable action;

        private Deadline(long time, long order, Runnable action) {
            this.time = time;
            this.order = order;
            this.action = action;
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

    /** Takes an entry out; one that has come due already is no longer in, and is left alone. */
    public void cancel(Deadline deadline) {
        entries.remove(deadline);
    }

    /** The earliest time at which something is due, or {@link Long#MAX_VALUE}. */
    public long next() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.first().time;
    }

    public int size() {
        return entries.size();
    }

    /** Runs everything that is due at this time, earliest first. */
    public void run(long now) {
        while (next() <= now) {
            entries.pollFirst().action.run();
        }
    }
}
