package dev.tutti.journal;

import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaException;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A {@link Store} that is kept by a group of nodes. A write is proposed to the group, and returns when a majority has
 * it on their disks and this node's database has it. Reads are from that database.
 */
final class RaftStore implements Store {

    /** Less than on a disk of its own: an entry is in the memory of all nodes, several times in that of a follower. */
    static final long GROUP_BYTES = 4 << 20;

    /** The largest entry that is proposed. A larger group is proposed in parts. */
    static final int MAX_ENTRY_BYTES = (int) GROUP_BYTES + LogEntry.HEADER_BYTES;

    private final Replica replica;
    private final long term;
    private final ReplicatedDatabase database;
    private final Runnable lost;
    private volatile boolean closed;
    private volatile boolean hasLostLead;

    /**
     * @param term in which this node leads
     * @param lost called when a write fails, before it is reported
     */
    RaftStore(Replica replica, long term, ReplicatedDatabase database, Runnable lost) {
        this.replica = replica;
        this.term = term;
        this.database = database;
        this.lost = lost;
    }

    @Override
    public void write(List<JournalBatch> group, boolean sync) {
        try {
            for (LogEntries entries = new LogEntries(term, group, (int) GROUP_BYTES); entries.hasNext(); ) {
                replica.propose(term, entries.next()).join();
            }
        } catch (CompletionException e) {
            hasLostLead = true;
            lost.run();
            if (e.getCause() instanceof ReplicaException failure) {
                throw new JournalException(failure.getMessage(), failure);
            }
            throw e;
        }
    }

    @Override
    public boolean isOver() {
        return hasLostLead;
    }

    /** Everything that was written is synced in the logs of a majority. */
    @Override
    public void sync() {}

    @Override
    public long groupBytes() {
        return GROUP_BYTES;
    }

    @Override
    public long usableBytes() {
        return database.usableBytes();
    }

    @Override
    public long read(byte[] prefix, Journal.Visitor visitor) {
        refuseIfClosed();
        return database.read(prefix, visitor);
    }

    @Override
    public byte[] get(byte[] key) {
        refuseIfClosed();
        return database.get(key);
    }

    @Override
    public List<byte[]> getAll(List<byte[]> keys) {
        refuseIfClosed();
        return database.getAll(keys);
    }

    void refuseIfClosed() {
        if (closed) {
            throw new JournalException("the journal is closed");
        }
    }

    /** Ends the reads. The database stays open for the engine. */
    @Override
    public void close() {
        closed = true;
    }
}
