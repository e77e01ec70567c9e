package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The door of a queue for items that go to a queue of another owner, or come from one. */
public final class Handover {

    /** The nanoseconds in which items are taken out in one go. */
    private static final long TIME_TO_TAKE_OUT = TimeUnit.MILLISECONDS.toNanos(2);

    private final ItemQueue queue;
    private final QueueContext context;
    private final QueueCore core;

    Handover(ItemQueue queue, QueueContext context, QueueCore core) {
        this.queue = queue;
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
            taken.add(leaves(core.moves().takeFirst(goal), 0));
            if (context.timers().nanoTime() - end >= 0) {
                break;
            }
        }
        return core.settled(taken);
    }

    /**
     * Removes this ready or delayed item, which goes to the queue named {@code goal}, when its body is here. What is
     * left of its delay is the delay of its options.
     *
     * @param told receives the item and null; or null and the reason if it cannot be read, or null for both if it is
     *     not here any more
     */
    public void takeOut(long id, String goal, BiConsumer<Item, String> told) {
        Item item = core.pendingItems.find(id);
        if (item == null || item.hasBody()) {
            told.accept(item == null ? null : takeOut(item, goal), null);
            return;
        }
        context.store().read(queue, new long[] {id}, Long.MAX_VALUE, new QueueStore.Reading() {
            @Override
            public void read(List<RecordedItem> items) {
                core.gate.whenOpen(() -> told.accept(takeOut(id, items.get(0), goal), null));
            }

            @Override
            public void failed(String cause) {
                told.accept(null, cause);
            }
        });
    }

    /** @param read the item as it was read meanwhile, null if it was not in the journal any more */
    private Item takeOut(long id, RecordedItem read, String goal) {
        Item item = read == null ? null : core.pendingItems.keep(id);
        if (item == null) {
            return null;
        }
        if (!item.hasBody()) {
            read.load(item, context.memory());
        }
        return takeOut(item, goal);
    }

    private Item takeOut(Item item, String goal) {
        long delay = core.moves().delayLeft(item);
        return core.settled(leaves(core.moves().takeOut(item, goal), delay));
    }

    /** @param delay what is left of it */
    private Item leaves(Item item, long delay) {
        item.reschedule(item.options().given(), delay);
        item.keepPutTime(context.memory());
        return item;
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
        core.change(() -> core.moves().adopt(item, id));
    }
}
