package dev.tutti.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;

/** Opens the database of a journal's directory, if all is there that was acknowledged. */
final class JournalOpener {

    private static final Pattern CONTENTS = Pattern.compile("MANIFEST-\\d+");

    private final JournalDirectory directory;
    private final long reserveBytes;
    private final boolean salvage;

    /** @param salvage whether to go on with what can be read of a damaged one */
    JournalOpener(JournalDirectory directory, long reserveBytes, boolean salvage) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        this.salvage = salvage;
    }

    RocksStore open() throws IOException, RocksDBException {
        RocksStore store = directory.isKnown() ? openKnown() : create();
        try {
            store.begin();
            directory.begins(store.lastSequence());
            return store;
        } catch (IOException | RocksDBException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private RocksStore openKnown() throws IOException, RocksDBException {
        if (!Files.exists(directory.database().resolve("CURRENT"))) {
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

    private RocksStore create() throws IOException, RocksDBException {
        RocksStore store = RocksStore.open(directory.database(), true, directory.journal(), reserveBytes);
        if (store.lastSequence() > 0) {
            store.close();
            throw directory.refusal("has lost its file JOURNAL, restore it from a backup");
        }
        directory.settle();
        return store;
    }

    private RocksStore openSound() throws IOException, RocksDBException, DamageException {
        Path database = directory.database();
        refuseTrap(database);
        WalScanner logs = WalScanner.of(database, directory.journal());
        logs.verify(directory.log(), directory.changes());
        logs.tidy();
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
            DamageException.throwIfSaid(e);
            throw e;
        } catch (DamageException e) {
            closeIfOpen(store);
            throw e;
        }
    }

    /** The table of contents has the form of a log, too. */
    private static void refuseTrap(Path database) throws IOException, DamageException {
        String name = Files.readString(database.resolve("CURRENT"), ISO_8859_1).strip();
        if (!CONTENTS.matcher(name).matches() || !Files.isRegularFile(database.resolve(name))) {
            throw new DamageException("its file CURRENT names no table of contents");
        }
        if (WalReader.isTrap(database.resolve(name))) {
            throw new DamageException(name + " has a record of no known kind");
        }
    }

    private static void closeIfOpen(RocksStore store) {
        if (store != null) {
            store.close();
        }
    }

    private RocksStore openSalvaged(DamageException damage) throws IOException {
        try {
            refuseTrap(directory.database());
            new Salvage(directory, reserveBytes).run(damage);
            return openSound();
        } catch (RocksDBException e) {
            throw unsalvageable(DamageException.words(e));
        } catch (DamageException e) {
            throw unsalvageable(e.getMessage());
        }
    }

    private void refuseUnsalvageable() throws IOException {
        try {
            refuseTrap(directory.database());
            Salvage.tryTables(directory);
        } catch (RocksDBException e) {
            throw unsalvageable(DamageException.words(e));
        } catch (DamageException e) {
            throw unsalvageable(e.getMessage());
        }
    }

    private JournalException unsalvageable(String words) {
        return directory.refusal("is damaged and cannot be salvaged (" + words
                + "), restore it from a backup, or move the directory away to begin anew without what is in it");
    }
}
