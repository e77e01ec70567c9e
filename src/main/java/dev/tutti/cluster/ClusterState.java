package dev.tutti.cluster;

import dev.tutti.replica.Lease;
import java.util.List;

/**
 * A cluster at one moment, as one of its nodes sees it. Another node may have been elected already.
 *
 * @param role of this node
 * @param leader the node that leads, or is about to; null if it is unknown
 * @param term of the leader; 0 if it is unknown
 * @param lease for how long this node may answer; null unless it {@link Role#LEADS}
 * @param nodes all nodes of the cluster, this one included, in the order of their names
 */
public record ClusterState(Role role, ClusterNode leader, long term, Lease lease, List<ClusterNode> nodes) {

    /** The role of a node towards its clients. */
    public enum Role {
        /** It serves no queues. Another node does, or none. */
        FOLLOWS,
        /** It was elected, and reads the journal. Commands wait until it leads. */
        TAKES_OVER,
        /** It serves. */
        LEADS
    }

    public ClusterState {
        nodes = List.copyOf(nodes);
    }

    /** The node to which clients should go. Null if it is unknown, and if this node leads but may not answer. */
    public ClusterNode leaderForClients() {
        return role == Role.LEADS && lease.state() != Lease.State.VALID ? null : leader;
    }

    /** Whether this node serves, or is about to. */
    public boolean leads() {
        return role != Role.FOLLOWS;
    }
}
