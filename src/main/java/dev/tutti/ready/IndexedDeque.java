package dev.tutti.ready;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A deque of which an index has the ids of all items. */
final class IndexedDeque<E extends ReadyItem> extends ReadyDeque<E> {

    private final IdTree<ReadyDeque<E>> index;

    /** @param priority of all items if they share one, or null */
    IndexedDeque(ItemSource<E> source, Long priority, IdTree<ReadyDeque<E>> index) {
        super(source, 0, priority);
        this.index = index;
    }

    @Override
    void addFirst(E item) {
        super.addFirst(item);
        index.put(item.id(), this);
    }

    @Override
    void addLast(E item) {
        super.addLast(item);
        index.put(item.id(), this);
    }

    @Override
    E poll() {
        E item = super.poll();
        if (item != null) {
            index.remove(item.id());
        }
        return item;
    }

    @Override
    void remove(E item) {
        super.remove(item);
        index.remove(item.id());
    }

    @Override
    void drainSome(Consumer<? super E> each, LongConsumer ids) {
        super.drainSome(
                item -> {
                    index.remove(item.id());
                    each.accept(item);
                },
                id -> {
                    index.remove(id);
                    ids.accept(id);
                });
    }
}
