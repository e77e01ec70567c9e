package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ready items in their order. Where memory is short, those in the middle are in the journal alone, and only their ids
 * are here: they are read back a few at a time when it is their turn.
 */
final class ItemLine {

    private final int atHand;
    /** In this order. The tail is empty if nothing is spilled and the head is not empty. */
    private Chain<Item> head = new Chain<>();

    private final SpilledItems spilled;
    private Chain<Item> tail = new Chain<>();

    /** @param atHand so many at the front are not left to the journal */
    ItemLine(SpilledItems.Reader reader, MemoryLimit memory, int atHand) {
        this.spilled = new SpilledItems(reader, memory);
        this.atHand = atHand;
    }

    int size() {
        return head.size() + spilled.size() + tail.size();
    }

    boolean isEmpty() {
        return head.isEmpty() && spilled.isEmpty() && tail.isEmpty();
    }

    void addFirst(Item item) {
        head.addFirst(item);
    }

    void addLast(Item item) {
        (spilled.isEmpty() && tail.isEmpty() ? head : tail).addLast(item);
    }

    /** Takes the one at the front out, or gives null. */
    Item poll() {
        while (head.isEmpty() && !isEmpty()) {
            readOn();
        }
        return head.poll();
    }

    private void readOn() {
        if (spilled.isEmpty()) {
            Chain<Item> empty = head;
            head = tail;
            tail = empty;
        } else {
            spilled.poll().forEach(head::addLast);
        }
    }

    void remove(Item item) {
        if (head.has(item) || tail.has(item)) {
            item.unlink();
        } else {
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
        return spilled.find(id);
    }

    /** Shows those at the front, in order. */
    void peek(Glance glance) {
        glance.addAll(head);
        spilled.peek(glance);
        glance.addAll(tail);
    }

    /** Takes all out. */
    void drain(Consumer<Item> each, IdLine.Run eachSpilled) {
        drain(head, each);
        spilled.drain(each, eachSpilled);
        drain(tail, each);
    }

    private static void drain(Chain<Item> part, Consumer<Item> each) {
        for (Item item = part.poll(); item != null; item = part.poll()) {
            each.accept(item);
        }
    }

    /** Leaves up to so many to the journal: the oldest of the tail, or else those of the head that are last to go. */
    void spill(int count) {
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
        return head.size() > atHand ? head.last(item -> true) : null;
    }
}
