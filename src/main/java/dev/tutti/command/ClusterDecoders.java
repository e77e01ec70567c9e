package dev.tutti.command;

import static dev.tutti.command.CommandGroup.CLUSTER;

import dev.tutti.cluster.ClusterNode;
import dev.tutti.command.ConnectionCommand.OfCluster;
import dev.tutti.config.HostPort;
import java.util.List;

/** The rows of the {@link CommandTable} for those who run a cluster, with their decoders. */
final class ClusterDecoders {

    static final String NAME = "CLUSTER";

    private ClusterDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row(
                        "NODES",
                        Access.READ,
                        "",
                        "Lists the nodes, their addresses, and how far they are",
                        w -> new OfCluster(new ClusterRequest.Nodes())),
                row(
                        "ADD",
                        Access.ADMIN,
                        "name raft client",
                        "Adds a node, by its name and its addresses host:port",
                        w -> add(w)),
                row(
                        "REMOVE",
                        Access.ADMIN,
                        "name",
                        "Removes a node for good",
                        w -> new OfCluster(new ClusterRequest.Remove(w.text()))),
                row("TRANSFER", Access.ADMIN, "[name]", "Has another node lead", w -> transfer(w)));
    }

    private static CommandSpec row(
            String subcommand, Access access, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(NAME, subcommand, CLUSTER, access, syntax, summary, decoder);
    }

    private static Command add(Words words) {
        String name = words.text();
        HostPort raft = address("raft", words.text());
        HostPort client = address("client", words.text());
        return new OfCluster(
                new ClusterRequest.Add(new ClusterNode(name, client.host(), client.port()), raft.toString()));
    }

    private static HostPort address(String what, String text) {
        return HostPort.parse(text)
                .orElseThrow(() -> Refusal.malformed(
                        what + ": '" + CommandTable.cut(text) + "' is not host:port with a port from 1 to 65535"));
    }

    private static Command transfer(Words words) {
        return new OfCluster(new ClusterRequest.Transfer(words.hasMore() ? words.text() : null));
    }
}
