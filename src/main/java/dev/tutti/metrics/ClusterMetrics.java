package dev.tutti.metrics;

import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import dev.tutti.replica.Lease;

/** The metrics of a node of a cluster, as it sees the others. A server that is in no cluster has none. */
final class ClusterMetrics implements MetricSource {

    private final ClusterView cluster;

    /** @param cluster null if the server is in none */
    ClusterMetrics(ClusterView cluster) {
        this.cluster = cluster;
    }

    @Override
    public void addTo(Families families) {
        if (cluster == null) {
            return;
        }
        ClusterState state = cluster.state();
        families.gauge("cluster_role", "0 while this node follows, 1 while it takes over, 2 while it leads")
                .add(state.role().ordinal(), "node", cluster.self().name());
        families.gauge("cluster_has_leader", "Whether this node knows who leads")
                .add(state.leader() == null ? 0 : 1);
        families.gauge("cluster_term", "The term of the leader, 0 if none is known")
                .add(state.term());
        families.gauge("cluster_lease_valid", "Whether this node may answer: 1 only at the leader")
                .add(state.lease() != null && state.lease().state() == Lease.State.VALID ? 1 : 0);
        families.gauge("cluster_nodes", "The nodes of the cluster, this one included")
                .add(state.nodes().size());
        addNodes(families);
    }

    /** What this node does not know of another is left out. */
    private void addNodes(Families families) {
        Families.Values applied = families.gauge("cluster_applied_index", "The last entry of the log that a node has");
        Families.Values lag = families.gauge("cluster_lag_entries", "The entries of the log that a node lacks");
        Families.Values silent = families.gauge("cluster_silent_seconds", "The time since a node was last heard of");
        for (NodeStatus status : cluster.statuses()) {
            String node = status.node().name();
            add(applied, status.appliedIndex(), 1, node);
            add(lag, status.lag(), 1, node);
            add(silent, status.silentMillis(), 1000, node);
        }
    }

    private static void add(Families.Values values, long value, double unit, String node) {
        if (value >= 0) {
            values.add(value / unit, "node", node);
        }
    }
}
