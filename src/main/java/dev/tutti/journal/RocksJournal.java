package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a RocksDB database, in a directory that one server at a time may use. {@code sync} decides when a
 * commit is reported and what it survives then:
 *
 * <ul>
 *   <li>{@link Sync#ALWAYS}: it is reported when it is synced to the disk, and survives a power failure.
 *   <li>{@link Sync#INTERVAL}: it is reported when it is in the log, and survives the end of the process at any
 * moment. A power failure loses at most the last second. <li>{@link Sync#NONE}: it is reported when it is in the log,
 * which is never synced before {@link #close}.
 * </ul>
 *
 * <p>Only a tail is ever lost: the journal then holds all that was committed up to some moment, and nothing later.
 */
public final class RocksJournal extends StoredJournal {

    /** The room in which the items of a server can still be finished when the disk is too full for new ones. */
    public static final long USUAL_RESERVE_BYTES = 64 << 20;

    /** The logs, the manifest, the files being written and forced, the locks, and the inputs of a compaction. */
    private static final int OTHER_FILES = 24;

    private static final Logger log = LoggerFactory.getLogger(RocksJournal.class);

    private final JournalDirectory directory;
    private final RocksStore store;
    private final long reserveBytes;

    private RocksJournal(JournalDirectory directory, RocksStore store, Sync sync, long reserveBytes, EventLog events) {
        super(store, sync, reserveBytes, events);
        this.directory = directory;
        this.store = store;
        this.reserveBytes = reserveBytes;
    }

    /**
     * Opens the journal of that directory, which is made if it is missing. A log that ends in the middle of a record,
     * as after a kill or a power failure, is recovered up to that record. All other damage is refused.
     *
     * @param reserveBytes with less room than that on the disk, {@link #isLow} returns true. A file of that size keeps
     *     room for the next start
     * @param salvage whether a damaged database is replaced by all that can be read of it
     * @throws JournalException if the journal cannot be used. The message is one line that says why and what to do
     */
    public static RocksJournal open(Path path, Sync sync, long reserveBytes, boolean salvage, EventLog events) {
        return open(path, sync, reserveBytes, salvage, new Disk(), events);
    }

    static RocksJournal open(Path path, Sync sync, long reserveBytes, boolean salvage, Disk disk, EventLog events) {
        NativeLibrary.load();
        JournalDirectory directory = JournalDirectory.take(path, disk);
        try {
            NodeIdentity.refuseNode(directory);
            RocksStore store = new JournalOpener(directory, reserveBytes, salvage).open();
            return new RocksJournal(directory, store, sync, reserveBytes, events);
        } catch (IOException | RocksDBException e) {
            directory.close();
            throw directory.refusal("cannot be opened (" + e.getMessage()
                    + "), see that its disk works and has room, or restore it from a backup");
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * The file descriptors that a journal may need.
     *
     * @param limit the most that the process may have open
     */
    public static int descriptors(long limit) {
        return RocksOptions.openFiles(limit) + OTHER_FILES;
    }

    @Override
    public void backup(Path copy) {
        Backup.make(directory, store, reserveBytes, copy);
    }

    @Override
    public void close() {
        if (end()) {
            store.close();
        } else {
            log.warn(
                    "the journal {} stays open until the process ends, since a read of its disk does not return",
                    directory.path());
        }
        if (directory.isTaken() && health().state() != Health.State.FAILED) {
            noteChanges();
        }
        directory.close();
    }

    /** Notes how many changes there are, so that the next start notices if any of them are missing. */
    private void noteChanges() {
        try {
            directory.noteChanges(store.syncedSequence());
        } catch (IOException e) {
            log.warn("in the journal {} it could not be noted how much it holds: {}", directory.path(), e.toString());
        }
    }
}
