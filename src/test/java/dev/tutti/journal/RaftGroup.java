package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ratis.RatisNewcomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Nodes in this process that keep one log, on loopback, each with a directory of its own: three, unless their
 * directories say otherwise.
 */
final class RaftGroup implements AutoCloseable {

    static final List<String> NAMES = List.of("a", "b", "c");
    /** The name of a node that may be added. */
    static final String OTHER = "d";

    private static final UUID GROUP = new UUID(0x7075747469L, 0x1234567890L);
    private static final Duration ELECTION_TIMEOUT = Duration.ofMillis(300);
    private static final long PATIENCE_SECONDS = 20;

    private final Path directory;
    private final long checkpointEntries;
    private final Map<String, String> addresses;
    private final Map<String, RaftNode> running = new TreeMap<>();

    /** @param checkpointEntries the entries after which each node makes a checkpoint and deletes its log */
    RaftGroup(Path directory, long checkpointEntries) {
        this.directory = directory;
        this.checkpointEntries = checkpointEntries;
        this.addresses = freeAddresses(List.of("a", "b", "c", OTHER));
    }

    /** An address on loopback for each node, whose port was free a moment ago. */
    static Map<String, String> freeAddresses() {
        return freeAddresses(NAMES);
    }

    private static Map<String, String> freeAddresses(List<String> names) {
        Map<String, String> addresses = new TreeMap<>();
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (String name : names) {
                ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                taken.add(port);
                addresses.put(name, "127.0.0.1:" + port.getLocalPort());
            }
            for (ServerSocket port : taken) {
                port.close();
            }
            return addresses;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of one of the nodes that begin a group, whose directory is that one. */
    static ReplicaConfig config(String name, Map<String, String> addresses, Path own, long checkpointEntries) {
        List<Member> founders =
                addresses.keySet().stream().map(node -> member(node, addresses)).toList();
        return config(GROUP, member(name, addresses), founders, own, checkpointEntries);
    }

    private static ReplicaConfig config(
            UUID group, Member self, List<Member> founders, Path own, long checkpointEntries) {
        return new ReplicaConfig(
                group,
                self,
                founders,
                own.resolve(NodeIdentity.ENGINE),
                ELECTION_TIMEOUT,
                RaftJournal.MAX_ENTRY_BYTES,
                checkpointEntries,
                null);
    }

    private static Member member(String name, Map<String, String> addresses) {
        return new Member(name, addresses.get(name), "clients-of-" + name + ":1");
    }

    Member member(String name) {
        return member(name, addresses);
    }

    RaftGroup startAll() {
        atOnce(NAMES, this::start);
        return this;
    }

    /** Does it for all names at the same time, since starts and stops mostly wait. */
    private static void atOnce(List<String> names, Consumer<String> action) {
        CompletableFuture.allOf(names.stream()
                        .map(name -> CompletableFuture.runAsync(() -> action.accept(name)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    Path directory(String name) {
        return directory.resolve(name);
    }

    RaftNode start(String name) {
        Path own = directory(name);
        Optional<NodeIdentity> identity = NodeIdentity.of(own, name);
        RaftNode node =
                new RaftNode(this, identity.map(known -> config(known, own)).orElseGet(() -> founder(name, own)), own);
        synchronized (this) {
            running.put(name, node);
            notifyAll();
        }
        return node;
    }

    private ReplicaConfig config(NodeIdentity identity, Path own) {
        Member self = member(identity.node());
        List<Member> founders = identity.founder() ? List.of(self) : List.of();
        return config(identity.group(), self, founders, own, checkpointEntries);
    }

    private ReplicaConfig founder(String name, Path own) {
        Map<String, String> founders = new TreeMap<>(addresses);
        founders.remove(OTHER);
        return config(name, founders, own, checkpointEntries);
    }

    /** Starts a node without a group, which starts again as one of a group when its leader adds it. */
    RatisNewcomer startNewcomer(String name) {
        Path own = directory(name);
        NodeDirectory.refuseJournal(own);
        RatisNewcomer newcomer = RatisNewcomer.await(
                member(name), own.resolve(NodeIdentity.ENGINE), null, group -> NodeDirectory.join(own, name, group));
        newcomer.group().thenRunAsync(() -> {
            newcomer.close();
            start(name);
        });
        return newcomer;
    }

    void stop(String name) {
        RaftNode node;
        synchronized (this) {
            node = running.remove(name);
        }
        node.close();
    }

    void stopAll() {
        atOnce(running().stream().map(RaftNode::name).toList(), this::stop);
    }

    synchronized List<RaftNode> running() {
        return List.copyOf(running.values());
    }

    /** Waits until one of the running nodes leads. */
    RaftNode awaitLeader() {
        return await(() ->
                running().stream().filter(node -> node.term() > 0).findFirst().orElse(null));
    }

    /** Has another node lead, and waits until it does. */
    void moveLead(RaftNode from, RaftNode to) throws Exception {
        from.replica().transferLead(to.name()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        await(() -> to.term() > 0 ? to : null);
    }

    /** The others, in the order of their names. */
    List<RaftNode> followers(RaftNode leader) {
        return running().stream().filter(node -> node != leader).toList();
    }

    RaftNode node(String name) {
        synchronized (this) {
            return running.get(name);
        }
    }

    /** Waits until all running nodes have the records of the leader, and returns them. */
    Map<String, String> awaitLeadersRecords() {
        RaftNode leader = awaitLeader();
        return await(() -> {
            Map<String, String> records = leader.records();
            return running().stream().allMatch(node -> node.records().equals(records)) ? records : null;
        });
    }

    /** Waits until a node has another role, or has applied something, so that the supplier finds something. */
    synchronized <T> T await(Supplier<T> supplier) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        T found = supplier.get();
        while (found == null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("waited in vain for a role or an entry");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            found = supplier.get();
        }
        return found;
    }

    /** Stops all nodes, of which none may have failed. */
    @Override
    public void close() {
        List<Throwable> failures =
                running().stream().flatMap(node -> node.failures().stream()).toList();
        stopAll();
        assertThat(failures).isEmpty();
    }
}
