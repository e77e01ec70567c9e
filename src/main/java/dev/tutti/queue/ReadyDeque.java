package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ready items in their order. In a long line those behind the front are packed. Where memory is short, those in the middle
 * are in the journal alone, and only their ids are here. Either come back a few at a time when it is their turn.
 */
final class ReadyDeque {

    /** As long as that the front alone may get by what comes last. */
    private static final int LONG = 4 * ItemBlock.SIZE;

    private final SpilledItems.Reader reader;
    private final MemoryLimit memory;
    private final int atHand;
    private IntrusiveList<Item> front = new IntrusiveList<>();
    /** Null while it is empty, so that in a short line nothing but the front has to be looked at. */
    private Overflow backlog;

    /** @param atHand so many at the front are not left to the journal */
    ReadyDeque(SpilledItems.Reader reader, MemoryLimit memory, int atHand) {
        this.reader = reader;
        this.memory = memory;
        this.atHand = atHand;
    }

    int size() {
        return backlog == null ? front.size() : front.size() + backlog.size();
    }

    boolean isEmpty() {
        return front.isEmpty() && backlog == null;
    }

    void addFirst(Item item) {
        front.addFirst(item);
        if (front.size() > atHand + LONG && front.size() % ItemBlock.SIZE == 0) {
            backlog().packFirst(takeLastOfFront());
        }
    }

    private List<Item> takeLastOfFront() {
        Item[] last = new Item[ItemBlock.SIZE];
        for (int i = last.length - 1; i >= 0; i--) {
            last[i] = front.pollLast();
        }
        return List.of(last);
    }

    void addLast(Item item) {
        if (backlog == null && front.size() < LONG) {
            front.addLast(item);
        } else {
            backlog().addLast(item);
        }
    }

    private Overflow backlog() {
        if (backlog == null) {
            backlog = new Overflow(reader, memory);
        }
        return backlog;
    }

    /** Takes the one at the front out, or gives null. */
    Item poll() {
        while (front.isEmpty() && backlog != null) {
            readOn();
        }
        return front.poll();
    }

    private void readOn() {
        if (backlog.isTailAlone()) {
            front = backlog.tail();
            backlog = null;
        } else {
            backlog.poll().forEach(front::addLast);
            forgetEmptyBacklog();
        }
    }

    private void forgetEmptyBacklog() {
        if (backlog.isEmpty()) {
            backlog = null;
        }
    }

    void remove(Item item) {
        if (front.has(item)) {
            item.unlink();
        } else if (backlog != null) {
            backlog.remove(item);
            forgetEmptyBacklog();
        }
    }

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id) {
        Item found = front.last(item -> item.id == id);
        return found == null && backlog != null ? backlog.find(id) : found;
    }

    /** Shows those at the front, in order. */
    void peek(PeekResult result) {
        result.addAll(front);
        if (backlog != null) {
            backlog.peek(result);
        }
    }

    /** Takes all out: of those that were left to the journal tells the ids, and shows all items that are here. */
    void drain(Consumer<Item> each, IdLine.Run eachSpilled) {
        front.pollAll(each);
        if (backlog != null) {
            backlog.drain(each, eachSpilled);
            backlog = null;
        }
    }

    /** Leaves up to {@code count} to the journal, or a pack: the last ones first. */
    void spill(int count) {
        int left = backlog == null ? count : backlog.spill(count);
        while (left > 0 && front.size() > atHand && isWorthSpilling(front.last())) {
            backlog().spillFirst(front.pollLast());
            left--;
        }
    }

    /** Without a backlog, whether leaving it and those before it frees more than what is needed for that. */
    private boolean isWorthSpilling(Item last) {
        return backlog != null
                ? !last.isToBeWritten()
                : last.isSpillable() && (long) (front.size() - atHand) * last.bytes() > Footprint.SPILLED;
    }
}
