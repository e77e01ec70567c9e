package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Three nodes in this process that keep one log, on loopback, each with a directory of its own. */
final class RaftGroup implements AutoCloseable {

    static final List<String> NAMES = List.of("a", "b", "c");

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
        this.addresses = freeAddresses();
    }

    /** An address on loopback for each node, whose port was free a moment ago. */
    static Map<String, String> freeAddresses() {
        Map<String, String> addresses = new TreeMap<>();
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (String name : NAMES) {
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

    /** The settings of a node whose directory is that one. */
    static ReplicaConfig config(String name, Map<String, String> addresses, Path own, long checkpointEntries) {
        List<Member> members = addresses.entrySet().stream()
                .map(node -> new Member(node.getKey(), node.getValue(), "clients-of-" + node.getKey() + ":1"))
                .toList();
        return new ReplicaConfig(
                GROUP,
                members.stream()
                        .filter(member -> member.name().equals(name))
                        .findFirst()
                        .orElseThrow(),
                members,
                own.resolve("raft"),
                ELECTION_TIMEOUT,
                RaftJournal.MAX_ENTRY_BYTES,
                checkpointEntries,
                null);
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
        RaftNode node = new RaftNode(this, config(name, addresses, own, checkpointEntries), own);
        synchronized (this) {
            running.put(name, node);
        }
        return node;
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
