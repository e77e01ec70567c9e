package dev.tutti.config;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The group of nodes that keep one journal, and which of them this one is.
 *
 * @param name the name by which clients ask Sentinel for the node that leads
 * @param node the name of this node, which is one of the peers
 * @param peers all nodes by name, also this one
 * @param tls null if the nodes talk to each other in plain text
 */
public record ClusterConfig(String name, String node, Map<String, Peer> peers, Tls tls, long electionTimeoutMillis) {

    /**
     * The addresses of a node.
     *
     * @param raft where it listens for the other nodes
     * @param client where clients reach it
     */
    public record Peer(HostPort raft, HostPort client) {}

    /**
     * The paths of PEM files: this node's certificate chain and private key, and the certificates of those who vouch
     * for the other nodes.
     */
    public record Tls(String cert, String key, String ca) {}

    static final String[] KEYS = {"name", "node", "peers", "tls", "electionTimeout"};

    private static final String PEERS = "peers";
    private static final String RAFT = "raft";
    private static final String CLIENT = "client";
    private static final String ELECTION_TIMEOUT = "electionTimeout";
    /** With two or four nodes no more of them may fail than with one or three. */
    private static final Set<Integer> SIZES = Set.of(1, 3, 5);

    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final long SHORTEST_TIMEOUT = 100;
    private static final long LONGEST_TIMEOUT = 60_000;

    public ClusterConfig {
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    static ClusterConfig from(String path, Object value) {
        Section section = new Section(path, value, KEYS);
        String name = section.text("name", "tutti", "a name");
        Names.nameProblem(name).ifPresent(problem -> {
            throw section.refuse("name", problem + ", expected a name");
        });
        Map<String, Peer> peers = peers(section);
        String node = section.text("node", "the name of a node");
        if (!peers.containsKey(node)) {
            throw section.refuse(
                    "node",
                    "is none of " + section.path(PEERS) + ", expected one of " + String.join(", ", peers.keySet()));
        }
        Tls tls = section.isNull("tls") ? null : tls(section.path("tls"), section.value("tls"));
        if (tls == null) {
            refuseOpenAddresses(section, peers);
        }
        return new ClusterConfig(name, node, peers, tls, electionTimeout(section));
    }

    private static Map<String, Peer> peers(Section section) {
        if (!(section.value(PEERS) instanceof JsonObject json) || !SIZES.contains(json.size())) {
            throw section.refuseType(PEERS, "is not an object of 1, 3 or 5 nodes by name");
        }
        Map<String, Peer> peers = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : json) {
            String node = entry.getKey();
            if (!NODE.matcher(node).matches()) {
                throw ConfigurationException.of(
                        section.path(PEERS), node, "is not the name of a node: 1 to 64 letters, digits, - or _");
            }
            Section peer = new Section(section.path(PEERS) + "." + node, entry.getValue(), RAFT, CLIENT);
            peers.put(node, new Peer(HostPort.read(peer, RAFT), HostPort.read(peer, CLIENT)));
        }
        refuseOneTwice(section, RAFT, peers, Peer::raft);
        refuseOneTwice(section, CLIENT, peers, Peer::client);
        return peers;
    }

    private static void refuseOneTwice(
            Section section, String key, Map<String, Peer> peers, Function<Peer, HostPort> address) {
        Set<HostPort> seen = new HashSet<>();
        peers.forEach((node, peer) -> {
            if (!seen.add(address.apply(peer))) {
                throw ConfigurationException.of(
                        section.path(PEERS) + "." + node + "." + key,
                        address.apply(peer).toString(),
                        "is that of another node, too, expected one of its own");
            }
        });
    }

    /** Whoever can reach the port of the other nodes can read and change everything. */
    private static void refuseOpenAddresses(Section section, Map<String, Peer> peers) {
        peers.forEach((node, peer) -> {
            if (!peer.raft().isLoopback()) {
                throw ConfigurationException.of(
                        section.path(PEERS) + "." + node + "." + RAFT,
                        peer.raft().toString(),
                        "can be reached from other machines, expected " + section.path("tls")
                                + " too, or addresses such as 127.0.0.1:7888");
            }
        });
    }

    private static Tls tls(String path, Object value) {
        Section section = new Section(path, value, "cert", "key", "ca");
        return new Tls(TlsConfig.file(section, "cert"), TlsConfig.file(section, "key"), TlsConfig.file(section, "ca"));
    }

    private static long electionTimeout(Section section) {
        long millis = section.millis(ELECTION_TIMEOUT, "500ms");
        if (millis < SHORTEST_TIMEOUT || millis > LONGEST_TIMEOUT) {
            throw section.refuse(
                    ELECTION_TIMEOUT,
                    "is not a duration from " + Units.duration(SHORTEST_TIMEOUT) + " to "
                            + Units.duration(LONGEST_TIMEOUT));
        }
        return millis;
    }
}
