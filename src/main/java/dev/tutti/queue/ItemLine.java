package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ready items in their order. In a long line those behind the front are packed. Where memory is short, those in the middle
 * are in the journal alone, and only their ids are here. Either come back a few at a time when it is their turn.
 */
final class ItemLine {

    /** So many are packed only when there are as many more. */
    private static final int LONG = 4 * Pack.SIZE;

    private final int atHand;
    /** In this order. */
    private Chain<Item> head = new Chain<>();

    private final PackedItems packed = new PackedItems();
    private final SpilledItems spilled;
    private Chain<Item> tail = new Chain<>();

    /** @param atHand so many at the front are not left to the journal */
    ItemLine(SpilledItems.Reader reader, MemoryLimit memory, int atHand) {
        this.spilled = new SpilledItems(reader, memory);
        this.atHand = atHand;
    }

    int size() {
        return head.size() + packed.size() + spilled.size() + tail.size();
    }

    boolean isEmpty() {
        return head.isEmpty() && packed.isEmpty() && spilled.isEmpty() && tail.isEmpty();
    }

    void addFirst(Item item) {
        head.addFirst(item);
        if (head.size() > atHand + LONG && head.size() % Pack.SIZE == 0) {
            packLastOfHead();
        }
    }

    void addLast(Item item) {
        if (head.size() == size() && head.size() < LONG) {
            head.addLast(item);
        } else {
            tail.addLast(item);
            if (spilled.isEmpty() && tail.size() % Pack.SIZE == 0) {
                packFirstOfTail();
            }
        }
    }

    private void packLastOfHead() {
        Item[] last = new Item[Pack.SIZE];
        for (int i = last.length - 1; i >= 0; i--) {
            last[i] = head.last();
            last[i].unlink();
        }
        packed.addFirst(List.of(last));
    }

    /** Those that are to be written yet are packed when more have come. */
    private void packFirstOfTail() {
        while (tail.size() > LONG) {
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

    /** Takes the one at the front out, or gives null. */
    Item poll() {
        while (head.isEmpty() && !isEmpty()) {
            readOn();
        }
        return head.poll();
    }

    private void readOn() {
        if (!packed.isEmpty()) {
            packed.pollFirst().forEach(head::addLast);
        } else if (!spilled.isEmpty()) {
            spilled.poll().forEach(head::addLast);
        } else {
            Chain<Item> empty = head;
            head = tail;
            tail = empty;
        }
    }

    void remove(Item item) {
        if (head.has(item) || tail.has(item)) {
            item.unlink();
        } else if (!packed.remove(item)) {
            spilled.remove(item);
        }
    }

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id) {
        for (Chain<Item> part : List.of(head, tail)) {
            for (Item item : part) {
                if (item.id == id) {
                    return item;
                }
            }
        }
        Item found = packed.find(id);
        return found != null ? found : spilled.find(id);
    }

    /** Shows those at the front, in order. */
    void peek(Glance glance) {
        glance.addAll(head);
        packed.peek(glance);
        spilled.peek(glance);
        glance.addAll(tail);
    }

    /** Takes all out. */
    void drain(Consumer<Item> each, IdLine.Run eachSpilled) {
        drain(head, each);
        while (!packed.isEmpty()) {
            packed.pollFirst().forEach(each);
        }
        spilled.drain(each, eachSpilled);
        drain(tail, each);
    }

    private static void drain(Chain<Item> part, Consumer<Item> each) {
        for (Item item = part.poll(); item != null; item = part.poll()) {
            each.accept(item);
        }
    }

    /** Leaves some to the journal: the oldest of the tail, or else those before it that are last to go. */
    void spill(int count) {
        if (tail.isEmpty() && !packed.isEmpty()) {
            List<Item> last = packed.pollLast();
            Collections.reverse(last);
            last.forEach(spilled::addFirst);
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean ofTail = !tail.isEmpty();
            Item item = ofTail ? tail.first() : lastOfHead();
            if (item == null || item.isToBeWritten()) {
                return;
            }
            item.unlink();
            if (ofTail) {
                spilled.addLast(item);
            } else {
                spilled.addFirst(item);
            }
        }
    }

    private Item lastOfHead() {
        return head.size() > atHand ? head.last() : null;
    }
}
