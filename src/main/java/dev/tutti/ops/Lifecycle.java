package dev.tutti.ops;

/** The phase of a server's life, which load balancers and supervisors ask for. Safe to call from any thread. */
public final class Lifecycle {

    /** The phases in their order, except that a server that drains may go on running. */
    public enum Phase {
        /** This process takes its items from a server elsewhere, which is away. */
        CONNECTING,
        /** The journal is opened and read. No client can connect. */
        RECOVERING,
        RUNNING,
        /** No item is delivered, so that those in flight can be finished. */
        DRAINING,
        /** As {@link #DRAINING}, and then connections are closed. A server does not leave this phase. */
        STOPPING
    }

    private Phase phase = Phase.RECOVERING;

    /** Enters a phase, unless the server is stopping. Returns whether it is in that phase now. */
    public synchronized boolean enter(Phase next) {
        if (phase != Phase.STOPPING) {
            phase = next;
        }
        return phase == next;
    }

    public synchronized Phase phase() {
        return phase;
    }

    /** Whether no items are delivered. */
    public boolean isDraining() {
        return phase().compareTo(Phase.DRAINING) >= 0;
    }
}
