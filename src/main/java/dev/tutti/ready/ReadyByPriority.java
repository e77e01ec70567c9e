package dev.tutti.ready;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The smallest priority first, items of the same priority in the order of their arrival: one deque for each priority.
 * Adding and taking an item costs O(log priorities).
 */
final class ReadyByPriority<E extends ReadyItem> implements ReadyItems<E> {

    private final TreeMap<Long, ReadyDeque<E>> deques = new TreeMap<>();
    private final ItemSource<E> source;
    private int size;

    ReadyByPriority(ItemSource<E> source) {
        this.source = source;
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

    /**
     * There may be any number of priorities, so no items are kept at hand. Items of priority 0 may have been put
     * without any.
     */
    private ReadyDeque<E> begin(Long priority) {
        source.takeMemory(ReadyFootprint.PRIORITY);
        return new ReadyDeque<>(source, 0, priority == 0 ? null : priority);
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
        return first(deque -> deque.find(id));
    }

    @Override
    public E keep(long id) {
        return first(deque -> deque.keep(id));
    }

    private E first(Function<ReadyDeque<E>, E> find) {
        for (ReadyDeque<E> deque : deques.values()) {
            E item = find.apply(deque);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    @Override
    public boolean has(long id) {
        return deques.values().stream().anyMatch(deque -> deque.has(id));
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
        return new BooleanSupplier() {
            private SortedMap<Long, ReadyDeque<E>> others = deques;

            @Override
            public boolean getAsBoolean() {
                int left = ReadyDeque.IN_A_STEP;
                for (Map.Entry<Long, ReadyDeque<E>> next : others.entrySet()) {
                    next.getValue().addTo(page);
                    if (--left == 0) {
                        others = deques.tailMap(next.getKey(), false);
                        return true;
                    }
                }
                return false;
            }
        };
    }

    @Override
    public void drainSome(Consumer<? super E> each, IdRuns runs) {
        Map.Entry<Long, ReadyDeque<E>> first = deques.firstEntry();
        if (first == null) {
            return;
        }
        ReadyDeque<E> deque = first.getValue();
        int before = deque.size();
        deque.drainSome(each, runs);
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
