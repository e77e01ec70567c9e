package dev.tutti.ready;

import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The order of a fifo queue, or of a lifo queue. */
final class ReadyInLine<E extends ReadyItem> implements ReadyItems<E> {

    /** The next items, whose bodies are not dropped. */
    private static final int AT_HAND = 64;
    /** More than arrive in the same time, so that short memory becomes free. */
    static final int DROPPED_AT_ONCE = 2;

    private final ReadyDeque<E> items;
    private final boolean lastFirst;

    ReadyInLine(ItemSource<E> source, boolean lastFirst) {
        this.items = new ReadyDeque<>(source, AT_HAND, null);
        this.lastFirst = lastFirst;
    }

    @Override
    public void enter(E item) {
        if (lastFirst) {
            items.addFirst(item);
        } else {
            items.addLast(item);
        }
    }

    @Override
    public void comeBack(E item) {
        items.addFirst(item);
    }

    @Override
    public E poll() {
        return items.poll();
    }

    @Override
    public boolean hasNextBody() {
        return items.hasNextBody();
    }

    @Override
    public boolean isLow() {
        return items.isLow() || !items.hasNextBody();
    }

    @Override
    public void want(WantedItems<E> wanted) {
        wanted.addAll(items.bring());
    }

    @Override
    public void remove(E item) {
        items.remove(item);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public E find(long id) {
        return items.find(id);
    }

    @Override
    public E keep(long id) {
        return items.keep(id);
    }

    @Override
    public boolean has(long id) {
        return items.has(id);
    }

    @Override
    public Iterator<E> look(int most) {
        return items.look(most);
    }

    @Override
    public BooleanSupplier addTo(IdPage<E> page) {
        return () -> {
            items.addTo(page);
            return false;
        };
    }

    @Override
    public void drainSome(Consumer<? super E> each, IdRuns runs) {
        items.drainSome(each, runs::add);
    }

    @Override
    public void dropBodies(E with) {
        items.drop(DROPPED_AT_ONCE);
    }

    @Override
    public void dropLookedAt() {
        items.dropFront(Integer.MAX_VALUE);
    }
}
