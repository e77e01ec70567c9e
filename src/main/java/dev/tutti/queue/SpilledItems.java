package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The middle of an {@link ReadyDeque}: items that are in the journal alone, so that only their ids are here, and in their
 * places among them those that the journal could not give back as they are.
 */
final class SpilledItems {

    /** Reads items back from the journal. */
    interface Reader {
        List<Item> read(long[] ids);
    }

    static final int READ_AT_ONCE = 64;

    private final Reader reader;
    private final MemoryLimit memory;
    /** Of all, in their order. */
    private final IdLine ids = new IdLine();
    /** Those that are here, in the same order. */
    private final IntrusiveList<Item> here = new IntrusiveList<>();

    SpilledItems(Reader reader, MemoryLimit memory) {
        this.reader = reader;
        this.memory = memory;
    }

    int size() {
        return ids.size();
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    void addFirst(Item item) {
        takeMemoryOfFirst();
        ids.addFirst(item.id);
        if (leave(item)) {
            here.addFirst(item);
        }
    }

    void addLast(Item item) {
        takeMemoryOfFirst();
        ids.addLast(item.id);
        if (leave(item)) {
            here.addLast(item);
        }
    }

    private void takeMemoryOfFirst() {
        if (ids.isEmpty()) {
            memory.take(Footprint.SPILLED);
        }
    }

    private void releaseMemoryOfLast() {
        if (ids.isEmpty()) {
            memory.release(Footprint.SPILLED);
        }
    }

    /** Leaves it to the journal, or says that it stays here. */
    private boolean leave(Item item) {
        memory.take(Footprint.ID);
        if (item.isSpillable()) {
            memory.release(item.bytes());
            return false;
        }
        return true;
    }

    /** Takes the first ones out, as many as are read at once. */
    List<Item> poll() {
        List<Item> first = new Pass().next(READ_AT_ONCE);
        ids.skip(first.size());
        first.forEach(this::comeBack);
        releaseMemoryOfLast();
        return first;
    }

    private void comeBack(Item item) {
        memory.release(Footprint.ID);
        if (item.isLinked()) {
            item.unlink();
        } else {
            memory.take(item.bytes());
        }
    }

    void remove(Item item) {
        if (ids.remove(item.id)) {
            comeBack(item);
            releaseMemoryOfLast();
        }
    }

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id) {
        for (Item item : here) {
            if (item.id == id) {
                return item;
            }
        }
        return ids.contains(id) ? read(new long[] {id}).get(0) : null;
    }

    /** Shows them, in order. */
    void peek(PeekResult result) {
        Pass pass = new Pass();
        while (pass.at < ids.size() && !result.isFull()) {
            result.addAll(pass.next(Math.min(READ_AT_ONCE, result.wanted())));
        }
    }

    /** Takes all out: tells the ids of all, and then those items that are here. */
    void drain(Consumer<Item> each, IdLine.Run eachRun) {
        if (isEmpty()) {
            return;
        }
        ids.forEachRun(eachRun);
        memory.release((long) ids.size() * Footprint.ID);
        ids.clear();
        releaseMemoryOfLast();
        here.pollAll(each);
    }

    private List<Item> read(long[] wanted) {
        List<Item> items = wanted.length == 0 ? List.of() : reader.read(wanted);
        items.forEach(item -> item.state = Item.State.READY);
        return items;
    }

    /** Goes through the line from its front, and takes nothing out. */
    private final class Pass {

        private final Iterator<Item> nextHere = here.iterator();
        private Item expected = expect();
        private int at;

        private Item expect() {
            return nextHere.hasNext() ? nextHere.next() : null;
        }

        /** The next ones, up to so many. */
        List<Item> next(int count) {
            long[] wanted = ids.peek(at, count);
            at += wanted.length;
            Item[] items = new Item[wanted.length];
            for (int i = 0; i < items.length; i++) {
                if (expected != null && expected.id == wanted[i]) {
                    items[i] = expected;
                    expected = expect();
                }
            }
            Iterator<Item> read = read(IntStream.range(0, items.length)
                            .filter(i -> items[i] == null)
                            .mapToLong(i -> wanted[i])
                            .toArray())
                    .iterator();
            List<Item> all = new ArrayList<>(items.length);
            for (Item item : items) {
                all.add(item == null ? read.next() : item);
            }
            return all;
        }
    }
}
