package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal on the disk, in a directory that one server has at a time. What a commit that is reported as committed
 * survives is a matter of {@code sync}:
 *
 * <ul>
 *   <li>{@link Sync#ALWAYS}: everything; it is synced to the disk.
 *   <li>{@link Sync#INTERVAL}: the end of the process at any moment; it is in the log, and at most the last second is
 *       lost with the power.
 *   <li>{@link Sync#NONE}: the same, but it is never synced until {@link #close}: whoever chose it does not wait for the
 *       report.
 * </ul>
 *
 * <p>Whatever is lost with the power or the process is a tail: what is left is all that was committed up to some moment.
 */
public final class RocksJournal implements Journal {

    /** Room for finishing what is there when nothing new is taken in any more. */
    public static final long USUAL_RESERVE_BYTES = 64 << 20;

    private static final Logger log = LoggerFactory.getLogger(RocksJournal.class);

    private final JournalDirectory directory;
    private final RocksStore store;
    private final Committer committer;

    private RocksJournal(JournalDirectory directory, RocksStore store, Sync sync, long reserveBytes) {
        this.directory = directory;
        this.store = store;
        this.committer = new Committer(store, sync, reserveBytes, Committer.SYNC_NANOS);
    }

    /**
     * Opens the journal of that directory, which is made if it is not there. A log that ends in the middle of a record,
     * as after a kill or a power cut, is nothing unusual; all other damage is refused.
     *
     * @param reserveBytes below so much room on the disk {@link #isLow} says so; as much again is set aside for starting
     * @param salvage whether, if it is damaged, it is replaced by what can be read of it
     * @throws JournalException if it cannot be used; the message is one line that says why and what to do
     */
    public static RocksJournal open(Path path, Sync sync, long reserveBytes, boolean salvage) {
        NativeLibrary.load();
        JournalDirectory directory = JournalDirectory.take(path);
        try {
            ReserveFile reserve = new ReserveFile(directory.path(), reserveBytes);
            reserve.makeRoom();
            RocksStore store = new JournalOpener(directory, reserveBytes, salvage).open();
            reserve.renew();
            return new RocksJournal(directory, store, sync, reserveBytes);
        } catch (IOException | RocksDBException e) {
            directory.close();
            throw directory.refusal("cannot be opened (" + e.getMessage()
                    + "), see that its disk works and has room, or restore it from a backup");
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
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
        store.close();
        if (directory.isTaken() && health().state() != Health.State.FAILED) {
            settle();
        }
        directory.close();
    }

    /** A start that finds less than is here now knows it. */
    private void settle() {
        try {
            directory.ends(store.syncedSequence());
        } catch (IOException e) {
            log.warn("in the journal {} it could not be noted how much it holds: {}", directory.path(), e.toString());
        }
    }
}
