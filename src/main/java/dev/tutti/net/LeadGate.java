package dev.tutti.net;

import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterState.Role;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.ConnectionCommand.Transact;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.replica.Lease;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether this net server may carry out commands, and send the replies: in a cluster, the node that leads may, as long
 * as its lease is valid. A server that is in no cluster always may. Bound to the event loop of the net server.
 */
final class LeadGate {

    private Role role;
    private ClusterNode leader;
    /** Null in no cluster, and unless this node leads. */
    private Lease lease;
    /** Told of the next change. */
    private List<Runnable> waiting = new ArrayList<>();

    /** @param isInCluster whether the server is in one, in which it follows at first */
    LeadGate(boolean isInCluster) {
        role = isInCluster ? Role.FOLLOWS : Role.LEADS;
    }

    /** Whether commands for owners can be carried out. */
    boolean isOpen() {
        return role == Role.LEADS;
    }

    /** Whether replies may be sent now. If not, they must wait, or the connections will be closed. */
    boolean mayAnswer() {
        return lease == null || lease.state() == Lease.State.VALID;
    }

    /** Whether a command has to wait, since this node is about to lead. */
    boolean holds(Command command) {
        return role == Role.TAKES_OVER
                && (isForLeader(command)
                        || command instanceof Transact transact && transact.step() == Transact.Step.EXEC);
    }

    /** Whether a command is refused, since another node leads or none. */
    boolean refuses(Command command) {
        return role == Role.FOLLOWS && isForLeader(command);
    }

    /** Whether owners have a part in the command. */
    private static boolean isForLeader(Command command) {
        return !(command instanceof ConnectionCommand)
                || command instanceof ConnectionCommand.Gather
                || command instanceof ConnectionCommand.WaitFor
                || command instanceof ConnectionCommand.Drain
                || command instanceof ConnectionCommand.Everywhere everywhere
                        && !(everywhere.query() instanceof ClientCommand);
    }

    /** The reply to a command that this gate {@link #refuses}. */
    Reply refusal() {
        return Refusal.error(
                "READONLY",
                leader == null
                        ? "this node follows, and no leader is known at present, try again"
                        : "this node follows, the leader is " + leader.address());
    }

    /** Has the action run once, at the next change. */
    void onChange(Runnable action) {
        waiting.add(action);
    }

    /**
     * Asks the owners of this server, if it has any. Completes as the future of the question does, or when this node
     * does not lead any more: then the owners may be gone, and answer nothing.
     */
    Future<?> whileOpen(Supplier<Future<?>> question) {
        Promise<Object> end = Promise.promise();
        completeOnceClosed(lease, end);
        if (isOpen()) {
            question.get().onSuccess(end::tryComplete).onFailure(end::tryFail);
        }
        return end.future();
    }

    private void completeOnceClosed(Lease begun, Promise<Object> end) {
        if (!isOpen() || lease != begun) {
            end.tryComplete();
        } else {
            onChange(() -> completeOnceClosed(begun, end));
        }
    }

    void forget(Runnable action) {
        waiting.remove(action);
    }

    /**
     * The cluster has changed, perhaps several times.
     *
     * @return whether a lead of this node has ended, so that its connections must be closed
     */
    boolean change(ClusterState state) {
        boolean hasEnded = lease != null && state.lease() != lease;
        role = state.role();
        leader = state.leader();
        lease = state.lease();
        List<Runnable> told = waiting;
        waiting = new ArrayList<>();
        told.forEach(Runnable::run);
        return hasEnded;
    }
}
