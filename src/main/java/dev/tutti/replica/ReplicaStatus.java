package dev.tutti.replica;

/**
 * A node as it sees itself. Another node may have been elected already.
 *
 * @param leader the name of the node that leads; null if it is unknown
 */
public record ReplicaStatus(Role role, long term, String leader, long appliedIndex) {

    /** The role of a node. */
    public enum Role {
        LEADER,
        CANDIDATE,
        FOLLOWER
    }
}
