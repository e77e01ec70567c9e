package dev.tutti.waiting;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A doubly linked line of waiters or items that are their own nodes, so that standing in it costs no memory of its own.
 * Bound to one event loop, as everything that stands in it.
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

    /** Whether that one stands here. */
    public boolean has(L link) {
        return link.chain == this;
    }

    /** The one at the front, or null. */
    @SuppressWarnings("unchecked")
    public L first() {
        return (L) first;
    }

    /** The one at the end, or null. */
    @SuppressWarnings("unchecked")
    public L last() {
        return (L) last;
    }

    /** The one nearest to the end that is as asked, or null; costs as much as there are behind it. */
    @SuppressWarnings("unchecked")
    public L last(Predicate<? super L> asked) {
        IntrusiveNode link = last;
        while (link != null && !asked.test((L) link)) {
            link = link.previous;
        }
        return (L) link;
    }

    /** Takes the one at the front out, or gives null. */
    public L poll() {
        L head = first();
        if (head != null) {
            remove(head);
        }
        return head;
    }

    /** Takes the one at the end out, or gives null. */
    public L pollLast() {
        L tail = last();
        if (tail != null) {
            remove(tail);
        }
        return tail;
    }

    /** Takes all out, from the front. */
    public void pollAll(Consumer<? super L> each) {
        for (L head = poll(); head != null; head = poll()) {
            each.accept(head);
        }
    }

    public void addLast(L link) {
        enter(link, last, null);
    }

    public void addFirst(L link) {
        enter(link, null, first);
    }

    private void enter(IntrusiveNode link, IntrusiveNode previous, IntrusiveNode next) {
        if (link.chain != null) {
            throw new IllegalStateException("stands in another chain already: " + link);
        }
        link.chain = this;
        link.previous = previous;
        link.next = next;
        join(previous, link);
        join(link, next);
        size++;
    }

    void remove(IntrusiveNode link) {
        if (link.previous == null) {
            first = link.next;
        } else {
            link.previous.next = link.next;
        }
        if (link.next == null) {
            last = link.previous;
        } else {
            link.next.previous = link.previous;
        }
        link.chain = null;
        link.previous = null;
        link.next = null;
        size--;
    }

    private void join(IntrusiveNode before, IntrusiveNode after) {
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

    /** From the front; the one just returned may be unlinked meanwhile, others may not. */
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
                L link = (L) next;
                next = next.next;
                return link;
            }
        };
    }
}
