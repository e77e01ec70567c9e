package dev.tutti.ops;

import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The section Replication of INFO for a server in a cluster: first in Redis's words, as tools read them, then in those
 * of Raft.
 */
final class ReplicationInfo {

    private static final long UNKNOWN = -1;

    private ReplicationInfo() {}

    static Map<String, Object> lines(ClusterView cluster) {
        ClusterState state = cluster.state();
        Map<String, Object> lines = new LinkedHashMap<>();
        if (state.leads()) {
            addMaster(lines, cluster);
        } else {
            addReplica(lines, cluster, state.leader());
        }
        lines.put("master_replid", cluster.id(""));
        lines.put("raft_node", cluster.self().name());
        lines.put("raft_role", state.role().name().toLowerCase(Locale.ROOT));
        lines.put("raft_term", state.term());
        lines.put("raft_leader", state.leader() == null ? "" : state.leader().name());
        lines.put("raft_nodes", state.nodes().size());
        lines.put("raft_applied_index", offset(cluster));
        if (state.lease() != null) {
            lines.put("raft_lease", state.lease().state().name().toLowerCase(Locale.ROOT));
        }
        return lines;
    }

    private static void addMaster(Map<String, Object> lines, ClusterView cluster) {
        List<NodeStatus> replicas = cluster.statuses().stream()
                .filter(status -> !status.node().name().equals(cluster.self().name()) && !status.isSilent())
                .toList();
        lines.put("role", "master");
        lines.put("connected_slaves", replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            NodeStatus replica = replicas.get(i);
            ClusterNode node = replica.node();
            lines.put(
                    "slave" + i,
                    "ip=" + node.host() + ",port=" + node.port() + ",state=online,offset="
                            + Math.max(0, replica.appliedIndex()) + ",lag="
                            + TimeUnit.MILLISECONDS.toSeconds(Math.max(0, replica.silentMillis())));
        }
        lines.put("master_repl_offset", offset(cluster));
    }

    private static void addReplica(Map<String, Object> lines, ClusterView cluster, ClusterNode leader) {
        boolean isUp = leader != null
                && cluster.status(leader.name())
                        .map(status -> !status.isSilent())
                        .orElse(true);
        lines.put("role", "slave");
        lines.put("master_host", leader == null ? "?" : leader.host());
        lines.put("master_port", leader == null ? 0 : leader.port());
        lines.put("master_link_status", isUp ? "up" : "down");
        lines.put("master_last_io_seconds_ago", silentSeconds(cluster, leader));
        lines.put("master_sync_in_progress", 0);
        lines.put("slave_repl_offset", offset(cluster));
        lines.put("slave_priority", 100);
        lines.put("slave_read_only", 1);
        lines.put("connected_slaves", 0);
    }

    /** -1 if it is unknown, as in Redis. */
    private static long silentSeconds(ClusterView cluster, ClusterNode leader) {
        long millis = leader == null
                ? UNKNOWN
                : cluster.status(leader.name()).map(NodeStatus::silentMillis).orElse(UNKNOWN);
        return millis < 0 ? UNKNOWN : TimeUnit.MILLISECONDS.toSeconds(millis);
    }

    private static long offset(ClusterView cluster) {
        return cluster.status(cluster.self().name())
                .map(status -> Math.max(0, status.appliedIndex()))
                .orElse(0L);
    }
}
