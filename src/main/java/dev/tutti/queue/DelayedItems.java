package dev.tutti.queue;

import dev.tutti.ready.IdPage;
import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Timers;
import java.util.function.BooleanSupplier;

/** The delayed items of a queue, in the order of their arrival and by id. */
final class DelayedItems {

    /** An item whose delay is over in this turn. It may have ended since, or may be delayed again. */
    record Due(Item item, boolean toFront) {}

    private final Timers timers;
    private final IntrusiveList<Item> items = new IntrusiveList<>();
    private final ItemsById byId = new ItemsById();
    private final DueItems<Due> due;

    /** @param listener is told when delays are over, for {@link #takeDue} */
    DelayedItems(Timers timers, QueueListener listener) {
        this.timers = timers;
        due = new DueItems<>(timers, listener::delaysEnded);
    }

    /** The delay of this item is over. */
    void addDue(Item item, boolean toFront) {
        due.add(new Due(item, toFront));
    }

    /** Takes the first item whose delay is over, or returns null. */
    Due takeDue() {
        return due.poll();
    }

    /** Whether the item's delay is over still. */
    boolean isOver(Item item) {
        return item.is(ItemState.DELAYED) && item.due().time() <= timers.now();
    }

    int size() {
        return byId.size();
    }

    Item find(long id) {
        return byId.find(id);
    }

    void add(Item item) {
        items.addLast(item);
        byId.add(item);
    }

    void remove(Item item) {
        item.unlink();
        byId.remove(item);
    }

    /** As {@link ItemsById#addTo}. */
    BooleanSupplier addTo(IdPage<Item> page) {
        return byId.addTo(page, item -> true);
    }

    /** The first item, or null. */
    Item first() {
        return items.first();
    }
}
