package dev.tutti.queue;

/**
 * The items in flight of one owner, and whether there may be more. There may not during a drain of the server. Nor may
 * there be if the memory is used up and an eighth of it is in flight: then some must be finished first. So somebody can
 * always get an item and finish it, but nobody who only gets can use up the heap.
 */
final class FlightControl {

    /** The items in flight may take one of so many parts of the memory, whatever else takes the others. */
    private static final int PARTS = 8;
    /** The bytes that may be in flight in any case, so that a small limit does not end all work. */
    private static final long LEAST = 1 << 20;

    private final MemoryLimit memory;
    private boolean drains;
    /** Without those on detached leases, which outlive a restart. */
    private long attached;
    /** Of all bodies in flight, and of what each takes besides. */
    private long bytes;

    FlightControl(MemoryLimit memory) {
        this.memory = memory;
    }

    /** While this is on, the queues deliver nothing, and the items in flight can be finished. */
    void drain(boolean on) {
        drains = on;
    }

    boolean isDraining() {
        return drains;
    }

    /** Whether some items have to be finished before others are got. */
    boolean isFull() {
        return bytes > Math.max(LEAST, memory.max() / PARTS) && memory.isExceeded();
    }

    long bytes() {
        return bytes;
    }

    /** The number of items that connections and consumers have, cancelled ones included. */
    long attached() {
        return attached;
    }

    /** A holder has got the item. */
    void began(Item item) {
        count(item, 1);
    }

    /** The item leaves its holder, on whose lease it still is. */
    void ended(Item item) {
        count(item, -1);
    }

    private void count(Item item, int change) {
        bytes += change * (long) (Footprint.ITEM + item.body().length);
        if (!item.isDetached()) {
            attached += change;
        }
    }
}
