package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Some ready items that stand together, far from the ends of their {@link ReadyDeque}: instead of two objects an item,
 * each of which the collector would have to copy and to follow, a few arrays for all. Those that are more than an id
 * and a short body stay the objects that they are.
 */
final class ItemBlock {

    /** How many are packed together. */
    static final int SIZE = 64;
    /** A longer body is not worth its copy. */
    private static final int LONG_BODY = 512;

    private final WorkQueue queue;
    private final PutOptions options;
    /** 0 where one was taken out. */
    private final long[] ids;
    /** Null if no record is kept of any. */
    private final long[] orders;
    /** All bodies, and where each ends. */
    private final byte[] bodies;

    private final int[] ends;
    /** In their places those that are not packed; null if there are none. */
    private final Item[] whole;

    private int size;

    /** @param items of one queue */
    ItemBlock(List<Item> items) {
        size = items.size();
        queue = items.get(0).queue;
        options = items.get(0).options();
        ids = new long[size];
        ends = new int[size];
        long[] allOrders = new long[size];
        Item[] allWhole = new Item[size];
        boolean isRecorded = false;
        boolean hasWhole = false;
        int end = 0;
        for (int i = 0; i < size; i++) {
            Item item = items.get(i);
            ids[i] = item.id;
            if (fits(item)) {
                allOrders[i] = item.order;
                isRecorded |= item.isRecorded();
                end += item.body().length;
            } else {
                allWhole[i] = item;
                hasWhole = true;
            }
            ends[i] = end;
        }
        orders = isRecorded ? allOrders : null;
        whole = hasWhole ? allWhole : null;
        bodies = new byte[end];
        for (int i = 0; i < size; i++) {
            if (!isWhole(i)) {
                System.arraycopy(items.get(i).body(), 0, bodies, begin(i), length(i));
            }
        }
    }

    private boolean fits(Item item) {
        return item.isPlain()
                && item.body().length <= LONG_BODY
                && item.options().equals(options);
    }

    private boolean isWhole(int i) {
        return whole != null && whole[i] != null;
    }

    private int begin(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    private int length(int i) {
        return ends[i] - begin(i);
    }

    int size() {
        return size;
    }

    /** The items, in order; those that are packed are made anew each time. */
    List<Item> items() {
        List<Item> items = new ArrayList<>(size);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != 0) {
                items.add(item(i));
            }
        }
        return items;
    }

    private Item item(int i) {
        if (isWhole(i)) {
            return whole[i];
        }
        byte[] body = new byte[length(i)];
        System.arraycopy(bodies, begin(i), body, 0, body.length);
        Item item = new Item(body, options, null);
        item.id = ids[i];
        item.queue = queue;
        item.state = Item.State.READY;
        if (orders != null && orders[i] != 0) {
            item.order = orders[i];
            item.restored();
        }
        return item;
    }

    /** The item of that id, or null. */
    Item find(long id) {
        int i = indexOf(id);
        return i < 0 ? null : item(i);
    }

    /** Takes that one out; says whether it stood here. */
    boolean remove(long id) {
        int i = indexOf(id);
        if (i < 0) {
            return false;
        }
        ids[i] = 0;
        size--;
        if (whole != null) {
            whole[i] = null;
        }
        return true;
    }

    private int indexOf(long id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
