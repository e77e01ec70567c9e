package dev.tutti.queue;

/** A move of ready items to another queue of the same owner, or to the end of their own, in steps. */
final class Transfer {

    private final WorkQueue from;
    private final WorkQueue to;
    private final int most;
    private int moved;

    Transfer(WorkQueue from, WorkQueue to, int count) {
        this.from = from;
        this.to = to;
        this.most = Math.min(count, from.pendingItems.ready());
    }

    /**
     * Moves an item, or gives moved ones to those who wait for them, so that there is room. Returns whether there is
     * more to do.
     */
    boolean moveOne() {
        if (to != from && to.waiters().serveOne(to.pendingItems, to.inFlight)) {
            return true;
        }
        if (moved == most || from.pendingItems.ready() == 0 || to != from && !to.hasRoom()) {
            return false;
        }
        to.receive(from.pendingItems.takeOut(to.name()));
        moved++;
        return true;
    }

    int moved() {
        return moved;
    }
}
