package dev.tutti.queue;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** Items of a long {@link ReadyDeque} behind those at its front, in {@link ItemBlock}s. */
final class PackedItems {

    private final ArrayDeque<ItemBlock> packs = new ArrayDeque<>(1);
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addFirst(List<Item> items) {
        packs.addFirst(new ItemBlock(items));
        size += items.size();
    }

    void addLast(List<Item> items) {
        packs.addLast(new ItemBlock(items));
        size += items.size();
    }

    /** Takes some of the first ones out. */
    List<Item> pollFirst() {
        return taken(packs.pollFirst());
    }

    /** Takes some of the last ones out. */
    List<Item> pollLast() {
        return taken(packs.pollLast());
    }

    private List<Item> taken(ItemBlock pack) {
        size -= pack.size();
        return pack.items();
    }

    boolean remove(Item item) {
        for (Iterator<ItemBlock> all = packs.iterator(); all.hasNext(); ) {
            ItemBlock pack = all.next();
            if (pack.remove(item.id)) {
                size--;
                if (pack.size() == 0) {
                    all.remove();
                }
                return true;
            }
        }
        return false;
    }

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id) {
        for (ItemBlock pack : packs) {
            Item item = pack.find(id);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    /** Shows them, in order. */
    void peek(PeekResult result) {
        for (Iterator<ItemBlock> all = packs.iterator(); all.hasNext() && !result.isFull(); ) {
            result.addAll(all.next().items());
        }
    }
}
