package dev.tutti.cluster;

import dev.tutti.RespClient;
import dev.tutti.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster of three nodes on this machine, each a process of its own with a directory of its own. All tests of a class
 * use one, since three processes take seconds to start. All nodes run at the beginning of each test.
 */
public final class ClusterProcesses implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    public static final List<String> NAMES = List.of("a", "b", "c");

    private static final long PATIENCE_SECONDS = 30;

    private Path directory;
    private final JsonObject peers = new JsonObject();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, ServerProcess> running = new ConcurrentHashMap<>();
    private final Map<String, String> logs = new ConcurrentHashMap<>();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("tutti-cluster");
        List<Integer> free = freePorts(2 * NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            int port = free.get(i);
            ports.put(NAMES.get(i), port);
            peers.put(
                    NAMES.get(i),
                    new JsonObject()
                            .put("raft", "127.0.0.1:" + free.get(NAMES.size() + i))
                            .put("client", "127.0.0.1:" + port));
            Files.createDirectory(home(NAMES.get(i)));
        }
        begin();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        startAll();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (String name : List.copyOf(running.keySet())) {
            kill(name);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Ports of loopback that were free a moment ago. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** Begins the cluster with the first node, adds the others, and returns when all vote. */
    private void begin() throws IOException, InterruptedException {
        String first = NAMES.get(0);
        ServerProcess init = ServerProcess.startQuickly(home(first), "--conf", configure(first), "--cluster-init");
        String said = init.output();
        if (init.exitCode() != 0) {
            throw new AssertionError("--cluster-init failed: " + said + init.errors());
        }
        for (String name : NAMES) {
            start(name);
        }
        try (RespClient client = new RespClient(port(leader()))) {
            for (String name : NAMES.subList(1, NAMES.size())) {
                await(name + " listens", () -> answers(name, "PING") ? name : null);
                add(client, name);
            }
        }
    }

    /** @param leader a client of the leader */
    private void add(RespClient leader, String name) {
        JsonObject peer = peers.getJsonObject(name);
        Object reply =
                leader.ask("CLUSTER ADD " + name + " " + peer.getString("raft") + " " + peer.getString("client"));
        if (!"OK".equals(reply)) {
            throw new AssertionError(reply + ", with the logs " + logs);
        }
    }

    /** Starts all nodes that do not run, and returns when one of them leads. */
    public void startAll() throws IOException {
        for (String name : NAMES) {
            if (!running.containsKey(name)) {
                start(name);
            }
        }
        leader();
    }

    private Path home(String name) {
        return directory.resolve(name);
    }

    /** Writes the configuration of a node, and returns the name of the file. */
    private String configure(String name) throws IOException {
        JsonObject own = new JsonObject()
                .put("server", new JsonObject().put("port", ports.get(name)))
                .put("producer", new JsonObject().put("journal", "data").put("reserve", "1MiB"))
                .put(
                        "cluster",
                        new JsonObject().put("name", "tutti").put("node", name).put("peers", peers));
        Path file = home(name).resolve("config.json");
        Files.writeString(file, own.encode());
        return file.toString();
    }

    /** Starts a node, and does not wait for it. */
    public void start(String name) throws IOException {
        ServerProcess process = ServerProcess.startQuickly(home(name), "--conf", configure(name));
        running.put(name, process);
        // A process whose output nobody reads stands still.
        Thread reader = new Thread(() -> logs.merge(name, process.output(), String::concat), "log of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** The port for clients. */
    public int port(String name) {
        return ports.get(name);
    }

    public ServerProcess process(String name) {
        return running.get(name);
    }

    /** Kills a node, and waits for the end of its process. */
    public void kill(String name) throws InterruptedException {
        ServerProcess process = running.remove(name);
        process.kill();
        process.exitCode();
    }

    /** Stops a node in order, and waits for the end of its process. */
    public void stop(String name) throws InterruptedException {
        ServerProcess process = running.remove(name);
        process.terminate();
        process.exitCode();
    }

    /** Waits until one of the nodes serves, and returns its name. */
    public String leader() {
        return leaderOf(running.keySet());
    }

    /** Waits until a node other than this one serves, and returns its name. */
    public String leaderBeside(String other) {
        return leaderOf(
                running.keySet().stream().filter(name -> !name.equals(other)).toList());
    }

    /** Waits until a node knows that this one leads. */
    public void awaitFollower(String name, String leader) {
        RespClient.Failure expected =
                new RespClient.Failure("READONLY this node follows, the leader is 127.0.0.1:" + port(leader));
        await(name + " follows " + leader, () -> expected.equals(answer(name, "QUEUE SIZE none")) ? name : null);
    }

    private String leaderOf(Collection<String> names) {
        return await(
                "a node leads",
                () -> names.stream()
                        .filter(name -> answers(name, "QUEUE SIZE none"))
                        .findFirst()
                        .orElse(null));
    }

    private <T> T await(String expectation, Supplier<T> look) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        T found = look.get();
        while (found == null) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited in vain until " + expectation + "; the logs of nodes that have ended: " + logs);
            }
            found = look.get();
        }
        return found;
    }

    /** Whether a node answers a command, and not by an error. */
    private boolean answers(String name, String command) {
        Object answer = answer(name, command);
        return answer != null && !(answer instanceof RespClient.Failure);
    }

    /** The answer of a node; null if it does not answer. */
    private Object answer(String name, String command) {
        try (RespClient client = new RespClient(port(name))) {
            return client.ask(command);
        } catch (UncheckedIOException notThere) {
            return null;
        }
    }
}
