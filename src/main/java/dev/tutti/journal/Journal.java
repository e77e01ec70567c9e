package dev.tutti.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Stores keys and values that outlive the process. The next start finds every commit that was reported as committed,
 * as far as the journal's {@code sync} promises.
 *
 * <p>Safe from any thread. Commits are applied in the order of the calls, each as a whole or not at all, and their
 * completions are called in that order. After one has failed, all later ones fail until the next start.
 */
public interface Journal extends AutoCloseable {

    /** Receives stored records, one at a time. The visitor may keep the arrays. */
    interface Visitor {
        void visit(byte[] key, byte[] value);
    }

    /** Returns whether the journal stores anything. If it does not, callers need not encode their changes. */
    boolean isDurable();

    /**
     * Writes the changes, which the caller must not touch any more, and calls {@code done} on the journal's thread.
     * After {@link #close} the commit fails, and {@code done} is called on the caller's thread.
     */
    void commit(JournalBatch changes, Completion done);

    /**
     * Writes changes, which the caller must not touch any more, without reporting the outcome. They are in order with
     * the commits. They survive the end of the process within moments, and a power failure when the next commit is
     * synced, or after a second at most under {@code interval}. A journal that has failed or is closed drops them;
     * its commits fail.
     */
    void write(JournalBatch changes);

    /**
     * Visits the records whose keys begin with the prefix, in the order of the keys as unsigned bytes, and returns
     * their number. The visit does not see commits that are made during it.
     *
     * @throws JournalException if a record cannot be read
     */
    long read(byte[] prefix, Visitor visitor);

    /** Visits all records. */
    default long read(Visitor visitor) {
        return read(new byte[0], visitor);
    }

    /**
     * Returns the value of the key, or null if there is none. Sees everything that has been written. May read from the
     * disk.
     *
     * @throws JournalException if the value cannot be read
     */
    byte[] get(byte[] key);

    /**
     * Returns the values of the keys, in their order, with null for each missing one. Costs less than one {@link
     * #get} for each. May read from the disk.
     *
     * @throws JournalException if a value cannot be read
     */
    List<byte[]> getAll(List<byte[]> keys);

    /**
     * Reads the values of the keys without keeping the caller waiting. Reads of several callers go on by turns. After
     * {@link #close} the read fails on the caller's thread.
     *
     * @param what names the values, for the line that the log gets if the read fails
     * @param maxBytes beyond which no more values are read
     */
    void read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done);

    /** Counts and logs, as a read that failed, that a value was missing or is not what it should be. */
    void unreadable(String what, String cause);

    /**
     * Copies the journal into a new directory, with which another server can start. The copy has every change that was
     * reported as committed before the call. Commits go on meanwhile. Takes as long as the disk needs.
     *
     * @throws JournalException if there is no complete copy then. The message is one line
     */
    void backup(Path copy);

    /**
     * Returns whether the disk has so little room left that no new items should be taken in, so that the present ones
     * can still be finished. Costs nothing. The result is up to 0.1 s old while there are commits, and up to 1 s
     * otherwise.
     */
    boolean isLow();

    /** Returns the room that the disk had left when {@link #isLow} was last checked. Empty if nothing is stored. */
    default OptionalLong freeBytes() {
        return OptionalLong.empty();
    }

    /** Tells the listener of each group of commits that is written from now on. */
    default void listen(CommitListener listener) {}

    /** Returns the state of the journal. Costs nothing. */
    Health health();

    /** Writes all earlier commits, calls their completions, and closes the files. */
    @Override
    void close();
}
