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

    /** What is put and deleted while it is in here never gets into a table file; three of them are memory's bound. */
    private static final long MEMORY_TABLE_BYTES = 32 << 20;

    private static final int MEMORY_TABLES = 3;
    /** More than the memory tables' own logs only if these are not flushed though they should be. */
    private static final long LOG_BYTES = (MEMORY_TABLES + 1) * MEMORY_TABLE_BYTES;
    /** With it all memory that reading takes, indexes included. */
    private static final long CACHE_BYTES = 16 << 20;

    private static final int OPEN_FILES = 256;
    private static final int BACKGROUND_THREADS = 2;

    private final Deque<AbstractNativeReference> natives = new ArrayDeque<>();
    final Options options;

    RocksOptions(boolean create) {
        Cache cache = held(new LRUCache(CACHE_BYTES));
        options = held(new Options(held(database(create)), held(tables(cache))));
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
                .setMaxTotalWalSize(LOG_BYTES)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(BACKGROUND_THREADS)
                .setAllowConcurrentMemtableWrite(false)
                .setBytesPerSync(1 << 20)
                .setMaxBgErrorResumeCount(0)
                .setManifestPreallocationSize(64 << 10)
                .setMaxManifestFileSize(4 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(1 << 20)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private static ColumnFamilyOptions tables(Cache cache) {
        BlockBasedTableConfig blocks = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setBlockSize(16 << 10);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(blocks)
                .setWriteBufferSize(MEMORY_TABLE_BYTES)
                .setMaxWriteBufferNumber(MEMORY_TABLES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** To read what can be read of a database that is damaged, its tables alone: the logs are elsewhere. */
    static RocksOptions forDamaged(Path elsewhere) {
        RocksOptions salvaging = new RocksOptions(false);
        salvaging.options.setParanoidChecks(false).setWalDir(elsewhere.toString());
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
