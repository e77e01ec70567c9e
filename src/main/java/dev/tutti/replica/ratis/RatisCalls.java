package dev.tutti.replica.ratis;

import dev.tutti.replica.ReplicaException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;

/** The requests of an operator to the node of this process. */
final class RatisCalls {

    /** Longer than a node needs to get the checkpoint of another. */
    static final long TIMEOUT_MILLIS = 60_000;

    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    RatisCalls(RaftServer server, RaftGroupId group) {
        this.server = server;
        this.group = group;
    }

    RaftServer server() {
        return server;
    }

    RaftServer.Division division() {
        try {
            return server.getDivision(group);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    CompletableFuture<Void> checkpoint() {
        return outcome(() -> server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                client, server.getId(), group, calls.incrementAndGet(), TIMEOUT_MILLIS, 0)));
    }

    CompletableFuture<Void> transferLead(String node) {
        return outcome(() -> server.transferLeadershipAsync(new TransferLeadershipRequest(
                client, server.getId(), group, calls.incrementAndGet(), RaftPeerId.valueOf(node), TIMEOUT_MILLIS)));
    }

    CompletableFuture<Void> configure(SetConfigurationRequest.Arguments arguments) {
        return outcome(() -> server.setConfigurationAsync(
                new SetConfigurationRequest(client, server.getId(), group, calls.incrementAndGet(), arguments)));
    }

    private interface Call {
        CompletableFuture<RaftClientReply> make() throws IOException;
    }

    private static CompletableFuture<Void> outcome(Call call) {
        try {
            return successOf(call.make()).thenAccept(reply -> {});
        } catch (IOException e) {
            return CompletableFuture.failedFuture(failure(e));
        }
    }

    static CompletableFuture<RaftClientReply> successOf(CompletableFuture<RaftClientReply> reply) {
        return reply.handle((found, problem) -> {
            if (problem != null) {
                throw failure(problem instanceof CompletionException ? problem.getCause() : problem);
            } else if (!found.isSuccess()) {
                throw failure(found.getException());
            }
            return found;
        });
    }

    static ReplicaException failure(Throwable cause) {
        return new ReplicaException(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    }
}
