package dev.tutti.waiting;

/** What can stand in one {@link IntrusiveList} at a time, and leave it from any place in constant time. */
public abstract class IntrusiveNode {

    IntrusiveNode previous;
    IntrusiveNode next;
    IntrusiveList<?> chain;

    public final boolean isLinked() {
        return chain != null;
    }

    /** Leaves the chain; does nothing if it stands in none. */
    public final void unlink() {
        if (chain != null) {
            chain.remove(this);
        }
    }
}
