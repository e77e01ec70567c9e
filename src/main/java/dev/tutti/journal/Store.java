package dev.tutti.journal;

import java.util.List;

/**
 * The storage below the thread that gathers commits. Only that thread writes; any thread may read. Every method but
 * {@link #usableBytes} throws if it fails.
 */
interface Store extends AutoCloseable {

    /**
     * Writes the changes of several commits as one, all or nothing. They then survive the end of the process, and with
     * {@code sync} a power failure.
     */
    void write(List<JournalBatch> group, boolean sync);

    /** Syncs all earlier writes to the disk, and records in the log that they are synced. */
    void sync();

    /** A group takes commits until it has this many bytes. They are in memory twice on their way to the disk. */
    default long groupBytes() {
        return 8 << 20;
    }

    /** Returns the free room on the disk; 0 if it is unknown. */
    long usableBytes();

    long read(byte[] prefix, Journal.Visitor visitor);

    byte[] get(byte[] key);

    List<byte[]> getAll(List<byte[]> keys);

    /** Closes the files. No method may be called afterwards or be running. */
    @Override
    void close();

    /** Whether it takes no more writes in the order of things, so that a failed one is no trouble. */
    default boolean isOver() {
        return false;
    }
}
