package dev.tutti.replica.ratis;

import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaException;
import dev.tutti.replica.ReplicaTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;

/**
 * A node without a group. It waits until the leader of a group asks it to join, see {@link RatisReplica#add}. It must
 * then be closed and start as a node of that group, which the leader waits for.
 */
public final class RatisNewcomer implements AutoCloseable {

    private final RaftServer server;
    private final Consumer<UUID> joins;
    private final CompletableFuture<UUID> group = new CompletableFuture<>();

    private RatisNewcomer(Member self, Path directory, ReplicaTls tls, Consumer<UUID> joins) throws IOException {
        this.joins = joins;
        RaftProperties settings = RatisSettings.network(self.address());
        RatisSettings.storage(settings, directory);
        server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(self.name()))
                .setProperties(settings)
                .setParameters(RatisTls.of(tls))
                .setStateMachineRegistry(this::join)
                .build();
    }

    /**
     * Begins to wait.
     *
     * @param directory of the engine, in which nothing may be
     * @param tls null if the nodes talk to each other in plain text
     * @param joins notes on the disk, before it returns, that the node is of that group from now on. Called at most
     *     once, on a thread of the engine
     * @throws ReplicaException if there is something in the directory, or the address is taken
     */
    public static RatisNewcomer await(Member self, Path directory, ReplicaTls tls, Consumer<UUID> joins) {
        RatisLibrary.prepare();
        RatisNewcomer newcomer = null;
        try {
            refuseLog(directory);
            newcomer = new RatisNewcomer(self, directory, tls, joins);
            newcomer.server.start();
            return newcomer;
        } catch (IOException | RuntimeException e) {
            if (newcomer != null) {
                newcomer.close();
            }
            throw new ReplicaException("the node " + self.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static void refuseLog(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new ReplicaException(directory + " has the log of a node that has forgotten its group");
                }
            }
        }
    }

    /** Called when a leader asks. The engine must not begin, as this node has no state yet that could get a log. */
    private synchronized StateMachine join(RaftGroupId asked) {
        if (!group.isDone()) {
            try {
                joins.accept(asked.getUuid());
                group.complete(asked.getUuid());
            } catch (RuntimeException e) {
                group.completeExceptionally(e);
            }
        }
        throw new ReplicaException("this node starts as one of a group, ask again");
    }

    /** Completes with the group when the node has joined it; fails if that could not be noted. */
    public CompletableFuture<UUID> group() {
        return group;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw RatisCalls.failure(e);
        }
    }
}
