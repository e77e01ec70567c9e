package dev.tutti;

import dev.tutti.config.ClusterConfig;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.journal.JournalException;
import dev.tutti.journal.NodeDirectory;
import dev.tutti.replica.Member;
import dev.tutti.replica.ratis.RatisClient;
import java.nio.file.Path;

/**
 * What {@code --cluster-init} does: it begins a cluster, of which this node is the only one. The records of its journal
 * are those of the cluster. It starts nothing.
 */
final class ClusterInit {

    private static final String OPTION = "--cluster-init: ";

    private ClusterInit() {}

    /**
     * Returns a text that says what to do next.
     *
     * @throws ConfigurationException if the node has a cluster already, or another one of the configuration has
     */
    static String run(Configuration configuration) {
        ClusterConfig cluster = configuration.cluster();
        if (cluster == null) {
            throw new ConfigurationException(OPTION + "the configuration has no key cluster, expected one");
        }
        cluster.peers().keySet().stream()
                .filter(name -> !name.equals(cluster.node()))
                .forEach(name -> refuseOther(cluster, name));
        Path journal = Path.of(configuration.producer().journal());
        try {
            NodeDirectory.begin(
                    journal, cluster.node(), configuration.producer().reserveBytes());
        } catch (JournalException e) {
            throw new ConfigurationException(OPTION + e.getMessage());
        }
        return "The node " + cluster.node() + " has begun a cluster in " + journal + ". Start it without this option.\n"
                + "Then start each other node with an empty directory. Its log says how to add it.\n";
    }

    /** A node that has lost its directory must not begin a cluster of its own beside the one that it was in. */
    private static void refuseOther(ClusterConfig cluster, String name) {
        Member other = ClusterEntry.member(cluster, name);
        if (RatisClient.isInGroup(other, ClusterEntry.tls(cluster))) {
            throw new ConfigurationException(OPTION + "the node " + name + " at " + other.address()
                    + " is in a cluster already: start this one with an empty directory and without this option,"
                    + " and add it to that cluster");
        }
    }
}
