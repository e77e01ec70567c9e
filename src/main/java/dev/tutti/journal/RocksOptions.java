package dev.tutti.journal;

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
 * How RocksDB is set up: one writer of large batches, keys that live shortly, reading mostly once, at the start. What is
 * native in it is held from here and freed by {@link #close}.
 */
final class RocksOptions implements AutoCloseable {

    private static final int MEMORY_TABLES = 3;
    private static final long SMALLEST_MEMORY_TABLE = 64 << 10;
    private static final long LARGEST_MEMORY_TABLE = 32 << 20;
    /** So many wait to be merged at most, then writing waits for that. */
    private static final int YOUNGEST_TABLES = 36;
    /** With it all memory that reading takes, indexes included. */
    private static final long CACHE_BYTES = 16 << 20;

    private static final int OPEN_FILES = 256;
    private static final int BACKGROUND_THREADS = 2;

    private final Deque<AbstractNativeReference> natives = new ArrayDeque<>();
    /**
     * What is put and deleted within one memory table never gets into a table file. All of them together fit into the
     * reserve, so that what is in memory when the disk gets low still has room.
     */
    private final long memoryTableBytes;

    final Options options;

    RocksOptions(boolean create, long reserveBytes) {
        memoryTableBytes = Math.max(SMALLEST_MEMORY_TABLE, Math.min(reserveBytes / 8, LARGEST_MEMORY_TABLE));
        Cache cache = held(new LRUCache(CACHE_BYTES));
        options = held(new Options(held(database(create)), held(tables(cache))));
    }

    long memoryTableBytes() {
        return memoryTableBytes;
    }

    private DBOptions database(boolean create) {
        // The one setting that has no method; it has a log file that is missing noticed.
        Properties unnamed = new Properties();
        unnamed.setProperty("track_and_verify_wals_in_manifest", "true");
        DBOptions database = DBOptions.getDBOptionsFromProps(held(new ConfigOptions()), unnamed);
        return database.setCreateIfMissing(create)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                // A full disk has no room for what recovery would flush.
                .setAvoidFlushDuringRecovery(true)
                .setParanoidChecks(true)
                .setRecycleLogFileNum(0)
                .setMaxTotalWalSize((MEMORY_TABLES + 1) * memoryTableBytes)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(BACKGROUND_THREADS)
                .setAllowConcurrentMemtableWrite(false)
                .setBytesPerSync(1 << 20)
                .setMaxBgErrorResumeCount(0)
                // Files take the room that they fill, so that what is left can be told; syncs are as fast.
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
                .setWriteBufferSize(memoryTableBytes)
                .setMaxWriteBufferNumber(MEMORY_TABLES)
                // A write that does not wait, see RocksStore, takes being slowed down for being stopped.
                .setLevel0SlowdownWritesTrigger(YOUNGEST_TABLES)
                .setLevel0StopWritesTrigger(YOUNGEST_TABLES)
                .setSoftPendingCompactionBytesLimit(0)
                // Rewriting tables takes as much room for a while as it reads.
                .setTargetFileSizeBase(memoryTableBytes)
                .setMaxBytesForLevelBase(4 * memoryTableBytes)
                .setMaxCompactionBytes(4 * memoryTableBytes)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /**
     * To read what can be read of a database that is damaged, its tables alone.
     *
     * @param logs where it looks for logs, which is not where its own are
     */
    static RocksOptions forDamaged(Path logs) {
        RocksOptions salvaging = new RocksOptions(false, 4 * LARGEST_MEMORY_TABLE);
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
