package dev.tutti.waiting;

/**
 * An element of an {@link IntrusiveList}. It is in at most one list at a time, and leaves it in constant time from any
 * position.
 */
public abstract class IntrusiveNode {

    IntrusiveNode previous;
    IntrusiveNode next;
    IntrusiveList<?> list;

    public final boolean isLinked() {
        return list != null;
    }

    /** Leaves its list. Does nothing if it is in none. */
    public final void unlink() {
        if (list != null) {
            list.remove(this);
        }
    }
}
