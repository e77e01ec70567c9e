package dev.tutti.journal;

import java.io.IOException;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native code from a temporary file, which is deleted as soon as it is loaded. RocksDB by itself would
 * delete the file at the end of the process, and a killed process would leave it behind.
 */
final class NativeLibrary {

    private NativeLibrary() {}

    /** Loads the native code; does nothing if it is loaded already. */
    static synchronized void load() {
        try (TemporaryDirectory directory = TemporaryDirectory.make("tutti-journal-")) {
            NativeLibraryLoader.getInstance().loadLibrary(directory.path().toString());
            RocksDB.loadLibrary();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw JournalException.of(
                    "RocksDB's native library cannot be loaded, see that java.io.tmpdir can be written to"
                            + " and programs may be run from there",
                    e);
        }
    }
}
