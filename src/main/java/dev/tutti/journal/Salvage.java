package dev.tutti.journal;

import dev.tutti.config.Units;
import dev.tutti.journal.format.BatchFormat;
import dev.tutti.journal.format.DamageException;
import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileMetaData;
import org.rocksdb.SstFileReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies everything that can be read of a damaged database into a new one, which takes its place. The damaged one is
 * left unchanged. The tables are copied first and then, since they are newer, all batches of the logs.
 *
 * <p>The tables are read together. For ranges of keys in which that is impossible, each table is read by itself. A
 * single table does not show that a newer one deleted a record, so deleted records may come back.
 */
final class Salvage {

    private static final Logger log = LoggerFactory.getLogger(Salvage.class);
    private static final long WRITE_BYTES = 1 << 20;

    private record Range(byte[] from, byte[] to) {}

    private final JournalDirectory directory;
    private final long reserveBytes;
    private RocksStore salvaged;
    private JournalBatch pending = new JournalBatch();
    /** The number of lost changes: those that a log lacks, and the records that a table lacks. */
    private long lost;
    /** The number of tables that cannot be opened at all. */
    private int unreadable;

    Salvage(JournalDirectory directory, long reserveBytes) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
    }

    /** Throws if {@link #run} would throw because the manifest cannot be read. Changes nothing. */
    static void tryTables(JournalDirectory directory) throws IOException, RocksDBException {
        DamagedTables.open(directory.database()).close();
    }

    /** Throws, and leaves the journal unchanged, if nothing can be read. */
    void run(DamageException damage) throws IOException, RocksDBException {
        Path damaged = directory.database();
        Path next = directory.nextDatabase();
        empty(next, directory.disk());
        try (DamagedTables tables = DamagedTables.open(damaged)) {
            salvaged = RocksStore.open(next, true, directory.journal(), reserveBytes);
            try {
                copyTables(tables.database(), tables.options());
                WalScanner logs = WalScanner.of(damaged, directory.journal());
                logs.replay(this::add);
                lost += logs.lost() + logs.lackingOf(directory.changes());
                write();
                salvaged.flush();
            } finally {
                salvaged.close();
            }
        }
        directory.useNextDatabase();
        log.warn(
                "the journal {} was damaged ({}) and has been salvaged: {} at least could not be read;"
                        + " {} is kept as it was, delete it when you do not need it any more",
                directory.path(),
                damage.getMessage(),
                Units.count(lost, "change")
                        + (unreadable == 0 ? "" : " and " + Units.count(unreadable, "table") + " as a whole"),
                damaged);
    }

    /** Makes the directory, or deletes the files that a killed salvage has left in it. */
    private static void empty(Path next, Disk disk) throws IOException {
        disk.makeDirectory(next);
        try (DirectoryStream<Path> leftOvers = Files.newDirectoryStream(next)) {
            for (Path leftOver : leftOvers) {
                disk.delete(leftOver);
            }
        }
    }

    private void copyTables(RocksDB tables, Options options) {
        List<LiveFileMetaData> files = new ArrayList<>(tables.getLiveFilesMetaData());
        // The oldest first, as far as levels and numbers tell.
        files.sort(
                Comparator.comparing(LiveFileMetaData::level).reversed().thenComparing(SstFileMetaData::smallestSeqno));
        byte[] lastKey = files.stream()
                .map(SstFileMetaData::largestKey)
                .max(Arrays::compareUnsigned)
                .orElse(new byte[0]);
        List<Range> gaps = new ArrayList<>();
        DamageTolerantReader.of(tables, lastKey).read(this::put, (from, to) -> gaps.add(new Range(from, to)));
        if (gaps.isEmpty()) {
            return;
        }
        for (LiveFileMetaData file : files) {
            copyGaps(file, options, gaps);
        }
    }

    private void copyGaps(LiveFileMetaData file, Options options, List<Range> gaps) {
        Path path = Path.of(file.path(), file.fileName());
        try (SstFileReader table = new SstFileReader(options);
                ReadOptions reading = new ReadOptions()) {
            table.open(path.toString());
            DamageTolerantReader<?> records = DamageTolerantReader.of(table, reading, file.largestKey());
            for (Range gap : gaps) {
                records.read(gap.from(), gap.to(), this::put, (from, to) -> {});
            }
            long readable = records.read((key, value) -> {}, (from, to) -> {});
            lost += file.numEntries() - file.numDeletions() - readable;
        } catch (RocksDBException e) {
            unreadable++;
            log.warn("{} cannot be read at all: {}", path, ErrorTexts.message(e));
        }
    }

    private void put(byte[] key, byte[] value) {
        pending.put(key, value);
        writeIfMany();
    }

    private void add(ByteBuffer batch) {
        pending.append(BatchFormat.count(batch), BatchFormat.changes(batch));
        writeIfMany();
    }

    private void writeIfMany() {
        if (pending.bytes() >= WRITE_BYTES) {
            write();
        }
    }

    private void write() {
        salvaged.write(List.of(pending), false);
        pending = new JournalBatch();
    }
}
