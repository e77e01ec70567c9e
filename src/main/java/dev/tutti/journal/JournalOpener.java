package dev.tutti.journal;

import dev.tutti.journal.format.DamageException;
import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.Manifest;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/** Opens the database of a journal's directory and refuses it if any change that was acknowledged is missing. */
final class JournalOpener {

    private final JournalDirectory directory;
    private final long reserveBytes;
    private final boolean salvage;

    /** @param salvage whether to replace a damaged database by all that can be read of it */
    JournalOpener(JournalDirectory directory, long reserveBytes, boolean salvage) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        this.salvage = salvage;
    }

    /** Opens it in the room that the file of the reserve has kept. */
    RocksStore open() throws IOException, RocksDBException {
        ReserveFile reserve = new ReserveFile(directory.disk(), directory.path(), reserveBytes);
        reserve.makeRoom();
        RocksStore store = directory.isKnown() ? openKnown() : create();
        try {
            store.markNewLog();
            directory.noteStart(store.lastSequence());
            reserve.renew();
            return store;
        } catch (IOException | RocksDBException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private RocksStore openKnown() throws IOException, RocksDBException {
        if (!Manifest.existsIn(directory.database())) {
            throw directory.refusal(
                    "has lost its database " + directory.database().getFileName() + ", restore it from a backup");
        }
        try {
            return openSound();
        } catch (DamageException e) {
            if (!salvage) {
                refuseUnsalvageable();
                throw directory.refusal("is damaged: " + e.getMessage()
                        + "; restore it from a backup, or salvage what can be read of it by producer.salvage: true");
            }
            return openSalvaged(e);
        }
    }

    /** Makes the database in a directory of the owner's alone, since RocksDB makes files that everybody may read. */
    private RocksStore create() throws IOException, RocksDBException {
        if (directory.hasUnfinishedCopy()) {
            throw directory.refusal("is a backup that was broken off, delete it and use a whole one");
        }
        directory.disk().makeDirectory(directory.database());
        RocksStore store = RocksStore.open(directory.database(), true, directory.journal(), reserveBytes);
        if (store.lastSequence() > 0) {
            store.close();
            throw directory.refusal("has lost its file JOURNAL, restore it from a backup");
        }
        directory.nameDatabase();
        return store;
    }

    private RocksStore openSound() throws IOException, RocksDBException, DamageException {
        Path database = directory.database();
        Manifest.check(database);
        WalScanner logs = WalScanner.of(database, directory.journal());
        logs.verify(directory.log(), directory.changes());
        LogRepair.run(logs, directory.disk());
        RocksStore store = null;
        try {
            store = RocksStore.open(database, false, directory.journal(), reserveBytes);
            store.verify();
            long last = Math.max(logs.end() - 1, directory.changes());
            if (store.lastSequence() < last) {
                throw new DamageException("of its changes up to " + last + " only those up to " + store.lastSequence()
                        + " were recovered");
            }
            return store;
        } catch (RocksDBException e) {
            closeIfOpen(store);
            ErrorTexts.throwIfDamage(e);
            throw e;
        } catch (DamageException e) {
            closeIfOpen(store);
            throw e;
        }
    }

    private static void closeIfOpen(RocksStore store) {
        if (store != null) {
            store.close();
        }
    }

    private RocksStore openSalvaged(DamageException damage) throws IOException {
        try {
            Manifest.check(directory.database());
            new Salvage(directory, reserveBytes).run(damage);
            return openSound();
        } catch (RocksDBException e) {
            throw unsalvageable(ErrorTexts.message(e));
        } catch (DamageException e) {
            throw unsalvageable(e.getMessage());
        }
    }

    private void refuseUnsalvageable() throws IOException {
        try {
            Manifest.check(directory.database());
            Salvage.tryTables(directory);
        } catch (RocksDBException e) {
            throw unsalvageable(ErrorTexts.message(e));
        } catch (DamageException e) {
            throw unsalvageable(e.getMessage());
        }
    }

    private JournalException unsalvageable(String cause) {
        return directory.refusal("is damaged and cannot be salvaged (" + cause
                + "), restore it from a backup, or move the directory away to begin anew without what is in it");
    }
}
