package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The door of a queue for items that go to a queue of another owner, or come from one. */
public final class Handover {

    /** The nanoseconds in which items are taken out in one go. */
    private static final long TIME_TO_TAKE_OUT = TimeUnit.MILLISECONDS.toNanos(2);

    private final QueueContext context;
    private final QueueCore core;

    Handover(QueueContext context, QueueCore core) {
        this.context = context;
        this.core = core;
    }

    /**
     * Removes up to {@code count} ready items that have their bodies, in their order, which go to the queue named
     * {@code goal}: one at least, and as many as it can in 2 ms.
     */
    public List<Item> takeOut(int count, String goal) {
        List<Item> taken = new ArrayList<>();
        long end = context.timers().nanoTime() + TIME_TO_TAKE_OUT;
        while (taken.size() < count && core.pendingItems.storage().hasFirstBody()) {
            Item item = core.pendingItems.takeOut(goal);
            item.keepPutTime(context.memory());
            taken.add(item);
            if (context.timers().nanoTime() - end >= 0) {
                break;
            }
        }
        return core.settled(taken);
    }

    /** Keeps room for up to {@code count} items that are to come; returns for how many. */
    public int reserve(int count) {
        return core.pendingItems.reserve(count);
    }

    /** Gives back reserved room. */
    public void vacate(int count) {
        core.change(() -> core.pendingItems.vacate(count));
    }

    /** Adds an item for which room was reserved, under its id and with its trace; a closed queue drops the item. */
    public void adopt(Item item, long id, ItemTrace trace) {
        item.restoreTrace(trace);
        core.change(() -> core.pendingItems.adopt(item, id));
    }
}
