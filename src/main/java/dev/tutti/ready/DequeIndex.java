package dev.tutti.ready;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The deques of a queue that has one for each priority or group: finds the one that has an item. The first few are
 * searched one after another, so that their items cost nothing more. The ids of all other items are in a tree.
 */
final class DequeIndex<E extends ReadyItem> {

    /** The most deques that are searched, and the number of items in the tree that a step looks at. */
    static final int FEW = 16;

    private final ItemSource<E> source;
    private final List<ReadyDeque<E>> searched = new ArrayList<>(1);
    /** The deques of all other items. Null until there are more deques than are searched. */
    private IdTree<ReadyDeque<E>> byId;

    DequeIndex(ItemSource<E> source) {
        this.source = source;
    }

    /**
     * A new deque. A queue may have any number of them, so no items are kept at hand.
     *
     * @param priority of all items if they share one, or null
     */
    ReadyDeque<E> begin(ItemSource<E> ofItems, Long priority) {
        if (searched.size() < FEW) {
            ReadyDeque<E> deque = new ReadyDeque<>(ofItems, 0, priority);
            searched.add(deque);
            return deque;
        }
        if (byId == null) {
            byId = new IdTree<>(source::takeMemory);
        }
        return new IndexedDeque<>(ofItems, priority, byId);
    }

    /** The deque is empty, and is not used any more. */
    void end(ReadyDeque<E> deque) {
        searched.remove(deque);
    }

    /** The item with that id, which may lack its body; or null. */
    E find(long id) {
        return first(id, deque -> deque.find(id));
    }

    /** The same item, which stays here as that object until it is taken out. */
    E keep(long id) {
        return first(id, deque -> deque.keep(id));
    }

    private E first(long id, Function<ReadyDeque<E>, E> find) {
        ReadyDeque<E> indexed = indexed(id);
        if (indexed != null) {
            return find.apply(indexed);
        }
        for (ReadyDeque<E> deque : searched) {
            E item = find.apply(deque);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    private ReadyDeque<E> indexed(long id) {
        return byId == null ? null : byId.get(id);
    }

    boolean has(long id) {
        return indexed(id) != null || searched.stream().anyMatch(deque -> deque.has(id));
    }

    /** As {@link ReadyItems#addTo}. */
    BooleanSupplier addTo(IdPage<E> page) {
        return new BooleanSupplier() {
            private boolean isSearched;
            /** All items in the tree up to this id have been met. */
            private long met = page.after();

            @Override
            public boolean getAsBoolean() {
                if (!isSearched) {
                    searched.forEach(deque -> deque.addTo(page));
                    isSearched = true;
                    return byId != null;
                }
                for (int i = 0; i < FEW; i++) {
                    met = byId.next(met);
                    if (met == Long.MAX_VALUE || page.isBehind(met)) {
                        return false;
                    }
                    page.add(byId.get(met).find(met));
                }
                return true;
            }
        };
    }
}
