package dev.tutti.journal;

import dev.tutti.platform.Descriptors;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;

/**
 * The options of RocksDB, for one writer of large batches, keys that live for a short time, and reads mostly at the
 * start. {@link #close} frees the native objects, which must not happen before the database is closed.
 */
final class RocksOptions implements AutoCloseable {

    private static final int MEMTABLES = 3;
    private static final long MIN_MEMTABLE_BYTES = 64 << 10;
    private static final long MAX_MEMTABLE_BYTES = 32 << 20;
    /** Writes wait when so many files of level 0 wait for a compaction. */
    private static final int MAX_LEVEL0_FILES = 36;
    /** The memory for reading, which includes indexes and filters. */
    private static final long CACHE_BYTES = 16 << 20;

    private static final int FEWEST_OPEN_FILES = 32;
    private static final int MOST_OPEN_FILES = 256;
    /** The journal keeps at most one of so many files of the process open for reading. */
    private static final int SHARE_OF_FILES = 8;

    private static final int BACKGROUND_THREADS = 2;

    private final Deque<AbstractNativeReference> natives = new ArrayDeque<>();
    /**
     * A key that is put and deleted within one memtable never reaches a table file. All memtables together fit into
     * the reserve, so that they can still be written when the disk is low.
     */
    private final long memtableBytes;

    final Options options;

    RocksOptions(boolean create, long reserveBytes) {
        memtableBytes = Math.max(MIN_MEMTABLE_BYTES, Math.min(reserveBytes / 8, MAX_MEMTABLE_BYTES));
        Cache cache = held(new LRUCache(CACHE_BYTES));
        options = held(new Options(held(database(create)), held(tables(cache))));
    }

    /**
     * The files that RocksDB keeps open for reading.
     *
     * @param limit the most files that the process may open
     */
    static int openFiles(long limit) {
        return (int) Math.max(FEWEST_OPEN_FILES, Math.min(limit / SHARE_OF_FILES, MOST_OPEN_FILES));
    }

    long memtableBytes() {
        return memtableBytes;
    }

    private DBOptions database(boolean create) {
        // This option has no setter. RocksDB then notices that a log is missing.
        Properties unnamed = new Properties();
        unnamed.setProperty("track_and_verify_wals_in_manifest", "true");
        DBOptions database = DBOptions.getDBOptionsFromProps(held(new ConfigOptions()), unnamed);
        return database.setCreateIfMissing(create)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                // A full disk has no room for a flush.
                .setAvoidFlushDuringRecovery(true)
                .setParanoidChecks(true)
                .setRecycleLogFileNum(0)
                .setMaxTotalWalSize((MEMTABLES + 1) * memtableBytes)
                .setMaxOpenFiles(openFiles(Descriptors.limit()))
                .setMaxBackgroundJobs(BACKGROUND_THREADS)
                .setAllowConcurrentMemtableWrite(false)
                .setBytesPerSync(1 << 20)
                .setMaxBgErrorResumeCount(0)
                // Files take only the room that they fill, so that the free room is known. Syncs are as fast.
                .setAllowFAllocate(false)
                .setMaxManifestFileSize(4 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(1 << 20)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions tables(Cache cache) {
        BlockBasedTableConfig blocks = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setBlockSize(16 << 10);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(blocks)
                .setWriteBufferSize(memtableBytes)
                .setMaxWriteBufferNumber(MEMTABLES)
                // A write without waiting, see RocksStore, fails when it would only be slowed down.
                .setLevel0SlowdownWritesTrigger(MAX_LEVEL0_FILES)
                .setLevel0StopWritesTrigger(MAX_LEVEL0_FILES)
                .setSoftPendingCompactionBytesLimit(0)
                // A compaction temporarily takes as much room as it reads.
                .setTargetFileSizeBase(memtableBytes)
                .setMaxBytesForLevelBase(4 * memtableBytes)
                .setMaxCompactionBytes(4 * memtableBytes)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /**
     * Returns options for reading the tables of a damaged database without its logs.
     *
     * @param logs the directory in which RocksDB looks for logs instead
     */
    static RocksOptions forDamaged(Path logs) {
        RocksOptions salvaging = new RocksOptions(false, 4 * MAX_MEMTABLE_BYTES);
        salvaging.options.setParanoidChecks(false).setWalDir(logs.toString());
        return salvaging;
    }

    private <T extends AbstractNativeReference> T held(T part) {
        natives.push(part);
        return part;
    }

    @Override
    public void close() {
        natives.forEach(AbstractNativeReference::close);
    }
}
