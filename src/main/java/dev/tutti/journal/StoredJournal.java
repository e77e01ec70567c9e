package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** A journal whose commits one thread writes to a {@link Store}, while another one reads. */
abstract class StoredJournal implements Journal {

    private final Store store;
    private final ReadErrors readErrors;
    private final Committer committer;
    private final RecordReader reader;

    /**
     * @param syncNanos the interval of {@link Sync#INTERVAL}
     * @param nanos a monotonic clock in nanoseconds
     */
    StoredJournal(Store store, Sync sync, long reserveBytes, long syncNanos, EventLog events, LongSupplier nanos) {
        this.store = store;
        this.readErrors = new ReadErrors(events);
        this.committer = new Committer(store, sync, reserveBytes, syncNanos, readErrors, events, nanos);
        this.reader = new RecordReader(store, readErrors);
    }

    /** The same with the usual interval and the clock of this process. */
    StoredJournal(Store store, Sync sync, long reserveBytes, EventLog events) {
        this(store, sync, reserveBytes, Committer.SYNC_NANOS, events, System::nanoTime);
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
    public boolean isLow() {
        return committer.isLow();
    }

    @Override
    public OptionalLong freeBytes() {
        return OptionalLong.of(committer.freeBytes());
    }

    @Override
    public void listen(CommitListener listener) {
        committer.listen(listener);
    }

    @Override
    public Health health() {
        return committer.health();
    }

    /**
     * Writes all earlier commits, calls their completions, and ends the reads. Returns false if a read does not return:
     * then the store may not be closed.
     */
    boolean end() {
        committer.close();
        return reader.close();
    }
}
