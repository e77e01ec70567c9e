package dev.tutti.queue;

/** A client that waits for room for its item. */
record Putter(Item item, QueueWaiter<Item> told) {

    /** The key of the item, or null. */
    String key() {
        return item.options().key();
    }
}
