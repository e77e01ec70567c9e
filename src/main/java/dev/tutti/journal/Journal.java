package dev.tutti.journal;

import java.util.List;

/**
 * Keys and values that outlive the process, and the order in which they were written. Whoever is told that a commit is
 * committed finds it again after the next start, as far as the journal's {@code sync} promises.
 *
 * <p>Safe from any thread. Commits are applied in the order of the calls, each as a whole or not at all, and their
 * completions are called in that order. Once one has failed all later ones fail: a journal that has failed stays so
 * until the next start.
 */
public interface Journal extends AutoCloseable {

    /** Told of everything stored, a record at a time; the arrays are the visitor's to keep. */
    interface Visitor {
        void visit(byte[] key, byte[] value);
    }

    /** Whether anything is kept: if not there is no need to encode what is committed. */
    boolean isDurable();

    /**
     * Writes the changes, which are the journal's from here on, and tells {@code done} on the journal's thread; after
     * {@link #close} on the caller's, that it failed.
     */
    void commit(JournalBatch changes, Completion done);

    /**
     * Writes changes that nobody waits for, which are the journal's from here on, in order with the commits. They survive
     * the end of the process soon, and the power with the next commit, or after a second at most under {@code interval}.
     * A journal that has failed or is closed drops them: those who commit are told.
     */
    void write(JournalBatch changes);

    /**
     * Visits what is stored under keys that begin with the prefix, in the order of the keys as unsigned bytes; gives the
     * number of records. What is committed meanwhile is not seen.
     *
     * @throws JournalException if a record cannot be read
     */
    long read(byte[] prefix, Visitor visitor);

    /** Visits everything. */
    default long read(Visitor visitor) {
        return read(new byte[0], visitor);
    }

    /**
     * The value stored under the key, or null. Sees all that has been written;
     * may read from the disk.
     *
     * @throws JournalException if it cannot be read
     */
    byte[] get(byte[] key);

    /**
     * The values stored under the keys, one for each, in their order; null for one that is not there. Costs less than
     * asking for one after the other.
     *
     * @throws JournalException if one of them cannot be read
     */
    List<byte[]> getAll(List<byte[]> keys);

    /**
     * Whether the disk has so little room left that nothing new should be taken in, so that what there is can still be
     * finished. Costs nothing; a tenth of a second old while there is work, a second otherwise.
     */
    boolean isLow();

    /** How it stands. Costs nothing. */
    Health health();

    /** Writes everything that was committed before, tells whoever waits for it, and lets go of the files. */
    @Override
    void close();
}
