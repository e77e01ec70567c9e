package dev.tutti.config;

import dev.tutti.schedule.ScheduleSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Refuses values that are valid alone and contradict each other. */
final class Contradictions {

    /** Host names and addresses that reach a server from its own machine. */
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "0.0.0.0", "::");

    private Contradictions() {}

    /** A process that takes its items from another one is no server itself. */
    static void refuseBesidesConnect(JsonObject whole) {
        for (String key : List.of("server", "producer", "queues", "schedules", "cluster")) {
            if (whole.getValue(key) != null) {
                throw new ConfigurationException(key + ": contradicts connect, expected no such key");
            }
        }
        if (!whole.containsKey("consumers") || new JsonArray().equals(whole.getValue("consumers"))) {
            throw new ConfigurationException("consumers: there are none, expected one or more, since connect is set");
        }
    }

    static void refuse(Configuration configuration) {
        if (configuration.connect() != null) {
            return;
        }
        refuseItemsLargerThanMemory(configuration);
        refuseOnePortTwice(configuration);
        refuseSchedules(configuration);
        if (configuration.cluster() != null) {
            refuseWhatNodesCannotKeep(configuration);
            refuseOnePortTwice(configuration.server(), configuration.cluster());
        }
        for (int i = 0; i < configuration.consumers().size(); i++) {
            refuseServingItself(configuration, i);
        }
    }

    private static void refuseItemsLargerThanMemory(Configuration configuration) {
        long item = configuration.server().maxItemSize();
        long memory = configuration.producer().maxMemoryBytes();
        if (item > memory / 2) {
            throw new ConfigurationException("server.maxItemSize: \"" + Units.size(item)
                    + "\" is more than half of producer.maxMemory, " + memory + " bytes, expected that or less");
        }
    }

    /** A node has its journal as the group agreed on it, and no other. */
    private static void refuseWhatNodesCannotKeep(Configuration configuration) {
        ProducerConfig producer = configuration.producer();
        if (producer.journal() == null) {
            throw new ConfigurationException(
                    "producer.journal: null contradicts cluster, expected the path of a directory");
        }
        if (producer.sync() != ProducerConfig.Sync.ALWAYS) {
            throw new ConfigurationException(
                    "producer.sync: \"" + producer.sync().name().toLowerCase(Locale.ROOT)
                            + "\" contradicts cluster, expected always or no such key");
        }
        if (producer.salvage()) {
            throw new ConfigurationException("producer.salvage: true contradicts cluster: the other nodes have what"
                    + " is lost, expected false or no such key");
        }
    }

    private static void refuseOnePortTwice(ServerConfig server, ClusterConfig cluster) {
        HostPort raft = cluster.peers().get(cluster.node()).raft();
        if (isServer(server, raft.host(), raft.port())) {
            throw ConfigurationException.of(
                    "cluster.peers." + cluster.node() + ".raft",
                    raft.toString(),
                    "has the port server.port, too, expected another");
        }
    }

    private static void refuseSchedules(Configuration configuration) {
        int count = configuration.schedules().size();
        int most = configuration.producer().maxSchedules();
        if (count > most) {
            throw new ConfigurationException("producer.maxSchedules: " + most + " is less than the "
                    + Units.count(count, "schedule") + " of the configuration, expected at least that");
        }
        configuration.schedules().forEach(schedule -> refuse(schedule, configuration));
    }

    private static void refuse(ScheduleSpec schedule, Configuration configuration) {
        String path = ScheduleConfig.path(schedule.name());
        int most = configuration.server().maxItemSize();
        if (schedule.item().length > most) {
            throw new ConfigurationException(path + ".item: it has " + schedule.item().length
                    + " bytes, more than server.maxItemSize, \"" + Units.size(most) + "\"");
        }
        QueueConfig queue = configuration.queues().get(schedule.queue());
        if (schedule.priority() != null && queue != null && queue.kind() != QueueConfig.Kind.PRIORITY) {
            throw ConfigurationException.of(
                    path + ".priority",
                    schedule.priority(),
                    "contradicts queues." + schedule.queue() + ".kind, expected no such key or the kind priority");
        }
        if (schedule.group() != null && queue != null && queue.kind() != QueueConfig.Kind.FAIR) {
            throw ConfigurationException.of(
                    path + ".group",
                    schedule.group(),
                    "contradicts queues." + schedule.queue() + ".kind, expected no such key or the kind fair");
        }
    }

    private static void refuseOnePortTwice(Configuration configuration) {
        MetricsConfig metrics = configuration.metrics();
        if (metrics != null && isServer(configuration.server(), metrics.host(), metrics.port())) {
            throw ConfigurationException.of("metrics.port", metrics.port(), "is server.port too, expected another");
        }
    }

    /** Refuses a consumer that sends its items back to this server: it would wait for itself. */
    private static void refuseServingItself(Configuration configuration, int index) {
        TaskKind kind = configuration.consumers().get(index).kind();
        String key = "consumers[" + index + "].";
        String problem = "is the server itself, expected another address";
        if (kind instanceof TaskKind.Tcp tcp && isServer(configuration.server(), tcp.host(), tcp.port())) {
            throw ConfigurationException.of(key + "tcp", tcp.host() + ":" + tcp.port(), problem);
        }
        if (kind instanceof TaskKind.Http http) {
            URI uri = http.uri();
            if (isServer(configuration.server(), uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort())) {
                throw ConfigurationException.of(key + "http", uri.toString(), problem);
            }
        }
    }

    private static boolean isServer(ServerConfig server, String host, int port) {
        boolean sameHost = host.equals(server.host()) || (LOCAL.contains(host) && LOCAL.contains(server.host()));
        return port > 0 && port == server.port() && sameHost;
    }
}
