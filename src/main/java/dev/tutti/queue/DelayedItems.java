package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import java.util.function.Consumer;

/** The delayed items of a queue, in the order of their arrival and by id. */
final class DelayedItems {

    private final IntrusiveList<Item> items = new IntrusiveList<>();
    private final ItemsById byId = new ItemsById();

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
