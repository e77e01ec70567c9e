package dev.tutti.journal;

import dev.tutti.Seeds;
import dev.tutti.journal.format.BatchFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A RocksDB database with the options of the journal, and nothing else of the journal. */
final class RawDatabase {

    static final long JOURNAL = 0x1122334455667788L;
    /** Makes memtables as small as possible: 64 KiB. */
    static final long SMALL_RESERVE = 1;

    private RawDatabase() {}

    /** Does something to an open database with the options that the journal uses. */
    interface Action {
        void run(RocksDB database) throws RocksDBException, IOException;
    }

    static void open(Path directory, Action action) throws RocksDBException, IOException {
        try (RocksOptions options = new RocksOptions(true, SMALL_RESERVE);
                RocksDB opened = RocksDB.open(options.options, directory.toString())) {
            action.run(opened);
        }
    }

    static void write(RocksDB database, byte[] batch, boolean sync) throws RocksDBException {
        try (WriteOptions how = new WriteOptions().setSync(sync);
                WriteBatch bytes = new WriteBatch(batch)) {
            database.write(how, bytes);
        }
    }

    static byte[] encoded(JournalBatch changes, long synced) {
        ByteBuffer batch = BatchFormat.begin(changes.size(), changes.bytes(), JOURNAL, synced);
        changes.writeTo(batch);
        return batch.array();
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        Seeds.random(length).nextBytes(bytes);
        return bytes;
    }
}
