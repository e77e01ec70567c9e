package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What stands behind the front of a long {@link ItemLine}, in this order: items that are packed, items that are in the
 * journal alone, and a tail of those that came last, as they are.
 */
final class Backlog {

    /** A tail longer than that is packed from its front. */
    private static final int LONG_TAIL = 4 * Pack.SIZE;

    private final PackedItems packed = new PackedItems();
    private final SpilledItems spilled;
    private final Chain<Item> tail = new Chain<>();

    Backlog(SpilledItems.Reader reader, MemoryLimit memory) {
        spilled = new SpilledItems(reader, memory);
    }

    int size() {
        return packed.size() + spilled.size() + tail.size();
    }

    boolean isEmpty() {
        return packed.isEmpty() && spilled.isEmpty() && tail.isEmpty();
    }

    /** Packs these, which stand before all others. */
    void packFirst(List<Item> items) {
        packed.addFirst(items);
    }

    /** Leaves this one, which stands before all others, to the journal; only while nothing is packed. */
    void spillFirst(Item item) {
        spilled.addFirst(item);
    }

    void addLast(Item item) {
        tail.addLast(item);
        if (spilled.isEmpty() && tail.size() % Pack.SIZE == 0) {
            packFirstOfTail();
        }
    }

    /** Those that are to be written yet are packed when more have come. */
    private void packFirstOfTail() {
        while (tail.size() > LONG_TAIL) {
            List<Item> first = new ArrayList<>(Pack.SIZE);
            for (Iterator<Item> items = tail.iterator(); first.size() < Pack.SIZE; ) {
                Item item = items.next();
                if (item.isToBeWritten()) {
                    return;
                }
                first.add(item);
            }
            first.forEach(Item::unlink);
            packed.addLast(first);
        }
    }

    /** Whether all of it is as it came, so that it is {@link #tail the tail} alone. */
    boolean isTail() {
        return packed.isEmpty() && spilled.isEmpty();
    }

    Chain<Item> tail() {
        return tail;
    }

    /** Takes some of the first ones out, unless it {@link #isTail is the tail}. */
    List<Item> poll() {
        return packed.isEmpty() ? spilled.poll() : packed.pollFirst();
    }

    void remove(Item item) {
        if (tail.has(item)) {
            item.unlink();
        } else if (!packed.remove(item)) {
            spilled.remove(item);
        }
    }

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id) {
        Item found = packed.find(id);
        if (found == null) {
            found = spilled.find(id);
        }
        return found != null ? found : tail.last(item -> item.id == id);
    }

    /** Shows those at the front, in order. */
    void peek(Glance glance) {
        packed.peek(glance);
        spilled.peek(glance);
        glance.addAll(tail);
    }

    /** Takes all out; of those that are in the journal alone tells the ids. */
    void drain(Consumer<Item> each, IdLine.Run eachSpilled) {
        while (!packed.isEmpty()) {
            packed.pollFirst().forEach(each);
        }
        spilled.drain(each, eachSpilled);
        ItemLine.drain(tail, each);
    }

    /**
     * Leaves some to the journal that stand next to those it has already: the oldest of the tail, or else the packed ones
     * that are last to go. Says whether it was their turn, and not that of those before all of these.
     */
    boolean spill(int count) {
        if (!tail.isEmpty()) {
            spillFirstOfTail(count);
        } else if (!packed.isEmpty()) {
            List<Item> last = packed.pollLast();
            Collections.reverse(last);
            last.forEach(spilled::addFirst);
        } else {
            return false;
        }
        return true;
    }

    private void spillFirstOfTail(int count) {
        for (int i = 0; i < count && !tail.isEmpty() && !tail.first().isToBeWritten(); i++) {
            spilled.addLast(tail.poll());
        }
    }
}
