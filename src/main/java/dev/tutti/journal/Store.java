package dev.tutti.journal;

import java.util.List;

/**
 * Where commits end up, below the thread that gathers them. Only that thread writes; reading is safe from any. Everything
 * throws when it fails.
 */
interface Store extends AutoCloseable {

    /**
     * Writes the changes of several commits as one, all or nothing, through to the disk if {@code sync}, and otherwise
     * so that they survive the end of the process.
     */
    void write(List<JournalBatch> group, boolean sync);

    /** Writes everything so far through to the disk, and notes there that it did. */
    void sync();

    /** The room that is left on the disk; 0 if that cannot be told. Does not throw. */
    long usableBytes();

    long read(byte[] prefix, Journal.Visitor visitor);

    byte[] get(byte[] key);

    List<byte[]> getAll(List<byte[]> keys);

    /** Lets go of the files; nothing is called afterwards, and nothing is under way. */
    @Override
    void close();
}
