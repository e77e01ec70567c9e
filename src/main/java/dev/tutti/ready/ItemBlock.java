package dev.tutti.ready;

import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Some consecutive ready items, each in a slot. The ids are always here. An item is in one of three states: its object
 * is here, its body is packed with the others, or its body is dropped and only the journal has it. A block never has
 * packed and dropped bodies at the same time.
 */
final class ItemBlock<E extends ReadyItem> {

    /** The number of items that are packed together, and the most slots of a block. */
    static final int SIZE = 128;

    private static final int SMALLEST = 4;
    /** By slot, 0 where an item was removed. */
    private final long[] ids;
    /** The slots in use. */
    private int begin;

    private int end;
    private int size;
    /** No id is outside of these bounds. */
    private long smallestId = Long.MAX_VALUE;

    private long largestId = Long.MIN_VALUE;
    /** The objects that are here, by slot; null if there are none. */
    private ReadyItem[] objects;
    /** Null if no body is packed: an item without an object is then a dropped one. */
    private PackedBodies<E> packed;

    private int dropped;
    /** Of all items if they share one, else null. */
    private final Long priority;
    /** Else those of the dropped items, by slot; null while none of these has one. */
    private Long[] priorities;

    private ItemBlock(int slots, int begin, Long priority) {
        ids = new long[slots];
        this.priority = priority;
        this.begin = begin;
        end = begin;
    }

    /** Packs these items; those that cannot be packed stay objects. */
    static <E extends ReadyItem> ItemBlock<E> packed(List<E> items, Long priorityOfAll) {
        ItemBlock<E> block = new ItemBlock<>(items.size(), 0, priorityOfAll);
        Long priority = items.get(0).givenPriority();
        ReadyItem[] toPack = new ReadyItem[items.size()];
        boolean hasPacked = false;
        for (int i = 0; i < toPack.length; i++) {
            E item = items.get(i);
            block.enter(block.end++, item);
            if (PackedBodies.fits(item, priority)) {
                toPack[i] = item;
                hasPacked = true;
            } else {
                block.keep(i, item);
            }
        }
        block.packed = hasPacked ? PackedBodies.of(toPack, priority) : null;
        return block;
    }

    /** An empty block to which dropped items are added. The more items stand around it, the longer it is. */
    static <E extends ReadyItem> ItemBlock<E> toAppend(int others, Long priority) {
        return new ItemBlock<>(slots(others), 0, priority);
    }

    static <E extends ReadyItem> ItemBlock<E> toPrepend(int others, Long priority) {
        int slots = slots(others);
        return new ItemBlock<>(slots, slots, priority);
    }

    private static int slots(int others) {
        return Math.max(SMALLEST, Math.min(others, SIZE));
    }

    private void enter(int slot, E item) {
        ids[slot] = item.id();
        smallestId = Math.min(smallestId, item.id());
        largestId = Math.max(largestId, item.id());
        size++;
    }

    private void keep(int slot, ReadyItem item) {
        if (objects == null) {
            objects = new ReadyItem[ids.length];
        }
        objects[slot] = item;
    }

    private boolean hasObject(int slot) {
        return objects != null && objects[slot] != null;
    }

    private boolean isDropped(int slot) {
        return packed == null && ids[slot] != 0 && !hasObject(slot);
    }

    int size() {
        return size;
    }

    /** No smaller id is here. Meaningful once an item has been added. */
    long smallestId() {
        return smallestId;
    }

    /** No larger id is here. */
    long largestId() {
        return largestId;
    }

    /** The number of items whose bodies only the journal has. */
    int dropped() {
        return dropped;
    }

    // ---- drop bodies

    /** Drops every body that can be read again; returns the bytes of those items. */
    long drop(ItemSource<E> source) {
        long freed = 0;
        for (int slot = begin; slot < end; slot++) {
            if (hasObject(slot)) {
                freed += dropObject(slot);
            } else if (packed != null && ids[slot] != 0) {
                freed += dropPacked(slot, source);
            }
        }
        packed = null;
        if (dropped == size) {
            objects = null;
        }
        return freed;
    }

    private long dropObject(int slot) {
        ReadyItem item = objects[slot];
        if (item.form() != Form.WRITTEN) {
            return 0;
        }
        objects[slot] = null;
        dropped(slot, item.givenPriority());
        return item.bytes();
    }

