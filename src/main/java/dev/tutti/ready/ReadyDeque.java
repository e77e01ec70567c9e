package dev.tutti.ready;

import dev.tutti.ready.ReadyItem.Form;
import dev.tutti.waiting.IntrusiveList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Ready items in one order, which can be extended at both ends. The items at the front are objects in a linked list.
 * Those behind a long front are in the blocks of an {@link Overflow}, and come back to the front some at a time.
 */
class ReadyDeque<E extends ReadyItem> {

    /** The length that the front reaches by items that are added at the end. */
    private static final int LONG = 2 * ItemBlock.SIZE;

    private final ItemSource<E> source;
    private final int atHand;
    private final Long priority;
    private IntrusiveList<E> front = new IntrusiveList<>();
    /** Null while it is empty, so that a short queue looks at nothing but its front. */
    private Overflow<E> overflow;

    /**
     * @param atHand the number of items at the front whose bodies are not dropped
     * @param priority of all items if they share one, or null
     */
    ReadyDeque(ItemSource<E> source, int atHand, Long priority) {
        this.source = source;
        this.atHand = atHand;
        this.priority = priority;
    }

    int size() {
        return overflow == null ? front.size() : front.size() + overflow.size();
    }

    boolean isEmpty() {
        return front.isEmpty() && overflow == null;
    }

    void addFirst(E item) {
        front.addFirst(item);
        if (front.size() > atHand + LONG && front.size() % ItemBlock.SIZE == 0) {
            overflow().packFirst(takeLastOfFront());
        }
    }

    @SuppressWarnings("unchecked")
    private List<E> takeLastOfFront() {
        ReadyItem[] last = new ReadyItem[ItemBlock.SIZE];
        for (int i = last.length - 1; i >= 0; i--) {
            last[i] = front.pollLast();
        }
        return (List<E>) Arrays.asList(last);
    }

    void addLast(E item) {
        if (overflow == null && front.size() < LONG) {
            front.addLast(item);
        } else {
            overflow().addLast(item);
        }
    }

    private Overflow<E> overflow() {
        if (overflow == null) {
            overflow = new Overflow<>(source, priority);
        }
        return overflow;
    }

    /** Takes the first item out, which may lack its body; or returns null. */
    E poll() {
        fillEmptyFront();
        return front.poll();
    }

    /** Whether there is an item, and the body of the first one is here. */
    boolean hasNextBody() {
        fillEmptyFront();
        return !front.isEmpty() && front.first().hasBody();
    }

    /** Whether so few items are at the front that more should be brought there. */
    boolean isLow() {
        return overflow != null && front.size() < atHand / 2;
    }

    /** The items in order. Each is brought to the front, and stays there, before it is passed on. */
    Iterator<E> bring() {
        return new Iterator<>() {
            private Iterator<E> part = front.iterator();

            @Override
            public boolean hasNext() {
                while (!part.hasNext() && overflow != null) {
                    part = bringSome().iterator();
                }
                return part.hasNext();
            }

            @Override
            public E next() {
                return part.next();
            }
        };
    }

    private List<E> bringSome() {
        List<E> next = overflow.pollFirst();
        next.forEach(front::addLast);
        forgetEmptyOverflow();
        return next;
    }

    private void fillEmptyFront() {
        while (front.isEmpty() && overflow != null) {
            refill();
        }
    }

    private void refill() {
        if (overflow.isTailAlone()) {
            front = overflow.tail();
            overflow = null;
        } else {
            bringSome();
        }
    }

    private void forgetEmptyOverflow() {
        if (overflow.isEmpty()) {
            overflow = null;
        }
    }

    void remove(E item) {
        if (front.has(item)) {
            item.unlink();
        } else if (overflow != null) {
            overflow.remove(item);
            forgetEmptyOverflow();
        }
    }

    /**
     * The item with that id, which may lack its body; or null. Takes time in proportion to the lengths of the front and
     * of the overflow's tail.
     */
    E find(long id) {
        E found = front.last(item -> item.id() == id);
        return found == null && overflow != null ? overflow.find(id) : found;
    }

    /** The same item, which stays here as that object until it is taken out. */
    E keep(long id) {
        E found = front.last(item -> item.id() == id);
        return found == null && overflow != null ? overflow.keep(id) : found;
    }

    /** Whether there is an item with that id. */
    boolean has(long id) {
        return front.last(item -> item.id() == id) != null || overflow != null && overflow.has(id);
    }

    /** The items that are here now, in order, as {@link ReadyItems#look}. */
    Iterator<E> look(int most) {
        Iterator<E> first = front.first(most).iterator();
        return overflow == null || front.size() >= most
                ? first
                : new JoinedItems<>(
                        List.of(first, overflow.look(most - front.size())).iterator());
    }

    /** Adds the items that belong to the page. */
    void addTo(IdPage<E> page) {
        page.addAll(front);
        if (overflow != null) {
            overflow.addTo(page);
        }
    }

    /** Takes some items out: passes on those that are here, and the ids of all others, as {@link ItemBlock#drain}. */
    void drainSome(Consumer<? super E> each, LongConsumer ids) {
        if (!front.isEmpty()) {
            front.poll(ItemBlock.SIZE, each);
        } else if (overflow != null) {
            overflow.drainSome(each, ids);
            forgetEmptyOverflow();
        }
    }

    /** Drops the bodies of a block, or of up to {@code count} items, the last ones first. */
    void drop(int count) {
        int left = overflow == null ? count : overflow.drop(count);
        dropFront(left);
    }

    /** Drops the bodies of up to {@code count} items at the front, the last ones first, but not of those at hand. */
    void dropFront(int count) {
        for (int left = count; left > 0 && front.size() > atHand && isWorthDropping(front.last()); left--) {
            overflow().dropFirst(front.pollLast());
        }
    }

    /** Without an overflow: whether dropping this item and those before it frees more than an overflow takes. */
    private boolean isWorthDropping(E last) {
        return overflow != null
                ? last.form() != Form.UNWRITTEN
                : last.form() == Form.WRITTEN && (long) (front.size() - atHand) * last.bytes() > ReadyFootprint.DROPPED;
    }
}
