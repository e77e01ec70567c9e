package dev.tutti.journal;

import dev.tutti.journal.format.PlaceholderLogs;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The tables of a damaged database, opened for reading. {@link WalScanner} reads its logs. */
final class DamagedTables implements AutoCloseable {

    private final RocksOptions options;
    private final RocksDB database;

    private DamagedTables(RocksOptions options, RocksDB database) {
        this.options = options;
        this.database = database;
    }

    /** Opens the tables and changes no file of the database. */
    static DamagedTables open(Path database) throws IOException, RocksDBException {
        try (TemporaryDirectory logs = TemporaryDirectory.make("tutti-logs-")) {
            RocksOptions options = RocksOptions.forDamaged(logs.path());
            try {
                return new DamagedTables(options, PlaceholderLogs.open(options.options, database, logs.path()));
            } catch (RocksDBException | IOException | RuntimeException e) {
                options.close();
                throw e;
            }
        }
    }

    RocksDB database() {
        return database;
    }

    Options options() {
        return options.options;
    }

    @Override
    public void close() {
        database.close();
        options.close();
    }
}
