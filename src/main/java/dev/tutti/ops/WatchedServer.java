package dev.tutti.ops;

import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A server, as far as its health and its metrics show it.
 *
 * @param statistics with meters
 * @param memory the parts of the memory that have limits
 * @param journal gives the journal, or null while it is not open; called from any thread
 * @param owners the number of owners of queues and all else
 * @param servers the number of net servers
 * @param taskIds negative, and unique in the server
 * @param reserve the bytes that must be left on the journal's disk
 * @param cluster null if the server is in none
 */
public record WatchedServer(
        Statistics statistics,
        EventLog events,
        IntSupplier maxConnections,
        int owners,
        int servers,
        LongSupplier taskIds,
        List<MemoryUse> memory,
        Supplier<Journal> journal,
        long reserve,
        ClusterView cluster) {

    /** Whether clients may use queues and locks here, as far as the cluster is concerned. */
    public boolean serves() {
        return cluster == null || cluster.state().role() == ClusterState.Role.LEADS;
    }

    /** Whether the owners can be asked. */
    public boolean hasOwners() {
        Lifecycle.Phase phase = statistics.lifecycle().phase();
        boolean isUp = phase == Lifecycle.Phase.RUNNING || phase == Lifecycle.Phase.DRAINING;
        return owners > 0 && serves() && isUp;
    }

    /** The state of the journal, or null while it is not open. */
    public Health journalHealth() {
        Journal open = journal.get();
        return open == null ? null : open.health();
    }
}
