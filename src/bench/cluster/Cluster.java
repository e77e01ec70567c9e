import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Three nodes, and who of them leads. */
final class Cluster {

    /** Whether nodes are added to a cluster of one, and do not begin it together. */
    static final boolean IS_ADDED_TO = Cluster.class.getResource("/dev/tutti/ClusterEntry.class") != null;

    private static final List<String> NAMES = List.of("a", "b", "c");
    /** Without one, a node takes commands of operators from its own machine alone. */
    private static final String PASSWORD = "proof";

    private static final int START_SECONDS = 60;
    private static final int PROBE_MILLIS = 1000;

    final List<Node> nodes = new ArrayList<>();
    final Network network;
    /** The node that led when somebody last asked. */
    private volatile Node last;
    /** To CLUSTER ADD or REMOVE. */
    private Object lastReply;

    /** @param hasNamespaces whether each node has a network namespace of its name, and a certificate */
    Cluster(Path work, boolean hasNamespaces) throws IOException {
        network = new Network(hasNamespaces);
        JsonObject peers = new JsonObject();
        for (int i = 0; i < NAMES.size(); i++) {
            String host = hasNamespaces ? "10.99.0." + (i + 1) : "127.0.0.1";
            int client = hasNamespaces ? 8888 : freePort();
            int raft = hasNamespaces ? 7888 : freePort();
            peers.put(NAMES.get(i), new JsonObject().put("raft", host + ":" + raft).put("client", host + ":" + client));
            nodes.add(new Node(
                    NAMES.get(i),
                    new InetSocketAddress(host, client),
                    InetSocketAddress.createUnresolved(host, raft),
                    work,
                    hasNamespaces,
                    configuration(NAMES.get(i), host, client, peers, hasNamespaces ? work : null)));
        }
        last = nodes.get(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @param certificates the directory of the certificates, or null for nodes that talk openly */
    private static JsonObject configuration(
            String name, String host, int port, JsonObject peers, Path certificates) {
        JsonObject cluster = new JsonObject().put("name", "tutti").put("node", name).put("peers", peers);
        if (certificates != null) {
            cluster.put(
                    "tls",
                    new JsonObject()
                            .put("cert", certificates.resolve(name + ".pem").toString())
                            .put("key", certificates.resolve(name + ".key").toString())
                            .put("ca", certificates.resolve("ca.pem").toString()));
        }
        return new JsonObject()
                .put(
                        "server",
                        new JsonObject()
                                .put("host", host)
                                .put("port", port)
                                .put("password", PASSWORD)
                                .put("drainTimeout", "500ms"))
                .put("producer", new JsonObject().put("journal", "data").put("reserve", "8MiB"))
                .put("cluster", cluster);
    }

    /** Starts all nodes, and returns when they are a cluster of which one leads. */
    void start() throws Exception {
        if (IS_ADDED_TO) {
            nodes.get(0).begin();
        }
        for (Node node : nodes) {
            node.start();
        }
        for (Node node : nodes.subList(1, nodes.size())) {
            if (IS_ADDED_TO) {
                await("node " + node.name + " is added", () -> add(node));
            }
        }
        await("a node leads", () -> leader() != null);
    }

    private void await(String expectation, BooleanSupplier look) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!look.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + START_SECONDS + " s until " + expectation
                        + "; the last reply: " + lastReply);
            }
            Thread.sleep(200);
        }
    }

    /** Takes in a node with an empty directory, whose name the cluster knows from before. */
    void replace(Node node) throws InterruptedException {
        await("node " + node.name + " is removed", () -> tell("CLUSTER REMOVE " + node.name));
        await("node " + node.name + " is added again", () -> add(node));
    }

    private boolean add(Node node) {
        return tell("CLUSTER ADD " + node.name + " " + address(node.raft) + " " + address(node.client));
    }

    private static String address(InetSocketAddress of) {
        return of.getHostString() + ":" + of.getPort();
    }

    /** Returns whether the leader has done it, now or before. */
    private boolean tell(String command) {
        try (RespClient client = connect(START_SECONDS * 1000)) {
            if (client == null) {
                return false;
            }
            Object reply = client.ask(command);
            lastReply = reply;
            return reply.equals("OK");
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    /** Connects to the node that serves; null if none does at the moment. */
    RespClient connect(int patienceMillis) {
        Node first = last;
        int start = nodes.indexOf(first);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get((start + i) % nodes.size());
            if (serves(node)) {
                last = node;
                try {
                    return open(node, patienceMillis);
                } catch (UncheckedIOException gone) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Connects to this node, whether or not it leads. */
    static RespClient open(Node node, int patienceMillis) {
        RespClient client = new RespClient(node.client, patienceMillis);
        try {
            client.ask("AUTH " + PASSWORD);
            return client;
        } catch (UncheckedIOException broken) {
            client.close();
            throw broken;
        }
    }

    private static boolean serves(Node node) {
        return node.isAlive() && answer(node) instanceof Long;
    }

    /** What the node answers to a command that only a leader carries out; null if it does not answer. */
    static Object answer(Node node) {
        try (RespClient client = open(node, PROBE_MILLIS)) {
            return client.ask("EVENT IS_SET none");
        } catch (UncheckedIOException notThere) {
            return null;
        }
    }

    /** The node that serves, or null. */
    Node leader() {
        return nodes.stream().filter(Cluster::serves).findFirst().orElse(null);
    }

    /** Whether every node answers, be it that it follows. */
    boolean isWhole() {
        return nodes.stream().allMatch(node -> {
            Object answer = answer(node);
            return answer instanceof Long || answer instanceof Failure failure && failure.text().contains("the leader is");
        });
    }

    List<Node> others(Node node) {
        return nodes.stream().filter(other -> other != node).toList();
    }
}
