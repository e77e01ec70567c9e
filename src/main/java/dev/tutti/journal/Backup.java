package dev.tutti.journal;

import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/**
 * A copy of a journal in use, with which a server can start. It holds all changes up to one moment after the call, as a
 * snapshot of the file system does. Commits go on meanwhile.
 *
 * <p>The files are those of a RocksDB checkpoint: tables are links to those of the journal where the file system allows
 * that, and copies otherwise. The directory has another name until it is complete, so that nobody takes a backup that
 * was broken off for a whole one.
 */
final class Backup {

    /** Ends the name of the directory until it is complete. */
    static final String UNFINISHED = ".unfinished";

    private Backup() {}

    /**
     * Makes the directory, which must be new, in one that is not the journal's own.
     *
     * @throws JournalException if there is no complete backup then
     */
    static void make(JournalDirectory source, RocksStore store, long reserveBytes, Path path) {
        if (Files.exists(path)) {
            throw new JournalException(path + " is there already, name a directory that is not");
        }
        Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
        try {
            try (JournalDirectory target = source.newCopy(unfinished)) {
                store.checkpoint(target.database());
                complete(target, reserveBytes);
            }
            source.disk().rename(unfinished, path);
            source.disk().forceNames(path.getParent());
        } catch (IOException | RocksDBException e) {
            String cause = e instanceof RocksDBException rocks ? ErrorTexts.message(rocks) : e.toString();
            throw new JournalException(
                    "the backup failed, delete what there is of it in " + unfinished + ": " + cause, e);
        }
    }

    /** Opens the database, which shows that it can be, and notes how much it holds. */
    private static void complete(JournalDirectory target, long reserveBytes) throws IOException, RocksDBException {
        target.disk().makeOwnerOnly(target.database());
        LogRepair.run(WalScanner.of(target.database(), target.journal()), target.disk());
        RocksStore copy = RocksStore.open(target.database(), false, target.journal(), reserveBytes);
        try {
            copy.markNewLog();
            target.noteStart(copy.lastSequence());
        } finally {
            copy.close();
        }
    }
}
