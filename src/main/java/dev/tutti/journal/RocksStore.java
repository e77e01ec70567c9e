package dev.tutti.journal;

import dev.tutti.journal.format.BatchFormat;
import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.WalPreallocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A {@link Store} in a RocksDB database. */
final class RocksStore implements Store {

    private static final int READ_AHEAD_BYTES = 2 << 20;

    /** Much longer than a compaction takes on a slow disk. */
    private static final long STALL_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long STALL_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final long journal;
    private final FileStore disk;
    private final RocksOptions options;
    private final RocksDB database;
    private final WalPreallocator preallocator;
    private final WriteOptions synced = new WriteOptions().setSync(true).setNoSlowdown(true);
    private final WriteOptions unsynced = new WriteOptions().setNoSlowdown(true);
    /** Readers hold it: native code crashes if the database is closed while it is read. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;
    private long lastSequence;
    private long syncedSequence;

    private RocksStore(
            long journal, FileStore disk, RocksOptions options, RocksDB database, WalPreallocator preallocator) {
        this.journal = journal;
        this.disk = disk;
        this.options = options;
        this.database = database;
        this.preallocator = preallocator;
        lastSequence = database.getLatestSequenceNumber();
        syncedSequence = lastSequence;
    }

    /**
     * Opens a database whose logs are synced.
     *
     * @param journal the number that marks the batches of this journal, see {@link BatchFormat}
     * @param reserveBytes the bytes that may be in memory and still need room on a disk that is low
     */
    static RocksStore open(Path directory, boolean create, long journal, long reserveBytes)
            throws RocksDBException, IOException {
        RocksOptions options = new RocksOptions(create, reserveBytes);
        try {
            RocksDB database = RocksDB.open(options.options, directory.toString());
            WalPreallocator preallocator = new WalPreallocator(directory, options.memtableBytes() / 8);
            return new RocksStore(journal, Files.getFileStore(directory), options, database, preallocator);
        } catch (RocksDBException | IOException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** Reads all table files and checks their checksums. */
    void verify() throws RocksDBException {
        database.verifyChecksum();
    }

    /** Writes the memtables to table files and syncs them. */
    void flush() throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            database.flush(waiting);
        }
        syncedSequence = lastSequence;
    }

    /**
     * Writes a batch without changes into the new log and syncs it: a log that is empty later has lost its content.
     */
    void markNewLog() throws RocksDBException {
        write(List.of(), false);
        database.flushWal(true);
    }

    /** Returns the number of the last change, 0 if there never was one. */
    long lastSequence() {
        return lastSequence;
    }

    /** Returns the number of the last change that is known to be synced. */
    long syncedSequence() {
        return syncedSequence;
    }

    @Override
    public void write(List<JournalBatch> group, boolean sync) {
        int count = 0;
        long length = 0;
        for (JournalBatch changes : group) {
            count += changes.size();
            length += changes.bytes();
        }
        byte[] bytes = encode(group, count, length);
        if (sync) {
            preallocator.prepare(bytes.length);
        }
        try (WriteBatch batch = new WriteBatch(bytes)) {
            write(batch, sync ? synced : unsynced);
        } catch (RocksDBException e) {
            throw failure(e);
        }
        lastSequence += count;
        if (sync) {
            syncedSequence = lastSequence;
        }
    }

    private byte[] encode(List<JournalBatch> group, int count, long length) {
        ByteBuffer batch = BatchFormat.begin(count, length, journal, syncedSequence);
        for (JournalBatch changes : group) {
            changes.writeTo(batch);
        }
        return batch.array();
    }

    /**
     * Writes the batch as soon as the memtables have room for it. RocksDB could wait for that by itself, but it would
     * wait for ever on a disk that becomes full meanwhile. A retry gets the error.
     */
    private void write(WriteBatch batch, WriteOptions how) throws RocksDBException {
        long begin = System.nanoTime();
        boolean written = false;
        while (!written) {
            try {
                database.write(how, batch);
                written = true;
            } catch (RocksDBException e) {
                if (!ErrorTexts.isStall(e) || System.nanoTime() - begin > STALL_TIMEOUT_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(STALL_RETRY_NANOS);
            }
        }
    }

    @Override
    public void sync() {
        try {
            database.flushWal(true);
        } catch (RocksDBException e) {
            throw failure(e);
        }
        syncedSequence = lastSequence;
        // A batch without changes records that in the log: a change missing before it was lost after it was synced.
        write(List.of(), false);
    }

    @Override
    public long usableBytes() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public long read(byte[] prefix, Journal.Visitor visitor) {
        open.readLock().lock();
        byte[] end = endOf(prefix);
        try (Slice bound = new Slice(end);
                ReadOptions reading = new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES)) {
            refuseIfClosed();
            if (end.length > 0) {
                reading.setIterateUpperBound(bound);
            }
            return read(prefix, visitor, reading);
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            open.readLock().unlock();
        }
    }

    private long read(byte[] prefix, Journal.Visitor visitor, ReadOptions reading) throws RocksDBException {
        long records = 0;
        try (RocksIterator found = database.newIterator(reading)) {
            for (found.seek(prefix); found.isValid(); found.next()) {
                visitor.visit(found.key(), found.value());
                records++;
            }
            found.status();
        }
        return records;
    }

    /** Returns whether there is no record. Not to be called while the database may be closed. */
    boolean isEmpty() {
        try (RocksIterator first = database.newIterator()) {
            first.seekToFirst();
            return !first.isValid();
        }
    }

    /** Returns the first key behind all keys that begin with the prefix; empty if there is none. */
    private static byte[] endOf(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        byte[] end = Arrays.copyOf(prefix, length);
        if (length > 0) {
            end[length - 1]++;
        }
        return end;
    }

    @Override
    public byte[] get(byte[] key) {
        open.readLock().lock();
        try {
            refuseIfClosed();
            return database.get(key);
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            open.readLock().unlock();
        }
    }

    @Override
    public List<byte[]> getAll(List<byte[]> keys) {
        open.readLock().lock();
        try {
            refuseIfClosed();
            List<byte[]> values = keys.isEmpty() ? List.of() : database.multiGetAsList(keys);
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) == null) {
                    // Null means missing or unreadable. Only a single get tells the two apart.
                    values.set(i, database.get(keys.get(i)));
                }
            }
            return values;
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            open.readLock().unlock();
        }
    }

    /** Copies the database as it is at some moment during the call into a directory, which must not exist. */
    void checkpoint(Path copy) throws RocksDBException {
        open.readLock().lock();
        try {
            refuseIfClosed();
            try (Checkpoint checkpoint = Checkpoint.create(database)) {
                checkpoint.createCheckpoint(copy.toString());
            }
        } finally {
            open.readLock().unlock();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new JournalException("the journal is closed");
        }
    }

    private static JournalException failure(RocksDBException e) {
        return new JournalException(e.getMessage(), e);
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                database.close();
                synced.close();
                unsynced.close();
                options.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
