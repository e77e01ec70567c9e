package dev.tutti.queue;

import java.util.List;

/**
 * The record of queues and items, from which they return after a restart. A queue reports each change in the turn in
 * which it happens, and every method returns at once. A store may keep no record of an item, and then ignores its
 * changes.
 *
 * <p>The order of an item is its position among the items of its queue when they return: the smallest order is the
 * first, in a lifo queue the last. Order 0 means that no record of the item is kept.
 */
public interface QueueStore {

    /**
     * Receives items that were read, in a turn of the owner that is still to come. One of the two methods is called.
     */
    interface Reading {

        /**
         * @param items in the order of the ids, with null for each that has no record. The last ones may be missing:
         *     those beyond the bytes that were wanted, and those behind which the journal could not be read
         */
        void read(List<RecordedItem> items);

        void failed(String cause);
    }

    /** Receives traces that were read, as {@link Reading} receives items. */
    interface TraceReading {

        /** @param traces of all items in the order of the ids, {@link ItemTrace#NONE} for those without a record */
        void read(List<ItemTrace> traces);

        void failed(String cause);
    }

    /** Keeps no records. */
    QueueStore NONE = new QueueStore() {};

    /** A queue has taken the item in for the first time. Returns its order. */
    default long entered(Item item) {
        return 0;
    }

    /**
     * The result of an item that was put is to be kept, or for longer than was recorded.
     *
     * @param delay the milliseconds until it is ready, 0 if it is not delayed
     * @param expiresIn the milliseconds until it expires, 0 if it does not
     */
    default void submitted(Item item, long delay, long expiresIn) {}

    /**
     * The item goes to the end of another queue, or of the same one again, at once or after a delay. Returns its order.
     *
     * @param delay the milliseconds until it is ready, 0 if it is not delayed
     * @param expiresIn the milliseconds until it expires, 0 if it does not
     */
    default long moved(Item item, long delay, long expiresIn) {
        return 0;
    }

    /** The item, which has its body, has lost its key. It is about to move. */
    default void keyLost(Item item) {}

    /**
     * A worker has got the item, or has renewed a detached lease. No reply waits until this is on the disk, unless the
     * lease is detached: then it outlives the server.
     *
     * @param heldFor the milliseconds since the worker got it
     */
    default void delivered(Item item, long heldFor) {}

    /**
     * The item has returned, and goes to the front when the delay of so many milliseconds is over. Returns its order.
     */
    default long cameBack(Item item, long delay) {
        return 0;
    }

    /**
     * The delay of the item is over. No reply waits until this is on the disk. Returns the item's order.
     *
     * @param expiresIn the milliseconds until it expires, 0 if it does not
     */
    default long due(Item item, boolean atFront, long expiresIn) {
        return 0;
    }

    /** The item with that id is gone for good. */
    default void ended(long id) {}

    /** The {@link ItemTrace} of the item has changed. The turn's replies wait until that is on the disk. */
    default void traced(Item item) {}

    /** The item with that id, which may have had a trace, is gone for good. */
    default void traceEnded(long id) {}

    /**
     * All items from the one id to the other are gone for good. After a crash some of them may be gone and others may
     * return.
     */
    default void ended(long firstId, long lastId) {}

    /** Reads the record of this item, which must exist, from the disk at once. For the start of the server alone. */
    default RecordedItem readNow(long id) {
        throw new IllegalStateException("there are no records");
    }

    /**
     * Reads the records of these items of a queue elsewhere, so that the event loop goes on.
     *
     * @param maxBytes beyond which no more bodies are read
     */
    default void read(ItemQueue queue, long[] ids, long maxBytes, Reading done) {
        throw new IllegalStateException("there are no records");
    }

    /** As {@link #read}, for the traces alone. */
    default void readTraces(ItemQueue queue, long[] ids, TraceReading done) {
        throw new IllegalStateException("there are no records");
    }

    /** Reports that an item of this queue cannot be read, although the disk works. */
    default void unreadable(ItemQueue queue, String cause) {}

    /**
     * The holder of a cancelled item stops its work. The result of the submission is kept from its end on, or from the
     * server's if that is earlier.
     */
    default void cancelled(Submission submission) {}

    /** A submitted item has ended, and its result is kept. */
    default void kept(Submission submission) {}

    /**
     * A kept result is kept for longer.
     *
     * @param endedFor the milliseconds since the item ended
     */
    default void extended(Submission submission, long endedFor) {}

    /** A result is not kept any more. */
    default void forgotten(Submission submission) {}

    /** The queue was created by a client or shut down, and is to return in this state. */
    default void changed(ItemQueue queue) {}

    /** The queue is not to return. */
    default void deleted(ItemQueue queue) {}
}
