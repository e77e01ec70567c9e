package dev.tutti.command;

import dev.tutti.cluster.ClusterNode;
import dev.tutti.command.ClusterRequest.Sentinel;
import dev.tutti.command.ClusterRequest.Sentinel.Subject;
import dev.tutti.command.ClusterRequest.Subscribe;
import dev.tutti.command.ClusterRequest.Unsubscribe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The commands about a cluster and its leader, and the records that are made of them. */
final class ClusterExamples {

    private ClusterExamples() {}

    private static Arguments row(String line, ClusterRequest expected) {
        return Arguments.of(line, new ConnectionCommand.OfCluster(expected));
    }

    static Stream<Arguments> clusters() {
        ClusterNode d = new ClusterNode("d", "::1", 8888);
        return Stream.of(
                row("ROLE", new ClusterRequest.Role()),
                row("sentinel get-master-addr-by-name tutti", new Sentinel(Subject.GET_MASTER_ADDR_BY_NAME, "tutti")),
                row("SENTINEL MASTER tutti", new Sentinel(Subject.MASTER, "tutti")),
                row("SENTINEL masters", new Sentinel(Subject.MASTERS, null)),
                row("SENTINEL REPLICAS tutti", new Sentinel(Subject.REPLICAS, "tutti")),
                row("SENTINEL SLAVES tutti", new Sentinel(Subject.SLAVES, "tutti")),
                row("SENTINEL SENTINELS tutti", new Sentinel(Subject.SENTINELS, "tutti")),
                row("SENTINEL MYID", new Sentinel(Subject.MYID, null)),
                row("SENTINEL CKQUORUM tutti", new Sentinel(Subject.CKQUORUM, "tutti")),
                row("SUBSCRIBE +switch-master é", new Subscribe(false, List.of("+switch-master", "\u00c3\u00a9"))),
                row("PSUBSCRIBE *", new Subscribe(true, List.of("*"))),
                row("UNSUBSCRIBE", new Unsubscribe(false, List.of())),
                row("UNSUBSCRIBE a b", new Unsubscribe(false, List.of("a", "b"))),
                row("PUNSUBSCRIBE *", new Unsubscribe(true, List.of("*"))),
                row("CLUSTER NODES", new ClusterRequest.Nodes()),
                row("CLUSTER ADD d localhost:7888 [::1]:8888", new ClusterRequest.Add(d, "localhost:7888")),
                row("CLUSTER REMOVE a", new ClusterRequest.Remove("a")),
                row("CLUSTER TRANSFER", new ClusterRequest.Transfer(null)),
                row("cluster transfer a", new ClusterRequest.Transfer("a")));
    }
}
