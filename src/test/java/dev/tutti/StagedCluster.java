package dev.tutti;

import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterView;
import dev.tutti.config.Configuration;
import dev.tutti.replica.Lease;
import dev.tutti.replica.Replica;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Three nodes of a cluster named tutti, in this process, without a log that joins them: the test says which leads. Each
 * has queues of its own, which it keeps when it follows. Node a leads at first.
 */
public final class StagedCluster implements BeforeEachCallback, AfterEachCallback {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private final JsonObject server = new JsonObject();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<StagedNode> staged = new ArrayList<>();
    private final Queue<RespClient> clients = new ConcurrentLinkedQueue<>();
    /** The changes that operators have asked for. */
    private final Queue<String> changes = new ConcurrentLinkedQueue<>();

    private volatile List<ClusterAdmin.NodeStatus> statuses = List.of();
    private long term;

    /** Configures the section {@code server} of all nodes. */
    public StagedCluster server(String key, Object value) {
        server.put(key, value);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        List<Integer> ports = freePorts();
        for (int i = 0; i < ports.size(); i++) {
            nodes.add(new ClusterNode(NAMES.get(i), "127.0.0.1", ports.get(i)));
        }
        for (ClusterNode node : nodes) {
            JsonObject json = new JsonObject()
                    .put("server", server.copy().put("port", node.port()).put("drainTimeout", "0s"));
            StagedNode one = new StagedNode(
                    Configuration.from(json), new ClusterView("tutti", node, nodes), new Administration());
            staged.add(one);
            one.start();
        }
        lead(0);
    }

    private static List<Integer> freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < NAMES.size(); i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        clients.forEach(RespClient::close);
        for (StagedNode node : staged) {
            node.stop();
        }
    }

    public int port(int node) {
        return nodes.get(node).port();
    }

    public ClusterView view(int node) {
        return staged.get(node).view();
    }

    public RespClient connect(int node) {
        RespClient client = new RespClient(port(node));
        clients.add(client);
        return client;
    }

    /** The changes of the cluster that were asked for, such as {@code remove b}. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    // ---- what happens to it

    /** The node leads from now on, and all know it. */
    public void lead(int node) {
        term++;
        for (int i = 0; i < staged.size(); i++) {
            if (i == node) {
                Lease lease = new Lease(Duration.ofHours(1), System::nanoTime);
                lease.renew(confirming(), term).join();
                view(i).takeOver(term);
                view(i).lead(term, lease);
            } else {
                view(i).follow(NAMES.get(node), term);
            }
        }
    }

    private static Replica confirming() {
        return (Replica) Proxy.newProxyInstance(
                StagedCluster.class.getClassLoader(),
                new Class<?>[] {Replica.class},
                (proxy, method, arguments) -> CompletableFuture.completedFuture(null));
    }

    /** Nobody leads, and all know it. */
    public void leaderless() {
        staged.forEach(node -> node.view().follow(null, 0));
    }

    /** The node is gone, with its connections. */
    public void kill(int node) throws Exception {
        staged.get(node).stop();
    }

    /** All nodes see each other so from their next look on. */
    public void sees(ClusterAdmin.NodeStatus... seen) {
        statuses = List.of(seen);
        staged.forEach(node -> node.view().seen(statuses));
    }

    /** As one node sees another. */
    public ClusterAdmin.NodeStatus status(int node, String state, long applied, long lag, long silentMillis) {
        return new ClusterAdmin.NodeStatus(nodes.get(node), "127.0.0.1:7" + node, state, applied, lag, silentMillis);
    }

    private final class Administration implements ClusterAdmin {
        @Override
        public Future<List<NodeStatus>> nodes() {
            return Future.succeededFuture(statuses);
        }

        @Override
        public Future<Void> add(ClusterNode node, String raft) {
            return changed("add " + node.name() + " " + raft + " " + node.address());
        }

        @Override
        public Future<Void> remove(String name) {
            return name.equals("nosuch") ? Future.failedFuture("there is no node nosuch") : changed("remove " + name);
        }

        @Override
        public Future<Void> transfer(String name) {
            return changed("transfer " + name);
        }

        private Future<Void> changed(String change) {
            changes.add(change);
            return Future.succeededFuture();
        }
    }
}
