package dev.tutti.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A node and its group.
 *
 * @param group the number of the group, the same on all its nodes
 * @param node the name of this node
 * @param addresses the address of each node's engine, {@code host:port}, by its name
 * @param directory where the engine keeps its log and its checkpoints
 * @param electionTimeout a follower that has heard nothing of a leader for this time, or up to half more, stands for
 *     election
 * @param maxEntryBytes the largest entry. A follower may need four times as much memory
 * @param checkpointEntries the number of entries after which a checkpoint is made and the log before it is deleted
 */
public record ReplicaConfig(
        long group,
        String node,
        Map<String, String> addresses,
        Path directory,
        Duration electionTimeout,
        int maxEntryBytes,
        long checkpointEntries) {

    public ReplicaConfig {
        addresses = Map.copyOf(addresses);
        if (!addresses.containsKey(node)) {
            throw new IllegalArgumentException(node + " is none of the nodes " + addresses.keySet());
        }
    }
}
