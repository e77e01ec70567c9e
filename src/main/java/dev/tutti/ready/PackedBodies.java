package dev.tutti.ready;

/**
 * The bodies of a block's items in one array, with what else is needed to create those items again. Two objects an
 * item, each of which the collector would have to copy and to follow, become a few arrays for all.
 */
final class PackedBodies<E extends ReadyItem> {

    /** A longer body is not worth its copy. */
    private static final int LONG_BODY = 512;

    private final Long priority;
    /** Null if the journal has a record of none of the items. */
    private final long[] orders;
    /** All bodies, and the end of each. A slot whose item stays an object has no bytes. */
    private final byte[] bodies;

    private final int[] ends;

    private PackedBodies(Long priority, long[] orders, byte[] bodies, int[] ends) {
        this.priority = priority;
        this.orders = orders;
        this.bodies = bodies;
        this.ends = ends;
    }

    /** Whether the item can be packed with others that have this priority. */
    static boolean fits(ReadyItem item, Long priority) {
        ReadyItem.Form form = item.form();
        return (form == ReadyItem.Form.UNRECORDED || form == ReadyItem.Form.WRITTEN)
                && item.hasBody()
                && item.isPlain()
                && item.body().length <= LONG_BODY
                && (priority == null ? item.givenPriority() == null : priority.equals(item.givenPriority()));
    }

    /** @param items by slot, null where an item stays an object */
    static <E extends ReadyItem> PackedBodies<E> of(ReadyItem[] items, Long priority) {
        long[] orders = new long[items.length];
        int[] ends = new int[items.length];
        boolean isRecorded = false;
        int end = 0;
        for (int i = 0; i < items.length; i++) {
            if (items[i] != null) {
                end += items[i].body().length;
                orders[i] = items[i].order();
                isRecorded |= orders[i] != 0;
            }
            ends[i] = end;
        }
        byte[] bodies = new byte[end];
        for (int i = 0; i < items.length; i++) {
            if (items[i] != null) {
                byte[] body = items[i].body();
                System.arraycopy(body, 0, bodies, ends[i] - body.length, body.length);
            }
        }
        return new PackedBodies<>(priority, isRecorded ? orders : null, bodies, ends);
    }

    Long priority() {
        return priority;
    }

    boolean isWritten(int slot) {
        return orders != null && orders[slot] != 0;
    }

    /** As {@link ReadyItem#bytes} of the item that was packed into the slot. */
    int bytes(int slot, ItemSource<E> source) {
        return length(slot) + source.itemBytes();
    }

    private int begin(int slot) {
        return slot == 0 ? 0 : ends[slot - 1];
    }

    private int length(int slot) {
        return ends[slot] - begin(slot);
    }

    E item(int slot, long id, ItemSource<E> source) {
        byte[] body = new byte[length(slot)];
        System.arraycopy(bodies, begin(slot), body, 0, body.length);
        return source.restore(id, orders == null ? 0 : orders[slot], priority, body);
    }
}
