package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Replica;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The journal of the node that leads a group, for as long as it leads. A commit is reported when it is synced in the
 * logs of a majority and this node's database has it, so the next node that leads has it, too. When the lead ends,
 * commits fail, and stay failed, even if this node leads again later: another node may have changed the records in
 * between.
 */
public final class RaftJournal implements Journal {

    private final ReplicatedDatabase database;
    private final RaftStore store;
    private final ReadErrors readErrors;
    private final Committer committer;
    private final RecordReader reader;

    private RaftJournal(ReplicatedDatabase database, RaftStore store, long reserveBytes, EventLog events) {
        this.database = database;
        this.store = store;
        this.readErrors = new ReadErrors(events);
        this.committer = new Committer(
                store, Sync.ALWAYS, reserveBytes, Committer.SYNC_NANOS, readErrors, events, System::nanoTime);
        this.reader = new RecordReader(store, readErrors);
    }

    /**
     * Opens the journal of a node when it is told that it leads.
     *
     * @param term in which it leads
     * @param database to which the replica applies its log
     */
    public static RaftJournal lead(
            Replica replica, long term, ReplicatedDatabase database, long reserveBytes, EventLog events) {
        return new RaftJournal(database, new RaftStore(replica, term, database), reserveBytes, events);
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
        store.refuseIfClosed();
        database.backup(copy);
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

    /** Writes all earlier commits and calls their completions. The node stays in its group, and its database open. */
    @Override
    public void close() {
        committer.close();
        reader.close();
        store.close();
    }
}
