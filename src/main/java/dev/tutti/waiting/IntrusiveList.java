package dev.tutti.waiting;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A doubly linked list whose elements are their own nodes, so membership needs no extra memory and removal takes
 * constant time. An element is in one list at a time. Not thread-safe: a list and its elements belong to one event
 * loop.
 */
public final class IntrusiveList<L extends IntrusiveNode> implements Iterable<L> {

    private IntrusiveNode first;
    private IntrusiveNode last;
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return first == null;
    }

    /** True if the element is in this list. */
    public boolean has(L element) {
        return element.list == this;
    }

    /** The first element, or null if the list is empty. */
    @SuppressWarnings("unchecked")
    public L first() {
        return (L) first;
    }

    /** Up to so many elements, the first one first. */
    public List<L> first(int most) {
        List<L> some = new ArrayList<>(Math.max(0, Math.min(most, size)));
        for (Iterator<L> next = iterator(); some.size() < most && next.hasNext(); ) {
            some.add(next.next());
        }
        return some;
    }

    /** The last element, or null if the list is empty. */
    @SuppressWarnings("unchecked")
    public L last() {
        return (L) last;
    }

    /** The last element that matches, or null. Takes time in proportion to the elements behind it. */
    @SuppressWarnings("unchecked")
    public L last(Predicate<? super L> matches) {
        IntrusiveNode node = last;
        while (node != null && !matches.test((L) node)) {
            node = node.previous;
        }
        return (L) node;
    }

    /** Removes and returns the first element, or returns null if the list is empty. */
    public L poll() {
        L head = first();
        if (head != null) {
            remove(head);
        }
        return head;
    }

    /** Removes and returns the last element, or returns null if the list is empty. */
    public L pollLast() {
        L tail = last();
        if (tail != null) {
            remove(tail);
        }
        return tail;
    }

    /** Removes up to {@code most} elements, the first one first, and passes each to {@code each}. */
    public void poll(int most, Consumer<? super L> each) {
        for (int i = 0; i < most && !isEmpty(); i++) {
            each.accept(poll());
        }
    }

    public void addLast(L element) {
        insert(element, last, null);
    }

    public void addFirst(L element) {
        insert(element, null, first);
    }

    private void insert(IntrusiveNode node, IntrusiveNode previous, IntrusiveNode next) {
        if (node.list != null) {
            throw new IllegalStateException("already in a list: " + node);
        }
        node.list = this;
        node.previous = previous;
        node.next = next;
        connect(previous, node);
        connect(node, next);
        size++;
    }

    void remove(IntrusiveNode node) {
        if (node.previous == null) {
            first = node.next;
        } else {
            node.previous.next = node.next;
        }
        if (node.next == null) {
            last = node.previous;
        } else {
            node.next.previous = node.previous;
        }
        node.list = null;
        node.previous = null;
        node.next = null;
        size--;
    }

    private void connect(IntrusiveNode before, IntrusiveNode after) {
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
    }

    /**
     * Iterates from the first element. Between two calls any elements may be removed. Elements that are added at the
     * end are met.
     */
    public Iterator<L> walk() {
        return new Iterator<>() {
            private final List<IntrusiveNode> passed = new ArrayList<>();

            @Override
            public boolean hasNext() {
                return nextNode() != null;
            }

            /** The one behind the last that was passed and is here still. */
            private IntrusiveNode nextNode() {
                int last = passed.size() - 1;
                while (last >= 0 && passed.get(last).list != IntrusiveList.this) {
                    passed.remove(last);
                    last--;
                }
                return last < 0 ? first : passed.get(last).next;
            }

            @Override
            @SuppressWarnings("unchecked")
            public L next() {
                IntrusiveNode next = nextNode();
                if (next == null) {
                    throw new NoSuchElementException();
                }
                passed.add(next);
                return (L) next;
            }
        };
    }

    /** Iterates from the first element. The element returned last may be removed meanwhile, others may not. */
    @Override
    public Iterator<L> iterator() {
        return new Iterator<>() {
            private IntrusiveNode next = first;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            @SuppressWarnings("unchecked")
            public L next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                L element = (L) next;
                next = next.next;
                return element;
            }
        };
    }
}
