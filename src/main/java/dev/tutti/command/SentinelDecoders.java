package dev.tutti.command;

import static dev.tutti.command.CommandGroup.CLUSTER;

import dev.tutti.command.ClusterRequest.Sentinel;
import dev.tutti.command.ClusterRequest.Sentinel.Subject;
import dev.tutti.command.ClusterRequest.Subscribe;
import dev.tutti.command.ClusterRequest.Unsubscribe;
import dev.tutti.command.ConnectionCommand.OfCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the {@link CommandTable} by which Redis's clients find the leader of a cluster, as that of Redis servers
 * with Sentinel, with their decoders.
 */
final class SentinelDecoders {

    /** The most bytes of a channel or pattern. */
    private static final int LONGEST_CHANNEL = 200;

    private SentinelDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row(
                        "ROLE",
                        null,
                        "",
                        "Tells if this node leads its cluster",
                        w -> new OfCluster(new ClusterRequest.Role())),
                sentinel(Subject.GET_MASTER_ADDR_BY_NAME, "Shows the address of the node that leads the cluster"),
                sentinel(Subject.MASTER, "Describes the node that leads the cluster"),
                sentinelOfAll(Subject.MASTERS, "Describes the node that leads, in an array"),
                sentinel(Subject.REPLICAS, "Describes the nodes that follow"),
                sentinel(Subject.SLAVES, "Describes the nodes that follow"),
                sentinel(Subject.SENTINELS, "Describes the other nodes of the cluster"),
                sentinelOfAll(Subject.MYID, "Shows the id of this node"),
                sentinel(Subject.CKQUORUM, "Tells if enough nodes are heard of to elect a leader"),
                row("SUBSCRIBE", null, "channel [channel ...]", "Has each new leader told", w -> subscribe(false, w)),
                row(
                        "PSUBSCRIBE",
                        null,
                        "pattern [pattern ...]",
                        "Has each new leader told, if +switch-master matches",
                        w -> subscribe(true, w)),
                row("UNSUBSCRIBE", null, "[channel ...]", "Ends SUBSCRIBE", w -> unsubscribe(false, w)),
                row("PUNSUBSCRIBE", null, "[pattern ...]", "Ends PSUBSCRIBE", w -> unsubscribe(true, w)));
    }

    private static CommandSpec row(
            String name, String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, CLUSTER, Access.READ, syntax, summary, decoder);
    }

    private static CommandSpec sentinel(Subject subject, String summary) {
        return row("SENTINEL", subject.word(), "name", summary, w -> new OfCluster(new Sentinel(subject, w.text())));
    }

    private static CommandSpec sentinelOfAll(Subject subject, String summary) {
        return row("SENTINEL", subject.word(), "", summary, w -> new OfCluster(new Sentinel(subject, null)));
    }

    private static Command subscribe(boolean isPattern, Words words) {
        return new OfCluster(new Subscribe(isPattern, channels(isPattern, words)));
    }

    private static Command unsubscribe(boolean isPattern, Words words) {
        return new OfCluster(new Unsubscribe(isPattern, channels(isPattern, words)));
    }

    private static List<String> channels(boolean isPattern, Words words) {
        words.checkList(isPattern ? "patterns" : "channels");
        List<String> names = new ArrayList<>();
        while (words.hasMore()) {
            names.add(words.shortText(isPattern ? "pattern" : "channel", LONGEST_CHANNEL));
        }
        return names;
    }
}
