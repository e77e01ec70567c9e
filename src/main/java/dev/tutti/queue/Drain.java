package dev.tutti.queue;

/**
 * The drain of one owner: while it is on, its queues deliver nothing, and the items in flight can be finished. Items on
 * detached leases are not counted among these, since they outlive a restart.
 */
final class Drain {

    private boolean isOn;
    private long inFlight;

    void turn(boolean on) {
        isOn = on;
    }

    boolean isOn() {
        return isOn;
    }

    /** The number of items that connections and consumers have, cancelled ones included. */
    long inFlight() {
        return inFlight;
    }

    /** A holder has got the item. */
    void began(Item item) {
        if (!item.isDetached()) {
            inFlight++;
        }
    }

    /** The item leaves its holder, on whose lease it still is. */
    void ended(Item item) {
        if (!item.isDetached()) {
            inFlight--;
        }
    }
}
