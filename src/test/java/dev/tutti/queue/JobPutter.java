package dev.tutti.queue;

/**
 * A put of the {@link JobModel} that waits for room.
 *
 * @param expires as it was given: 0 for the queue's setting
 */
record JobPutter(String name, Item item, long delay, long expires) {

    String key() {
        return item.options().key();
    }
}
