package dev.tutti.replica.ratis;

import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ReplicaException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.exceptions.AlreadyExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of a group, and how they change.
 *
 * <p>A node that has lost its directory must not vote, since it may have voted before. So a node without a group joins
 * none by itself: it waits until a leader asks it to, and a leader asks only nodes that are not in its group. It asks
 * again and again, until the node has started as one of the group, and then has the group agree on it.
 */
final class RatisMembers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RatisMembers.class);
    private static final long ASK_SECONDS = 20;
    private static final long ASK_AGAIN_MILLIS = 200;

    private final ReplicaConfig config;
    private final RaftGroupId group;
    private final RatisCalls admin;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tutti-members");
        thread.setDaemon(true);
        return thread;
    });

    RatisMembers(ReplicaConfig config, RatisCalls admin) {
        this.config = config;
        this.admin = admin;
        group = RaftGroupId.valueOf(config.group());
    }

    private Collection<RaftPeer> peers() {
        return admin.division().getRaftConf().getCurrentPeers();
    }

    List<Member> all() {
        return peers().stream().map(RatisPeers::of).toList();
    }

    /** @param lead completes if this node leads */
    CompletableFuture<Void> add(Member member, CompletableFuture<Void> lead) {
        return lead.thenComposeAsync(
                leads -> {
                    refuseKnown(member);
                    CompletableFuture<Void> joined = new CompletableFuture<>();
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ASK_SECONDS);
                    ask(RatisPeers.of(member), end, joined);
                    return joined.thenCompose(now -> admin.configure(SetConfigurationRequest.Arguments.newBuilder()
                            .setServersInNewConf(List.of(RatisPeers.of(member)))
                            .setMode(SetConfigurationRequest.Mode.ADD)
                            .build()));
                },
                asking);
    }

    private void refuseKnown(Member member) {
        for (Member known : all()) {
            if (known.name().equals(member.name())) {
                throw new ReplicaException("the node " + member.name()
                        + " is in the group already; if it has lost its directory, remove it before you add it");
            }
            if (known.address().equals(member.address())) {
                throw new ReplicaException("the address " + member.address() + " is that of the node " + known.name());
            }
        }
    }

    /** A node that was in no group refuses, starts as one of this group, and then says that it knows the group. */
    private void ask(RaftPeer node, long end, CompletableFuture<Void> joined) {
        try {
            request(node, api -> api.add(RaftGroup.valueOf(group)));
            joined.complete(null);
        } catch (AlreadyExistsException e) {
            joined.complete(null);
        } catch (IOException | RuntimeException e) {
            if (System.nanoTime() - end < 0) {
                asking.schedule(() -> ask(node, end, joined), ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                joined.completeExceptionally(new ReplicaException(
                        "the node " + node.getId() + " at " + node.getAddress() + " does not join: "
                                + RatisCalls.failure(e).getMessage(),
                        e));
            }
        }
    }

    private void request(RaftPeer node, RatisClient.Request request) throws IOException {
        RatisClient.request(node, group, config.tls(), request);
    }

    CompletableFuture<Void> remove(String name) {
        Collection<RaftPeer> before = peers();
        if (name.equals(config.self().name())) {
            return failed("the node " + name + " leads, transfer the lead before you remove it");
        }
        List<RaftPeer> after = before.stream()
                .filter(peer -> !peer.getId().toString().equals(name))
                .toList();
        if (after.size() == before.size()) {
            return failed("there is no node " + name + " in the group");
        }
        RaftPeer removed = before.stream()
                .filter(peer -> peer.getId().toString().equals(name))
                .findFirst()
                .orElseThrow();
        return admin.configure(SetConfigurationRequest.Arguments.newBuilder()
                        .setServersInCurrentConf(List.copyOf(before))
                        .setServersInNewConf(after)
                        .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                        .build())
                .thenRun(() -> asking.execute(() -> tell(removed)));
    }

    /** It would find out by itself when it stands for election. */
    private void tell(RaftPeer removed) {
        try {
            request(removed, api -> api.remove(group, false, false));
        } catch (IOException | RuntimeException e) {
            log.info("the node {} was removed, and does not answer: {}", removed.getId(), e.getMessage());
        }
    }

    private static CompletableFuture<Void> failed(String line) {
        return CompletableFuture.failedFuture(new ReplicaException(line));
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
