package dev.tutti.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A node and its group.
 *
 * @param group the number of the group, the same on all its nodes
 * @param self this node
 * @param founders the first nodes of the group, this one included; empty for a node that is added later. A start that
 *     finds a log knows the nodes from there
 * @param directory where the engine keeps its log and its checkpoints
 * @param electionTimeout a follower that has heard nothing of a leader for this time, or up to half more, stands for
 *     election
 * @param maxEntryBytes the largest entry. A follower may need four times as much memory
 * @param checkpointEntries the number of entries after which a checkpoint is made and the log before it is deleted
 * @param tls null if the nodes talk to each other in plain text
 */
public record ReplicaConfig(
        UUID group,
        Member self,
        List<Member> founders,
        Path directory,
        Duration electionTimeout,
        int maxEntryBytes,
        long checkpointEntries,
        ReplicaTls tls) {

    public ReplicaConfig {
        founders = List.copyOf(founders);
        if (!founders.isEmpty() && !founders.contains(self)) {
            throw new IllegalArgumentException(self + " is none of the nodes " + founders);
        }
    }
}
