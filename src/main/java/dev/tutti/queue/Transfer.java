package dev.tutti.queue;

import java.util.List;
import java.util.function.IntConsumer;

/** A move of ready items to another queue of the same owner, or to the end of their own, in steps. */
final class Transfer {

    private final QueueCore from;
    private final QueueCore to;
    private final int most;
    private int moved;

    private Transfer(QueueCore from, QueueCore to, int count) {
        this.from = from;
        this.to = to;
        this.most = Math.min(count, from.pendingItems.ready());
    }

    /** As {@link QueueControl#moveTo}. */
    static void begin(QueueCore from, QueueCore to, int count, IntConsumer told) {
        Transfer transfer = new Transfer(from, to, count);
        QueueGate.changeInSlices(
                to == from ? List.of(from.gate) : List.of(to.gate, from.gate),
                transfer::moveOne,
                () -> told.accept(transfer.moved));
    }

    /**
     * Moves an item, or gives moved ones to those who wait for them, so that there is room. Returns whether there is
     * more to do.
     */
    private boolean moveOne() {
        if (to != from && to.dispatcher.exchangeOne()) {
            return true;
        }
        if (moved == most || from.pendingItems.ready() == 0 || to != from && !to.pendingItems.hasRoom()) {
            return false;
        }
        to.moves().receive(from.moves().takeFirst(to.header.name()), 0);
        moved++;
        return true;
    }
}
