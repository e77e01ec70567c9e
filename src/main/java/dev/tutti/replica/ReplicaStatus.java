package dev.tutti.replica;

import java.util.List;

/**
 * A node as it sees itself. Another node may have been elected already.
 *
 * @param leader the name of the node that leads; null if it is unknown
 * @param committedIndex the last entry of which the node knows that a majority has it
 * @param appliedIndex the last entry that the node's own state has
 * @param silentMillis since the leader was last heard of; 0 on the leader itself, -1 if none is known
 * @param followers the other nodes, as the leader knows them; empty on others
 */
public record ReplicaStatus(
        Role role,
        long term,
        String leader,
        long committedIndex,
        long appliedIndex,
        long silentMillis,
        List<Follower> followers) {

    /** The role of a node. */
    public enum Role {
        LEADER,
        CANDIDATE,
        FOLLOWER
    }

    /**
     * Another node, as the leader knows it.
     *
     * @param matchIndex the last entry that is known to be on its disk; -1 if none is
     * @param silentMillis since it last answered
     */
    public record Follower(String name, long matchIndex, long silentMillis) {}

    public ReplicaStatus {
        followers = List.copyOf(followers);
    }
}
