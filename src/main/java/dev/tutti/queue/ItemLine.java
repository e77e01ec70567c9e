package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ready items in their order. Where memory is short, those in the middle are in the journal alone, and only their ids
 * are here: they are read back a few at a time when it is their turn.
 */
final class ItemLine {

    /** Reads items back from the journal. */
    interface Reader {
        List<Item> read(long[] ids);
    }

    static final int READ_AT_ONCE = 64;
    /** What an item takes of the {@link MemoryLimit} of which only the id is here. */
    static final int UNREAD_BYTES = Long.BYTES;

    private final Reader reader;
    private final MemoryLimit memory;
    private final int atHand;
    /** In this order. The tail is empty if nothing is unread and the head is not empty. */
    private Chain<Item> head = new Chain<>();

    private final IdLine unread = new IdLine();
    private Chain<Item> tail = new Chain<>();

    /** @param atHand so many at the front are not left to the journal */
    ItemLine(Reader reader, MemoryLimit memory, int atHand) {
        this.reader = reader;
        this.memory = memory;
        this.atHand = atHand;
    }

    int size() {
        return head.size() + unread.size() + tail.size();
    }

    boolean isEmpty() {
        return head.isEmpty() && unread.isEmpty() && tail.isEmpty();
    }

    void addFirst(Item item) {
        head.addFirst(item);
    }

    void addLast(Item item) {
        (unread.isEmpty() && tail.isEmpty() ? head : tail).addLast(item);
    }

    /** Takes the one at the front out, or gives null. */
    Item poll() {
        while (head.isEmpty() && !isEmpty()) {
            readOn();
        }
        return head.poll();
    }

    private void readOn() {
        if (unread.isEmpty()) {
            Chain<Item> empty = head;
            head = tail;
            tail = empty;
            return;
        }
        long[] ids = unread.peek(0, READ_AT_ONCE);
        List<Item> items = reader.read(ids);
        unread.skip(ids.length);
        memory.release((long) ids.length * UNREAD_BYTES);
        for (Item item : items) {
            memory.take(item.bytes());
            item.state = Item.State.READY;
            head.addLast(item);
        }
    }

    void remove(Item item) {
        if (item.isLinked()) {
            item.unlink();
        } else if (unread.remove(item.id)) {
            memory.release(UNREAD_BYTES);
            memory.take(item.bytes());
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
        if (!unread.contains(id)) {
            return null;
        }
        List<Item> found = reader.read(new long[] {id});
        found.forEach(item -> item.state = Item.State.READY);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Shows those at the front, in order. */
    void peek(Glance glance) {
        glance.addAll(head);
        for (int at = 0; at < unread.size() && !glance.isFull(); at += READ_AT_ONCE) {
            glance.addAll(reader.read(unread.peek(at, Math.min(READ_AT_ONCE, glance.wanted()))));
        }
        glance.addAll(tail);
    }

    /** Takes all out. */
    void drain(Consumer<Item> each, IdLine.Run eachUnread) {
        drain(head, each);
        unread.forEachRun(eachUnread);
        memory.release((long) unread.size() * UNREAD_BYTES);
        unread.clear();
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
            Item item = tail.isEmpty() ? lastOfHead() : tail.first();
            if (item == null || !item.isSpillable()) {
                return;
            }
            boolean ofTail = !tail.isEmpty();
            item.unlink();
            memory.release(item.bytes());
            memory.take(UNREAD_BYTES);
            if (ofTail) {
                unread.addLast(item.id);
            } else {
                unread.addFirst(item.id);
            }
        }
    }

    private Item lastOfHead() {
        return head.size() > atHand ? head.last(item -> true) : null;
    }
}
