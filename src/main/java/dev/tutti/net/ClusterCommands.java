package dev.tutti.net;

import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import dev.tutti.command.ClusterRequest;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Carries out the commands of one connection about the cluster of the server. */
final class ClusterCommands implements ClusterRequest.Handler {

    private static final Reply NO_CLUSTER =
            Refusal.error("ERR", "this server is in no cluster: cluster is not set in its configuration");
    private static final Reply NO_MESSAGES = Refusal.error(
            "ERR",
            "Tutti has no publish and subscribe: put messages into a queue, or wait for an EVENT. Only the nodes of a"
                    + " cluster have SUBSCRIBE, and only to tell of another leader");
    /** The reply to ROLE of a server that is in no cluster. */
    private static final Reply ALONE = Reply.array(List.of(Reply.text("master"), Reply.integer(0), Reply.EMPTY));

    private final ClusterView cluster;
    private final ConnectionContext context;
    private final Subscriptions subscriptions;
    private final Consumer<Future<Reply>> operations;
    private final Predicate<String> mayAdminister;
    private final Consumer<Reply> reply;

    /**
     * @param operations takes the later answer of a command, for which the others wait
     * @param mayAdminister whether the client may send a command of this name; refuses it otherwise
     * @param reply answers the command at hand
     */
    ClusterCommands(
            ConnectionContext context,
            Subscriptions subscriptions,
            Consumer<Future<Reply>> operations,
            Predicate<String> mayAdminister,
            Consumer<Reply> reply) {
        this.cluster = context.cluster();
        this.context = context;
        this.subscriptions = subscriptions;
        this.operations = operations;
        this.mayAdminister = mayAdminister;
        this.reply = reply;
    }

    /** The role of this server in the words of HELLO. */
    static String role(ClusterView cluster) {
        return cluster == null || cluster.state().leads() ? "master" : "replica";
    }

    @Override
    public void role() {
        reply.accept(cluster == null ? ALONE : new SentinelReplies(cluster).role());
    }

    @Override
    public void sentinel(ClusterRequest.Sentinel command) {
        reply.accept(cluster == null ? NO_CLUSTER : new SentinelReplies(cluster).to(command));
    }

    @Override
    public void subscribe(ClusterRequest.Subscribe command) {
        if (cluster == null) {
            reply.accept(NO_MESSAGES);
        } else {
            subscriptions.add(command, reply);
        }
    }

    @Override
    public void unsubscribe(ClusterRequest.Unsubscribe command) {
        subscriptions.remove(command, reply);
    }

    @Override
    public void nodes() {
        if (context.clusterAdmin() == null) {
            reply.accept(NO_CLUSTER);
        } else {
            operations.accept(context.clusterAdmin().nodes().map(ClusterCommands::listed));
        }
    }

    @Override
    public void change(ClusterRequest.Change command) {
        if (context.clusterAdmin() == null) {
            reply.accept(NO_CLUSTER);
        } else if (mayAdminister.test(command.name())) {
            operations.accept(changed(command));
        }
    }

    private Future<Reply> changed(ClusterRequest.Change command) {
        ClusterState state = cluster.state();
        if (state.role() == ClusterState.Role.LEADS) {
            return command.by(context.clusterAdmin()).map(done -> Reply.OK);
        }
        ClusterNode leader = state.leader();
        return Future.failedFuture(
                leader == null
                        ? "only the leader can do this, and no leader is known at present, try again"
                        : "only the leader can do this, send it to " + leader.address());
    }

    private static Reply listed(List<NodeStatus> nodes) {
        List<Reply> rows = new ArrayList<>();
        for (NodeStatus status : nodes) {
            rows.add(new Reply.Pairs(List.of(
                    Reply.text("name"), Reply.text(status.node().name()),
                    Reply.text("raft"), Reply.text(status.raft()),
                    Reply.text("client"), Reply.text(status.node().address()),
                    Reply.text("state"), Reply.text(status.state()),
                    Reply.text("applied"), number(status.appliedIndex()),
                    Reply.text("lag"), number(status.lag()),
                    Reply.text("silent"), number(status.silentMillis()))));
        }
        return Reply.array(rows);
    }

    /** Null if it is not known. */
    private static Reply number(long value) {
        return value < 0 ? Reply.NULL : Reply.integer(value);
    }
}
