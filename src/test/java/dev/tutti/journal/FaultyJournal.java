package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The twin of {@link RocksJournal}: the same thread, over a {@link FaultyDisk}. */
public final class FaultyJournal implements Journal {

    /** Below so many bytes the disk is low. */
    public static final long RESERVE_BYTES = 1 << 20;

    /** Short, so that tests need not wait. */
    private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Store store;
    private final EventLog events = new EventLog();
    private final ReadErrors readErrors = new ReadErrors(events);
    private final Committer committer;
    private final RecordReader reader;

    public FaultyJournal(FaultyDisk disk, Sync sync) {
        store = disk.store();
        committer = new Committer(store, sync, RESERVE_BYTES, SYNC_NANOS, readErrors, events, disk::nanoTime);
        reader = new RecordReader(store, readErrors);
    }

    @Override
    public void listen(CommitListener listener) {
        committer.listen(listener);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void commit(JournalBatch changes, Completion done) {
        committer.commit(changes, done);
    }

    @Override
    public void write(JournalBatch changes) {
        committer.write(changes);
    }

    @Override
    public long read(byte[] prefix, Visitor visitor) {
        return store.read(prefix, visitor);
    }

    @Override
    public byte[] get(byte[] key) {
        return store.get(key);
    }

    @Override
    public List<byte[]> getAll(List<byte[]> keys) {
        return store.getAll(keys);
    }

    @Override
    public void read(String what, List<byte[]> keys, long maxBytes, ReadCompletion done) {
        reader.read(what, keys, maxBytes, done);
    }

    @Override
    public void unreadable(String what, String cause) {
        readErrors.add(what, cause);
    }

    @Override
    public void backup(Path copy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isLow() {
        return committer.isLow();
    }

    @Override
    public Health health() {
        return committer.health();
    }

    @Override
    public void close() {
        committer.close();
        reader.close();
    }
}
