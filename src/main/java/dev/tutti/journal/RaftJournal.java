package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Replica;
import java.nio.file.Path;

/**
 * The journal of the node that leads a group, for as long as it leads. A commit is reported when it is synced in the
 * logs of a majority and this node's database has it, so the next node that leads has it, too. When the lead ends,
 * commits fail, and stay failed, even if this node leads again later: another node may have changed the records in
 * between.
 */
public final class RaftJournal extends StoredJournal {

    /** The largest entry that a journal proposes. Commits that need more are proposed in parts. */
    public static final int MAX_ENTRY_BYTES = RaftStore.MAX_ENTRY_BYTES;

    private final ReplicatedDatabase database;
    private final RaftStore store;

    private RaftJournal(ReplicatedDatabase database, RaftStore store, long reserveBytes, EventLog events) {
        super(store, Sync.ALWAYS, reserveBytes, events);
        this.database = database;
        this.store = store;
    }

    /**
     * Opens the journal of a node when it is told that it leads.
     *
     * @param term in which it leads
     * @param database to which the replica applies its log
     * @param lost called on the journal's thread when a commit cannot be acknowledged, before it fails
     */
    public static RaftJournal lead(
            Replica replica,
            long term,
            ReplicatedDatabase database,
            long reserveBytes,
            EventLog events,
            Runnable lost) {
        return new RaftJournal(database, new RaftStore(replica, term, database, lost), reserveBytes, events);
    }

    @Override
    public void backup(Path copy) {
        store.refuseIfClosed();
        database.backup(copy);
    }

    /** Writes all earlier commits and calls their completions. The node stays in its group, and its database open. */
    @Override
    public void close() {
        end();
        store.close();
    }
}
