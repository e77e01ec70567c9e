package dev.tutti.journal;

import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/**
 * A copy of a journal in use, with which a server can start. It holds all changes up to one moment after the call, as a
 * snapshot of the file system does. Commits go on meanwhile.
 *
 * <p>The files are those of a RocksDB checkpoint: tables are links to those of the journal where the file system allows
 * that, and copies otherwise. The file {@code JOURNAL} is written last. So a server refuses a backup that was broken
 * off.
 */
final class Backup {

    private Backup() {}

    /** @throws JournalException if there is no complete backup in the directory, which must be new */
    static void make(JournalDirectory source, RocksStore store, long reserveBytes, Path path) {
        try (JournalDirectory target = source.newCopy(path)) {
            store.checkpoint(target.database());
            complete(target, reserveBytes);
        } catch (IOException | RocksDBException e) {
            String cause = e instanceof RocksDBException rocks ? ErrorTexts.message(rocks) : e.toString();
            throw new JournalException("the backup " + path + " failed and is not complete, delete it: " + cause, e);
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
