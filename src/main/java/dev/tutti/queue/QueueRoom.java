package dev.tutti.queue;

/** The room of a queue for pending items, a part of which may be kept for those on their way from another owner. */
final class QueueRoom {

    private final QueueHeader header;
    private int reserved;

    QueueRoom(QueueHeader header) {
        this.header = header;
    }

    /** Whether there is room for another item beside so many. */
    boolean isFor(int others) {
        int maxSize = header.config().maxSize();
        return maxSize == 0 || others + reserved < maxSize;
    }

    /** Keeps room for up to {@code count} items beside so many; returns for how many. */
    int reserve(int count, int others) {
        int maxSize = header.config().maxSize();
        int kept = maxSize == 0 ? count : Math.min(count, Math.max(0, maxSize - others - reserved));
        reserved += kept;
        return kept;
    }

    /** Gives reserved room back, if it is reserved still. */
    void vacate(int count) {
        reserved -= Math.min(reserved, count);
    }

    int reserved() {
        return reserved;
    }
}
