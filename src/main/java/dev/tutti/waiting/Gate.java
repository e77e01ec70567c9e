package dev.tutti.waiting;

/**
 * A gate in front of commands. While it is shut, arrivals wait. When it opens, they enter in the order of their
 * arrival. Not thread-safe.
 */
public final class Gate {

    private static final class Arrival extends IntrusiveNode {
        private final Runnable entry;

        private Arrival(Runnable entry) {
            this.entry = entry;
        }
    }

    private final IntrusiveList<Arrival> arrivals = new IntrusiveList<>();
    private boolean shut;

    public boolean isShut() {
        return shut;
    }

    public void shut() {
        shut = true;
    }

    /** Lets the waiting arrivals enter, until one of them shuts the gate again. */
    public void open() {
        shut = false;
        for (Arrival next = arrivals.poll(); next != null; next = shut ? null : arrivals.poll()) {
            next.entry.run();
        }
    }

    /** Runs the entry when the gate opens, unless the wait is withdrawn before. */
    public Wait await(Runnable entry) {
        Arrival arrival = new Arrival(entry);
        arrivals.addLast(arrival);
        return new Wait() {
            @Override
            public void withdraw() {
                arrival.unlink();
            }

            @Override
            public boolean isBrief() {
                return true;
            }
        };
    }
}
