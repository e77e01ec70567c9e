package dev.tutti.ready;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The smallest priority first, items of the same priority in the order of their arrival: one deque for each priority.
 * Adding and taking an item costs O(log priorities).
 */
final class ReadyByPriority<E extends ReadyItem> implements ReadyItems<E> {

    private final TreeMap<Long, ReadyDeque<E>> deques = new TreeMap<>();
    private final DequeIndex<E> index;
    private final ItemSource<E> source;
    private int size;

    ReadyByPriority(ItemSource<E> source) {
        this.source = source;
        this.index = new DequeIndex<>(source);
    }

    @Override
    public void enter(E item) {
        equalsOf(item).addLast(item);
        size++;
    }

    @Override
    public void comeBack(E item) {
        equalsOf(item).addFirst(item);
        size++;
    }

    private ReadyDeque<E> equalsOf(E item) {
        return deques.computeIfAbsent(item.priority(), this::begin);
    }

    /** Items of priority 0 may have been put without any. */
    private ReadyDeque<E> begin(Long priority) {
        source.takeMemory(ReadyFootprint.PRIORITY);
        return index.begin(source, priority == 0 ? null : priority);
    }

    @Override
    public E poll() {
        Map.Entry<Long, ReadyDeque<E>> first = deques.firstEntry();
        if (first == null) {
            return null;
        }
        E item = first.getValue().poll();
        size--;
        forgetIfEmpty(first.getKey(), first.getValue());
        return item;
    }

    @Override
    public boolean hasNextBody() {
        return size > 0 && deques.firstEntry().getValue().hasNextBody();
    }

    @Override
    public boolean isLow() {
        return !hasNextBody();
    }

    @Override
    public void want(WantedItems<E> wanted) {
        for (ReadyDeque<E> deque : deques.values()) {
            if (wanted.isComplete()) {
                return;
            }
            wanted.addAll(deque.bring());
        }
    }

    private void forgetIfEmpty(long priority, ReadyDeque<E> deque) {
        if (deque.isEmpty()) {
            deques.remove(priority);
            index.end(deque);
            source.takeMemory(-ReadyFootprint.PRIORITY);
        }
    }

    @Override
    public void remove(E item) {
        ReadyDeque<E> deque = equalsOf(item);
        deque.remove(item);
        size--;
        forgetIfEmpty(item.priority(), deque);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public E find(long id) {
        return index.find(id);
    }

    @Override
    public E keep(long id) {
        return index.keep(id);
    }

    @Override
    public boolean has(long id) {
        return index.has(id);
    }

    @Override
    public Iterator<E> look(int most) {
        return new JoinedItems<>(new Iterator<>() {
            private Map.Entry<Long, ReadyDeque<E>> next = deques.firstEntry();

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Iterator<E> next() {
                Iterator<E> items = next.getValue().look(most);
                next = deques.higherEntry(next.getKey());
                return items;
            }
        });
    }

    @Override
    public BooleanSupplier addTo(IdPage<E> page) {
        return index.addTo(page);
    }

    @Override
    public void drainSome(Consumer<? super E> each, IdRuns runs) {
        Map.Entry<Long, ReadyDeque<E>> first = deques.firstEntry();
        if (first == null) {
            return;
        }
        ReadyDeque<E> deque = first.getValue();
        int before = deque.size();
        deque.drainSome(each, runs::add);
        size -= before - deque.size();
        forgetIfEmpty(first.getKey(), deque);
    }

    @Override
    public void dropBodies(E with) {
        ReadyDeque<E> deque = deques.get(with.priority());
        if (deque != null) {
            deque.drop(ReadyInLine.DROPPED_AT_ONCE);
        }
    }

    @Override
    public void dropLookedAt() {
        deques.values().forEach(deque -> deque.dropFront(Integer.MAX_VALUE));
    }
}
