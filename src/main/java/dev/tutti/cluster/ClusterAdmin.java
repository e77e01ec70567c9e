package dev.tutti.cluster;

import io.vertx.core.Future;
import java.util.List;

/**
 * What an operator may ask of a cluster, at any of its nodes. A request that only the leader can meet fails elsewhere.
 * The message of a failure is one line that says why and what to do. Safe from any thread.
 */
public interface ClusterAdmin {

    /**
     * A node, as this one sees it.
     *
     * @param raft the address of its engine, {@code host:port}
     * @param state {@code leader}, {@code follower}, {@code candidate} or {@code unknown}
     * @param appliedIndex the last entry of the log that it has; -1 if this node does not know
     * @param lag the entries that the leader has and it has not; -1 if this node does not know
     * @param silentMillis since it was last heard of; -1 if this node does not know
     */
    record NodeStatus(ClusterNode node, String raft, String state, long appliedIndex, long lag, long silentMillis) {

        /** After so long a silence clients should not go to a node. */
        public static final long SILENT_MILLIS = 3000;

        /** Whether nothing was heard of it for so long. */
        public boolean isSilent() {
            return silentMillis > SILENT_MILLIS;
        }
    }

    /** All nodes, in the order of their names. */
    Future<List<NodeStatus>> nodes();

    /**
     * Adds a node, which has to run and to be in no cluster yet. Completes when it has all entries, and votes.
     *
     * @param raft the address of its engine, {@code host:port}
     */
    Future<Void> add(ClusterNode node, String raft);

    /** Removes a node. It may be added again, with its directory or an empty one. */
    Future<Void> remove(String name);

    /**
     * Has another node lead.
     *
     * @param name of the node; null for the one that has most of the log
     */
    Future<Void> transfer(String name);
}
