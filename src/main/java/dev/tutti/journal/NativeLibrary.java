package dev.tutti.journal;

import java.io.IOException;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native code. It is unpacked into a file of its own among the temporary files, which is deleted as soon as it
 * is loaded: left to itself RocksDB deletes it at the end of the process, and a process that is killed leaves it there.
 */
final class NativeLibrary {

    private NativeLibrary() {}

    /** Loads it, unless it is loaded. */
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
