package dev.tutti.cluster;

import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.replica.Lease;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * What this node knows of its cluster. The node itself changes it; connections, INFO and metrics read it. Safe from any
 * thread.
 */
public final class ClusterView {

    private final String name;
    private final ClusterNode self;
    private final List<BiConsumer<ClusterState, ClusterState>> listeners = new CopyOnWriteArrayList<>();
    private volatile ClusterState state;
    private volatile List<NodeStatus> statuses = List.of();

    /**
     * Begins as a follower that knows of no leader.
     *
     * @param name the name of the cluster, by which clients ask for its leader
     * @param nodes all nodes, this one included
     */
    public ClusterView(String name, ClusterNode self, List<ClusterNode> nodes) {
        this.name = name;
        this.self = self;
        this.state = new ClusterState(ClusterState.Role.FOLLOWS, null, 0, null, inOrder(nodes));
    }

    private static List<ClusterNode> inOrder(List<ClusterNode> nodes) {
        return nodes.stream().sorted(Comparator.comparing(ClusterNode::name)).toList();
    }

    public String name() {
        return name;
    }

    public ClusterNode self() {
        return self;
    }

    public ClusterState state() {
        return state;
    }

    /**
     * Has the listener told of each change: the state before and after it. It is called on the thread of the change, in
     * the order of the changes, and must return quickly.
     *
     * @return ends that
     */
    public Runnable listen(BiConsumer<ClusterState, ClusterState> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** The nodes as this one saw them at last; empty if it has not looked yet. */
    public List<NodeStatus> statuses() {
        return statuses;
    }

    /** That of a node, by its name. */
    public Optional<NodeStatus> status(String node) {
        return statuses.stream()
                .filter(status -> status.node().name().equals(node))
                .findFirst();
    }

    /** This node has looked at all nodes. */
    public void seen(List<NodeStatus> nodes) {
        statuses = List.copyOf(nodes);
    }

    /**
     * An id of a node in 40 digits, as Redis has them. It is the same for all who ask, and as long as the node lives.
     *
     * @param node the name of a node; empty for the cluster
     */
    public String id(String node) {
        try {
            byte[] text = (name + "/" + node).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * This node does not lead, or not any more.
     *
     * @param leader the name of the node that does; null if it is unknown
     * @param term of that node; 0 if it is unknown
     */
    public synchronized void follow(String leader, long term) {
        ClusterNode found = state.nodes().stream()
                .filter(node -> node.name().equals(leader))
                .findFirst()
                .orElse(null);
        change(new ClusterState(ClusterState.Role.FOLLOWS, found, term, null, state.nodes()));
    }

    /** This node was elected. */
    public synchronized void takeOver(long term) {
        change(new ClusterState(ClusterState.Role.TAKES_OVER, self, term, null, state.nodes()));
    }

    /** This node has everything that the leaders before it have acknowledged, and serves from now on. */
    public synchronized void lead(long term, Lease lease) {
        change(new ClusterState(ClusterState.Role.LEADS, self, term, lease, state.nodes()));
    }

    /** Nodes were added, removed, or are found elsewhere. */
    public synchronized void nodes(List<ClusterNode> nodes) {
        change(new ClusterState(state.role(), state.leader(), state.term(), state.lease(), inOrder(nodes)));
    }

    private void change(ClusterState next) {
        ClusterState before = state;
        if (!next.equals(before)) {
            state = next;
            listeners.forEach(listener -> listener.accept(before, next));
        }
    }
}
