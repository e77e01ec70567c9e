package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The delayed items of a queue, in the order of their arrival and by id. */
final class DelayedItems {

    /** An item whose delay is over in this turn. It may have ended since. */
    record Due(Item item, boolean toFront) {}

    private final IntrusiveList<Item> items = new IntrusiveList<>();
    private final ItemsById byId = new ItemsById();
    private final List<Due> due = new ArrayList<>();

    /** Adds an item whose delay is over. Returns whether it is the first one since {@link #takeDue}. */
    boolean addDue(Item item, boolean toFront) {
        due.add(new Due(item, toFront));
        return due.size() == 1;
    }

    /** The items whose delay is over, in that order, each once. */
    List<Due> takeDue() {
        List<Due> taken = List.copyOf(due);
        due.clear();
        return taken;
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

    void removeAll(Consumer<Item> each) {
        for (Item item = items.first(); item != null; item = items.first()) {
            remove(item);
            each.accept(item);
        }
    }
}