    private void dropped(int slot, Long given) {
        dropped++;
        if (priority == null && given != null && priorities == null) {
            priorities = new Long[ids.length];
        }
        if (priorities != null) {
            priorities[slot] = given;
        }
    }

    private long dropPacked(int slot, ItemSource<E> source) {
        if (!packed.isWritten(slot)) {
            keep(slot, packed.item(slot, ids[slot], source));
            return 0;
        }
        dropped(slot, packed.priority());
        return packed.bytes(slot, source);
    }

    boolean canAppend() {
        return packed == null && end < ids.length;
    }

    boolean canPrepend() {
        return packed == null && begin > 0;
    }

    /** Adds an item at the end and drops its body if it can be read again; returns the bytes of that. */
    long append(E item) {
        return addDropped(end++, item);
    }

    /** Adds an item at the front in the same way. */
    long prepend(E item) {
        return addDropped(--begin, item);
    }

    private long addDropped(int slot, E item) {
        enter(slot, item);
        keep(slot, item);
        long freed = dropObject(slot);
        if (dropped == size) {
            objects = null;
        }
        return freed;
    }

    // ---- look at items

    /** Up to so many items, in order, as {@link #look} creates them. */
    List<E> items(int count, ItemSource<E> source) {
        List<E> items = new ArrayList<>(Math.min(count, size));
        for (Iterator<E> next = look(source); items.size() < count && next.hasNext(); ) {
            items.add(next.next());
        }
        return items;
    }

    /**
     * The items in order. Packed and dropped ones are created when they are reached, those dropped without their
     * bodies. An item that is removed before is left out.
     */
    Iterator<E> look(ItemSource<E> source) {
        return new Iterator<>() {
            private int slot = begin;

            @Override
            public boolean hasNext() {
                while (slot < end && ids[slot] == 0) {
                    slot++;
                }
                return slot < end;
            }

            @Override
            public E next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return item(slot++, source);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private E here(int slot, ItemSource<E> source) {
        return hasObject(slot) ? (E) objects[slot] : packed.item(slot, ids[slot], source);
    }

    /** Adds the items that belong to the page. */
    void addTo(IdPage<E> page, ItemSource<E> source) {
        for (int slot = begin; slot < end; slot++) {
            if (ids[slot] != 0 && page.wants(ids[slot])) {
                page.add(item(slot, source));
            }
        }
    }

    /** The slot of the item with that id, or -1. Looks at the slots only if the id is within the block's bounds. */
    int find(long id) {
        if (id >= smallestId && id <= largestId) {
            for (int slot = begin; slot < end; slot++) {
                if (ids[slot] == id) {
                    return slot;
                }
            }
        }
        return -1;
    }

    /** The item in a slot that {@link #find} returned, in the same way. */
    E item(int slot, ItemSource<E> source) {
        return isDropped(slot) ? source.restore(ids[slot], priority(slot)) : here(slot, source);
    }

    /** The same item. One whose body is dropped stays here as that object. */
    E keep(int slot, ItemSource<E> source) {
        E item = item(slot, source);
        if (isDropped(slot)) {
            dropped--;
            keep(slot, item);
        }
        return item;
    }

    private Long priority(int slot) {
        return priority != null || priorities == null ? priority : priorities[slot];
    }

    // ---- remove

    /** Removes the item in this slot; returns whether its body was dropped. */
    boolean remove(int slot) {
        boolean wasDropped = isDropped(slot);
        dropped -= wasDropped ? 1 : 0;
        if (objects != null) {
            objects[slot] = null;
        }
        ids[slot] = 0;
        size--;
        return wasDropped;
    }

    /** Removes so many items at the front, which must exist. */
    void skip(int count) {
        for (int left = count; left > 0; begin++) {
            if (ids[begin] != 0) {
                remove(begin);
                left--;
            }
        }
    }

    /** Passes on the items that are here, and if bodies were dropped, the ids of all. */
    void drain(Consumer<? super E> each, LongConsumer all, ItemSource<E> source) {
        for (int slot = begin; slot < end; slot++) {
            if (ids[slot] != 0) {
                if (dropped > 0) {
                    all.accept(ids[slot]);
                }
                if (!isDropped(slot)) {
                    each.accept(here(slot, source));
                }
            }
        }
    }
}
