package dev.tutti.net;

import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import dev.tutti.command.ClusterRequest.Sentinel;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The replies by which Redis's clients find the leader of a cluster: each node answers as a Redis server and as its
 * Sentinel. Fields that mean nothing here are those of a Sentinel in good health, since clients read them.
 */
final class SentinelReplies {

    private final ClusterView cluster;
    private final ClusterState state;

    /** @param cluster as it is now */
    SentinelReplies(ClusterView cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    /** The reply to ROLE. */
    Reply role() {
        Reply offset = Reply.integer(offset(cluster.self()));
        if (state.leads()) {
            List<Reply> replicas = others().stream()
                    .filter(node -> !isSilent(node))
                    .map(node -> texts(node.host(), node.port(), offset(node)))
                    .toList();
            return Reply.array(List.of(Reply.text("master"), offset, Reply.array(replicas)));
        }
        ClusterNode leader = state.leader();
        return Reply.array(List.of(
                Reply.text("slave"),
                Reply.text(leader == null ? "?" : leader.host()),
                Reply.integer(leader == null ? 0 : leader.port()),
                Reply.text(leader == null ? "connect" : "connected"),
                offset));
    }

    Reply to(Sentinel asked) {
        if (asked.service() != null && !asked.service().equals(cluster.name())) {
            return asked.subject() == Sentinel.Subject.GET_MASTER_ADDR_BY_NAME
                    ? Reply.NULL_ARRAY
                    : Refusal.error("ERR", "No such master with that name, expected " + cluster.name());
        }
        ClusterNode leader = state.leaderForClients();
        return switch (asked.subject()) {
            case GET_MASTER_ADDR_BY_NAME -> leader == null ? Reply.NULL_ARRAY : texts(leader.host(), leader.port());
            case MASTER -> leader == null ? unknownLeader() : master(leader);
            case MASTERS -> leader == null ? Reply.EMPTY : Reply.array(List.of(master(leader)));
            case REPLICAS, SLAVES -> described(node -> !node.equals(leader), this::replica);
            case SENTINELS ->
                described(node -> !node.name().equals(cluster.self().name()), this::sentinel);
            case MYID -> Reply.text(cluster.id(cluster.self().name()));
            case CKQUORUM -> quorum();
        };
    }

    private Reply unknownLeader() {
        return Refusal.error("ERR", "No leader of " + cluster.name() + " is known at present, try again");
    }

    private Reply quorum() {
        long heard = state.nodes().stream().filter(node -> !isSilent(node)).count();
        return heard >= majority()
                ? new Reply.Simple(
                        "OK " + heard + " usable Sentinels. Quorum and failover authorization can be reached")
                : Refusal.error(
                        "NOQUORUM", heard + " usable Sentinels. Not enough to reach the quorum of " + majority());
    }

    private int majority() {
        return state.nodes().size() / 2 + 1;
    }

    private List<ClusterNode> others() {
        return state.nodes().stream()
                .filter(node -> !node.name().equals(cluster.self().name()))
                .toList();
    }

    private boolean isSilent(ClusterNode node) {
        return cluster.status(node.name()).map(NodeStatus::isSilent).orElse(false);
    }

    private long offset(ClusterNode node) {
        return cluster.status(node.name())
                .map(status -> Math.max(0, status.appliedIndex()))
                .orElse(0L);
    }

    private static Reply texts(Object... texts) {
        List<Reply> replies = new ArrayList<>();
        for (Object text : texts) {
            replies.add(Reply.text(text.toString()));
        }
        return Reply.array(replies);
    }

    // ---- descriptions

    private Reply described(Predicate<ClusterNode> which, Function<ClusterNode, Reply> how) {
        return Reply.array(state.nodes().stream().filter(which).map(how).toList());
    }

    private Reply master(ClusterNode node) {
        List<Reply> pairs = common(node, cluster.name(), "master");
        add(pairs, "info-refresh", 0);
        addRole(pairs, "master");
        add(pairs, "config-epoch", state.term());
        add(pairs, "num-slaves", state.nodes().size() - 1);
        add(pairs, "num-other-sentinels", state.nodes().size() - 1);
        add(pairs, "quorum", majority());
        add(pairs, "failover-timeout", 180_000);
        add(pairs, "parallel-syncs", 1);
        return new Reply.Pairs(pairs);
    }

    private Reply replica(ClusterNode node) {
        ClusterNode leader = state.leader();
        List<Reply> pairs = common(node, node.address(), isSilent(node) ? "s_down,slave" : "slave");
        add(pairs, "info-refresh", 0);
        addRole(pairs, "slave");
        add(pairs, "master-link-down-time", 0);
        add(pairs, "master-link-status", leader == null ? "err" : "ok");
        add(pairs, "master-host", leader == null ? "?" : leader.host());
        add(pairs, "master-port", leader == null ? 0 : leader.port());
        add(pairs, "slave-priority", 100);
        add(pairs, "slave-repl-offset", offset(node));
        add(pairs, "replica-announced", 1);
        return new Reply.Pairs(pairs);
    }

    private Reply sentinel(ClusterNode node) {
        List<Reply> pairs = common(node, cluster.id(node.name()), isSilent(node) ? "s_down,sentinel" : "sentinel");
        add(pairs, "last-hello-message", 0);
        add(pairs, "voted-leader", "?");
        add(pairs, "voted-leader-epoch", 0);
        return new Reply.Pairs(pairs);
    }

    private List<Reply> common(ClusterNode node, String name, String flags) {
        long silent = cluster.status(node.name()).map(NodeStatus::silentMillis).orElse(0L);
        List<Reply> pairs = new ArrayList<>();
        add(pairs, "name", name);
        add(pairs, "ip", node.host());
        add(pairs, "port", node.port());
        add(pairs, "runid", cluster.id(node.name()));
        add(pairs, "flags", flags);
        add(pairs, "link-pending-commands", 0);
        add(pairs, "link-refcount", 1);
        add(pairs, "last-ping-sent", 0);
        add(pairs, "last-ok-ping-reply", Math.max(0, silent));
        add(pairs, "last-ping-reply", Math.max(0, silent));
        add(pairs, "down-after-milliseconds", NodeStatus.SILENT_MILLIS);
        return pairs;
    }

    private static void addRole(List<Reply> pairs, String role) {
        add(pairs, "role-reported", role);
        add(pairs, "role-reported-time", 0);
    }

    private static void add(List<Reply> pairs, String key, Object value) {
        pairs.add(Reply.text(key));
        pairs.add(Reply.text(value.toString()));
    }
}
