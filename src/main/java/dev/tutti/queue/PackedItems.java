package dev.tutti.queue;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** Items of a long {@link ItemLine} behind those at its front, in {@link Pack}s. */
final class PackedItems {

    private final ArrayDeque<Pack> packs = new ArrayDeque<>(1);
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addFirst(List<Item> items) {
        packs.addFirst(new Pack(items));
        size += items.size();
    }

    void addLast(List<Item> items) {
        packs.addLast(new Pack(items));
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

    private List<Item> taken(Pack pack) {
        size -= pack.size();
        return pack.items();
    }

    boolean remove(Item item) {
        for (Iterator<Pack> all = packs.iterator(); all.hasNext(); ) {
            Pack pack = all.next();
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
        for (Pack pack : packs) {
            Item item = pack.find(id);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    /** Shows them, in order. */
    void peek(Glance glance) {
        for (Iterator<Pack> all = packs.iterator(); all.hasNext() && !glance.isFull(); ) {
            glance.addAll(all.next().items());
        }
    }
}
