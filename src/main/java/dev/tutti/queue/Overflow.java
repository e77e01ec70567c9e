package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What stands behind the front of a long {@link ReadyDeque}, in this order: items that are packed, items that are in the
 * journal alone, and a tail of those that came last, as they are.
 */
final class Overflow {

    /** A tail longer than that is packed from its front. */
    private static final int LONG_TAIL = 4 * ItemBlock.SIZE;

    private final PackedItems packed = new PackedItems();
    private final SpilledItems spilled;
    private final IntrusiveList<Item> tail = new IntrusiveList<>();

    Overflow(SpilledItems.Reader reader, MemoryLimit memory) {
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

    /** Leaves this one, which stands before all others, to the journal; only after {@link #spill} has left some over. */
    void spillFirst(Item item) {
        if (!packed.isEmpty()) {
            throw new IllegalStateException("packed items stand between " + item + " and those in the journal");
        }
        spilled.addFirst(item);
    }

    void addLast(Item item) {
        tail.addLast(item);
        if (spilled.isEmpty() && tail.size() % ItemBlock.SIZE == 0) {
            packFirstOfTail();
        }
    }

    /** Those that are to be written yet are packed when more have come. */
    private void packFirstOfTail() {
        while (tail.size() > LONG_TAIL) {
            List<Item> first = new ArrayList<>(ItemBlock.SIZE);
            for (Iterator<Item> items = tail.iterator(); first.size() < ItemBlock.SIZE; ) {
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

    /** Whether nothing of it is packed, nor in the journal alone. */
    boolean isTailAlone() {
        return packed.isEmpty() && spilled.isEmpty();
    }

    IntrusiveList<Item> tail() {
        return tail;
    }

    /** Takes some of the first ones out, unless it {@link #isTailAlone is the tail}. */
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
    void peek(PeekResult result) {
        packed.peek(result);
        spilled.peek(result);
        result.addAll(tail);
    }

    /** Takes all out: of those that were left to the journal tells the ids, and shows all items that are here. */
    void drain(Consumer<Item> each, IdLine.Run eachSpilled) {
        while (!packed.isEmpty()) {
            packed.pollFirst().forEach(each);
        }
        spilled.drain(each, eachSpilled);
        tail.pollAll(each);
    }

    /**
     * Leaves up to {@code count} to the journal, or a pack: of those that stand next to what is there already the oldest of
     * the tail, or else the last that are packed.
     *
     * @return how many more may be left, which stand before all of these
     */
    int spill(int count) {
        int left = count;
        while (left > 0 && !tail.isEmpty() && !tail.first().isToBeWritten()) {
            spilled.addLast(tail.poll());
            left--;
        }
        if (left == 0 || packed.isEmpty()) {
            return left;
        }
        List<Item> last = packed.pollLast();
        Collections.reverse(last);
        last.forEach(spilled::addFirst);
        return 0;
    }
}
