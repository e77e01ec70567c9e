package dev.tutti.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The tables of a damaged database, opened to be read; {@link WalScanner} reads its logs.
 *
 * <p>RocksDB opens none of whose logs one is missing, or shorter than its table of contents says; and when told not to
 * look at that, it crashes where it was told to in earlier starts (issue 13235 of facebook/rocksdb). So it is given zeros
 * for each log that it asks for, in a directory of their own, and takes them for a log with nothing in it.
 */
final class DamagedTables implements AutoCloseable {

    private static final Pattern ASKED_FOR =
            Pattern.compile("WAL .*log number: (\\d+)(?:\\) in MANIFEST is (\\d+) bytes)?");

    private final RocksOptions options;
    private final RocksDB database;

    private DamagedTables(RocksOptions options, RocksDB database) {
        this.options = options;
        this.database = database;
    }

    /** Changes nothing there. */
    static DamagedTables open(Path database) throws IOException, RocksDBException {
        try (TemporaryDirectory logs = TemporaryDirectory.make("tutti-logs-")) {
            RocksOptions options = RocksOptions.forDamaged(logs.path());
            try {
                return new DamagedTables(options, open(options.options, database, logs.path()));
            } catch (RocksDBException | IOException | RuntimeException e) {
                options.close();
                throw e;
            }
        }
    }

    private static RocksDB open(Options options, Path database, Path logs) throws IOException, RocksDBException {
        while (true) {
            try {
                return RocksDB.openReadOnly(options, database.toString());
            } catch (RocksDBException e) {
                Matcher log = ASKED_FOR.matcher(e.getMessage());
                if (!log.find() || !provide(logs, log)) {
                    throw e;
                }
            }
        }
    }

    /** Says whether there is more of it now than there was. */
    private static boolean provide(Path logs, Matcher askedFor) throws IOException {
        Path log = logs.resolve(String.format("%06d.log", Long.parseLong(askedFor.group(1))));
        long bytes = askedFor.group(2) == null ? 0 : Long.parseLong(askedFor.group(2));
        boolean isNew = !Files.exists(log);
        try (RandomAccessFile zeros = new RandomAccessFile(log.toFile(), "rw")) {
            boolean isLonger = bytes > zeros.length();
            zeros.setLength(bytes);
            return isNew || isLonger;
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
