package dev.tutti.replica.ratis;

import dev.tutti.replica.Member;
import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ReplicaException;
import dev.tutti.replica.ReplicaStatus;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.StateMachine;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of Apache Ratis. Its log is synced before an entry counts as stored. Its vote is not quite as safe: Ratis
 * renames the file of the vote without a sync of the directory. After a power failure, a node may vote twice in a term
 * if the file system does not keep such renames in order with the syncs of other files.
 */
public final class RatisReplica implements Replica {

    private static final Logger log = LoggerFactory.getLogger(RatisReplica.class);
    /** An idle group gives a node with an empty disk nothing to catch up with (RATIS-2523), so no group is idle. */
    private static final long UPKEEP_MILLIS = 1000;

    private static final int MOST_LOOKS_FROM_OUTSIDE = 10;

    private final RaftServer server;
    private final RaftGroupId group;
    private final RaftPeerId self;
    private final int maxEntryBytes;
    private final RatisStateMachine machine;
    private final RatisCalls admin;
    private final RatisMembers members;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final SilentNodes silentNodes = new SilentNodes();
    private int looksFromOutside;
    private final AtomicLong proposed = new AtomicLong();
    private final ScheduledExecutorService upkeep =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "tutti-replica"));

    private RatisReplica(ReplicaConfig config, StateMachine state, RoleListener listener) throws IOException {
        group = RaftGroupId.valueOf(config.group());
        self = RaftPeerId.valueOf(config.self().name());
        maxEntryBytes = config.maxEntryBytes();
        machine = new RatisStateMachine(state, listener);
        List<RaftPeer> peers = config.founders().stream().map(RatisPeers::of).toList();
        server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(RaftGroup.valueOf(group, peers))
                .setProperties(RatisSettings.of(config))
                .setParameters(RatisTls.of(config.tls()))
                .setStateMachineRegistry(asked -> machine(config, asked))
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        admin = new RatisCalls(server, group);
        members = new RatisMembers(config, admin);
    }

    /** The leader of another group may take this node for one that waits to be added. */
    private RatisStateMachine machine(ReplicaConfig config, RaftGroupId asked) {
        if (!asked.equals(group)) {
            throw new ReplicaException(config.self().name() + " is a node of another group");
        }
        return machine;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Joins the group, or begins it together with the other nodes. The listener may be called before this returns.
     *
     * @throws ReplicaException if the log cannot be used, or the address is taken
     */
    public static RatisReplica start(ReplicaConfig config, StateMachine state, RoleListener listener) {
        RatisLibrary.prepare();
        RatisReplica replica = null;
        try {
            replica = new RatisReplica(config, state, listener);
            replica.server.start();
            replica.lookAfter();
            return replica;
        } catch (IOException | RuntimeException e) {
            if (replica != null) {
                replica.close();
            }
            throw new ReplicaException("the node " + config.self().name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void lookAfter() {
        long[] before = {proposed.get()};
        Runnable look = () -> {
            try {
                if (machine.isLeader() && proposed.get() == before[0]) {
                    submit(Message.EMPTY, RaftClientRequest.writeRequestType());
                }
                before[0] = proposed.get();
                machine.checkRoom();
                if (!machine.isClosed()) {
                    silentNodes.look(status().followers());
                    sayIfOutside();
                }
            } catch (RuntimeException e) {
                log.warn("the engine could not be looked after", e);
            }
        };
        upkeep.scheduleWithFixedDelay(look, UPKEEP_MILLIS, UPKEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A node that was removed and starts again gets nothing, and nobody tells it why. */
    private void sayIfOutside() {
        boolean isMember = members().stream().anyMatch(member -> member.name().equals(self.toString()));
        looksFromOutside = isMember ? 0 : looksFromOutside + 1;
        if (looksFromOutside == MOST_LOOKS_FROM_OUTSIDE) {
            log.warn("this node is not in its group: it was removed, or the leader has not added it yet");
        }
    }

    @Override
    public CompletableFuture<Void> propose(long term, byte[] entry) {
        if (!machine.leadsIn(term)) {
            return CompletableFuture.failedFuture(notLeader(term));
        }
        if (entry.length > maxEntryBytes) {
            return CompletableFuture.failedFuture(new ReplicaException(
                    "an entry of " + entry.length + " bytes, and the largest may have " + maxEntryBytes));
        }
        proposed.incrementAndGet();
        return submit(Message.valueOf(UnsafeByteOperations.unsafeWrap(entry)), RaftClientRequest.writeRequestType())
                .thenAccept(reply -> {
                    if (RatisStateMachine.LATE
                            .getContent()
                            .equals(reply.getMessage().getContent())) {
                        throw notLeader(term);
                    }
                });
    }

    @Override
    public CompletableFuture<Void> confirmLead(long term) {
        return submit(Message.EMPTY, RaftClientRequest.readRequestType()).thenAccept(reply -> {
            if (!machine.leadsIn(term)) {
                throw notLeader(term);
            }
        });
    }

    private static ReplicaException notLeader(long term) {
        return new ReplicaException("this node does not lead in term " + term + " any more");
    }

    private CompletableFuture<RaftClientReply> submit(Message message, RaftClientRequest.Type type) {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(self)
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setMessage(message)
                .setType(type)
                .build();
        try {
            return RatisCalls.successOf(server.submitClientRequestAsync(request));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(RatisCalls.failure(e));
        }
    }

    @Override
    public ReplicaStatus status() {
        return RatisStatus.of(admin.division());
    }

    @Override
    public List<Member> members() {
        return members.all();
    }

    @Override
    public CompletableFuture<Void> add(Member member) {
        long term = machine.leadTerm();
        return term == 0
                ? CompletableFuture.failedFuture(new ReplicaException("this node does not lead"))
                : members.add(member, confirmLead(term));
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return machine.isLeader()
                ? members.remove(name)
                : CompletableFuture.failedFuture(new ReplicaException("this node does not lead"));
    }

    @Override
    public CompletableFuture<Void> checkpoint() {
        return admin.checkpoint();
    }

    @Override
    public CompletableFuture<Void> transferLead(String node) {
        return admin.transferLead(node);
    }

    @Override
    public void close() {
        machine.silence();
        upkeep.shutdownNow();
        members.close();
        try {
            server.close();
        } catch (IOException e) {
            throw RatisCalls.failure(e);
        }
    }
}
