package dev.tutti;

import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.config.HostPort;
import dev.tutti.replica.Member;
import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaStatus;
import dev.tutti.replica.ReplicaStatus.Follower;
import dev.tutti.replica.ReplicaStatus.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The nodes of a cluster at one moment, as one of them sees them. The leader knows how far the others are. Any other
 * node knows only how far it is itself.
 *
 * @param otherLeader the name of the node that leads; null if it is unknown or this node
 */
record NodeLook(long term, String otherLeader, List<NodeStatus> statuses) {

    private static final long UNKNOWN = -1;
    /** In so many election timeouts another leader is elected, or there is none. */
    private static final long SILENT_TIMEOUTS = 3;
    /** A follower that has been silent for longer may be gone. */
    private static final long SILENT_MILLIS = 1000;

    /** @param electionTimeoutMillis a leader that was silent for several of these is not known to lead any more */
    static NodeLook at(Replica replica, ClusterNode self, long electionTimeoutMillis) {
        ReplicaStatus status = replica.status();
        Map<String, Follower> followers =
                status.followers().stream().collect(Collectors.toMap(Follower::name, Function.identity()));
        List<NodeStatus> all = new ArrayList<>();
        for (Member member : replica.members()) {
            ClusterNode node = node(member);
            if (member.name().equals(self.name())) {
                all.add(new NodeStatus(
                        node,
                        member.address(),
                        status.role().name().toLowerCase(Locale.ROOT),
                        status.appliedIndex(),
                        Math.max(0, status.committedIndex() - status.appliedIndex()),
                        0));
            } else if (followers.containsKey(member.name())) {
                all.add(follower(node, member, followers.get(member.name()), status));
            } else {
                boolean leads = member.name().equals(status.leader());
                all.add(new NodeStatus(
                        node,
                        member.address(),
                        leads ? "leader" : "unknown",
                        UNKNOWN,
                        UNKNOWN,
                        leads ? status.silentMillis() : UNKNOWN));
            }
        }
        all.sort(Comparator.comparing(one -> one.node().name()));
        boolean isUnknown =
                self.name().equals(status.leader()) || status.silentMillis() > SILENT_TIMEOUTS * electionTimeoutMillis;
        String leader = isUnknown ? null : status.leader();
        return new NodeLook(status.term(), leader, all);
    }

    private static NodeStatus follower(ClusterNode node, Member member, Follower follower, ReplicaStatus leader) {
        return new NodeStatus(
                node,
                member.address(),
                "follower",
                follower.matchIndex(),
                Math.max(0, leader.committedIndex() - follower.matchIndex()),
                follower.silentMillis());
    }

    private static ClusterNode node(Member member) {
        HostPort address = HostPort.parse(member.clientAddress()).orElseThrow();
        return new ClusterNode(member.name(), address.host(), address.port());
    }

    List<ClusterNode> nodes() {
        return statuses.stream().map(NodeStatus::node).toList();
    }

    /** The follower that should lead next, if the leader knows of any that answers. */
    static Optional<String> newestFollower(ReplicaStatus leader) {
        return leader.role() == Role.LEADER
                ? leader.followers().stream()
                        .filter(follower -> follower.silentMillis() < SILENT_MILLIS)
                        .max(Comparator.comparingLong(Follower::matchIndex))
                        .map(Follower::name)
                : Optional.empty();
    }
}
