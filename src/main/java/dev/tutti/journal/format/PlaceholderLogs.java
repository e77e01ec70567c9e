package dev.tutti.journal.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Files of zeros in place of a damaged database's logs, so that RocksDB opens its tables.
 *
 * <p>RocksDB refuses a database if a log that its manifest lists is missing or shorter than listed. With that check
 * off it crashes on databases that were once opened with the check on (issue 13235 of facebook/rocksdb). RocksDB
 * takes a file of zeros for an empty log.
 */
public final class PlaceholderLogs {

    private PlaceholderLogs() {}

    /**
     * Opens the tables of the database for reading. Neither the tables nor the real logs are changed.
     *
     * @param options name {@code logs} as the directory of the logs
     * @param logs an empty directory, which must exist only until this method returns
     */
    public static RocksDB open(Options options, Path database, Path logs) throws IOException, RocksDBException {
        while (true) {
            try {
                return RocksDB.openReadOnly(options, database.toString());
            } catch (RocksDBException e) {
                ErrorTexts.MissingLog missing = ErrorTexts.missingLog(e);
                if (missing == null || !provide(logs, missing)) {
                    throw e;
                }
            }
        }
    }

    /** Returns whether the log is new or longer than before. If it is neither, opening again would fail again. */
    private static boolean provide(Path logs, ErrorTexts.MissingLog missing) throws IOException {
        Path log = logs.resolve(WalReader.name(missing.number()));
        boolean isNew = !Files.exists(log);
        try (RandomAccessFile zeros = new RandomAccessFile(log.toFile(), "rw")) {
            boolean isLonger = missing.bytes() > zeros.length();
            zeros.setLength(missing.bytes());
            return isNew || isLonger;
        }
    }
}
