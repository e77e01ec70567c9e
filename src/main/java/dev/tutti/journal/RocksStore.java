package dev.tutti.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A RocksDB database as a store. */
final class RocksStore implements Store {

    private static final int READ_AHEAD_BYTES = 2 << 20;

    /** Much longer than merging tables takes on a slow disk. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long STALL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final long journal;
    private final FileStore disk;
    private final RocksOptions options;
    private final RocksDB database;
    private final WalPreallocator room;
    private final WriteOptions synced = new WriteOptions().setSync(true).setNoSlowdown(true);
    private final WriteOptions unsynced = new WriteOptions().setNoSlowdown(true);
    /** Held while reading: native code does not survive being closed meanwhile. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;
    private long lastSequence;
    private long syncedSequence;

    private RocksStore(long journal, FileStore disk, RocksOptions options, RocksDB database, WalPreallocator room) {
        this.journal = journal;
        this.disk = disk;
        this.options = options;
        this.database = database;
        this.room = room;
        lastSequence = database.getLatestSequenceNumber();
        syncedSequence = lastSequence;
    }

    /**
     * Opens a database whose logs are synced.
     *
     * @param journal the number that marks its batches, see {@link BatchFormat}
     * @param reserveBytes what it may have to write when the disk is low already
     */
    static RocksStore open(Path directory, boolean create, long journal, long reserveBytes)
            throws RocksDBException, IOException {
        RocksOptions options = new RocksOptions(create, reserveBytes);
        try {
            RocksDB database = RocksDB.open(options.options, directory.toString());
            WalPreallocator room = new WalPreallocator(directory, options.memoryTableBytes() / 8);
            return new RocksStore(journal, Files.getFileStore(directory), options, database, room);
        } catch (RocksDBException | IOException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** Reads all table files and compares their checksums. */
    void verify() throws RocksDBException {
        database.verifyChecksum();
    }

    /** Moves everything from the log into table files, which are synced. */
    void flush() throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            database.flush(waiting);
        }
        syncedSequence = lastSequence;
    }

    /** Puts a mark, and nothing else, into the log that it has begun, through to the disk. */
    void begin() throws RocksDBException {
        write(List.of(), false);
        database.flushWal(true);
    }

    /** The number of the last change in it, 0 if there never was one. */
    long lastSequence() {
        return lastSequence;
    }

    /** The number of the last change that is on the disk for sure. */
    long syncedSequence() {
        return syncedSequence;
    }

    @Override
    public void write(List<JournalBatch> group, boolean sync) {
        byte[] bytes = BatchFormat.encode(group, journal, syncedSequence);
        if (sync) {
            room.prepare(bytes.length);
        }
        try (WriteBatch batch = new WriteBatch(bytes)) {
            write(batch, sync ? synced : unsynced);
        } catch (RocksDBException e) {
            throw failure(e);
        }
        lastSequence += BatchFormat.count(group);
        if (sync) {
            syncedSequence = lastSequence;
        }
    }

    /**
     * Writes it as soon as there is room for it in memory. RocksDB could wait for that by itself, and does so for ever
     * when it finds no room on the disk meanwhile; who tries again is told.
     */
    private void write(WriteBatch batch, WriteOptions how) throws RocksDBException {
        long begin = System.nanoTime();
        boolean written = false;
        while (!written) {
            try {
                database.write(how, batch);
                written = true;
            } catch (RocksDBException e) {
                if (!isStalled(e) || System.nanoTime() - begin > STALL_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(STALL_LOOK_NANOS);
            }
        }
    }

    private static boolean isStalled(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete;
    }

    @Override
    public void sync() {
        try {
            database.flushWal(true);
        } catch (RocksDBException e) {
            throw failure(e);
        }
        syncedSequence = lastSequence;
        // Its mark alone, as the proof of that: what is missing before it has not just not arrived.
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

    /** The first key behind all those that begin with the prefix; empty if there is none. */
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
                    // Not there, or not readable: only this call tells the two apart.
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
