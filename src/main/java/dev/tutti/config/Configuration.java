package dev.tutti.config;

import dev.tutti.log.LogFormat;
import dev.tutti.schedule.ScheduleSpec;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The whole configuration. Every value is checked when it is read, so its users need not check again.
 *
 * @param queues the queues that the configuration names, in its order
 * @param schedules those that the configuration sets, in its order
 * @param metrics null if no metrics are served and no health checks are answered
 * @param cluster null if this server has no others that keep its journal with it
 * @param connect null in a server; else this process has consumers alone, which take items from that server
 * @param settings every key's value in force as text, by the key's path, such as {@code server.maxItemSize}, see {@link
 *     Settings}
 */
public record Configuration(
        ServerConfig server,
        ProducerConfig producer,
        Map<String, QueueConfig> queues,
        List<ConsumerConfig> consumers,
        List<ScheduleSpec> schedules,
        MetricsConfig metrics,
        LogFormat logging,
        ClusterConfig cluster,
        ConnectConfig connect,
        Map<String, String> settings) {

    private static final String[] KEYS = {
        "server", "producer", "queues", "consumers", "schedules", "logging", "metrics", "cluster", ConnectConfig.CONNECT
    };

    public Configuration {
        queues = Collections.unmodifiableMap(new LinkedHashMap<>(queues));
        consumers = List.copyOf(consumers);
        schedules = List.copyOf(schedules);
        settings = Collections.unmodifiableMap(settings);
    }

    /**
     * Reads and checks the configuration.
     *
     * @throws ConfigurationException that names the first wrong key, its value and what was expected
     */
    public static Configuration from(JsonObject json) {
        if (json.isEmpty()) {
            throw new ConfigurationException(
                    "configuration: {} is empty, expected server, producer, queues, consumers, schedules, logging, metrics, cluster or connect");
        }
        JsonObject whole = ConnectConfig.asObject(json.copy());
        Section section = new Section("", whole, KEYS);
        if (whole.getValue(ConnectConfig.CONNECT) != null) {
            Contradictions.refuseBesidesConnect(whole);
        }
        Configuration configuration = from(section, whole);
        Contradictions.refuse(configuration);
        return configuration;
    }

    /** @param whole the object of the section */
    private static Configuration from(Section section, JsonObject whole) {
        ConnectConfig connect = section.isNull(ConnectConfig.CONNECT)
                ? null
                : ConnectConfig.from(ConnectConfig.CONNECT, section.value(ConnectConfig.CONNECT));
        return new Configuration(
                ServerConfig.from("server", given(section, "server")),
                ProducerConfig.from("producer", given(section, "producer")),
                queues(given(section, "queues")),
                consumers(section),
                ScheduleConfig.all(given(section, "schedules")),
                section.isNull("metrics") ? null : MetricsConfig.from("metrics", section.value("metrics")),
                section.choice("logging", LogFormat.TEXT),
                section.isNull("cluster") ? null : ClusterConfig.from("cluster", section.value("cluster")),
                connect,
                Settings.of(whole));
    }

    /** Returns the paths of the keys with this name in the sections of the server and the producer, in any case. */
    public static List<String> pathsOf(String key) {
        return Stream.concat(
                        Stream.of(ServerConfig.KEYS).map(known -> "server." + known),
                        Stream.of(ProducerConfig.KEYS).map(known -> "producer." + known))
                .filter(path -> path.substring(path.indexOf('.') + 1).equalsIgnoreCase(key))
                .toList();
    }

    /** The settings of a queue: those configured under its name, or the defaults. */
    public QueueConfig queue(String name) {
        return queues.getOrDefault(name, QueueConfig.DEFAULT);
    }

    /** The most bytes of an item or a result. */
    public int maxItemSize() {
        return connect == null ? server.maxItemSize() : connect.maxItemSize();
    }

    /** The time that a stop leaves to the items in flight. */
    public long drainTimeoutMillis() {
        return connect == null ? server.drainTimeoutMillis() : connect.drainTimeoutMillis();
    }

    /**
     * The number of event loops that net servers and owners need. They share loops: owner n runs on the loop of net
     * server n. Where there are none, consumers and the client of their server have a loop each, as far as there are
     * cores.
     */
    public int ownerLoops() {
        if (connect != null) {
            int instances =
                    consumers.stream().mapToInt(ConsumerConfig::instances).sum();
            return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), instances + 1));
        }
        return Math.max(server.instances(), producer.instances());
    }

    /**
     * The number of event loops for users' classes with {@code "threading": "event_loop"}. Built-in tasks share the
     * other loops.
     */
    public int taskLoops() {
        return consumers.stream()
                .filter(consumer -> consumer.kind() instanceof TaskKind.UserClass)
                .filter(consumer -> consumer.threading() == ThreadingModel.EVENT_LOOP)
                .mapToInt(ConsumerConfig::instances)
                .max()
                .orElse(0);
    }

    /** The defaults of a part that this process does not have are no settings of it. */
    private static Object given(Section section, String key) {
        boolean isElsewhere = !section.isNull(ConnectConfig.CONNECT);
        return isElsewhere ? new JsonObject() : section.value(key, new JsonObject());
    }

    private static Map<String, QueueConfig> queues(Object value) {
        if (!(value instanceof JsonObject)) {
            throw ConfigurationException.ofHidden("queues", value, "is not an object of queues by name");
        }
        Map<String, QueueConfig> queues = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : (JsonObject) value) {
            String name = entry.getKey();
            Names.queueProblem(name).ifPresent(problem -> {
                throw ConfigurationException.of("queues", name, problem + ", expected the name of a queue");
            });
            queues.put(name, QueueConfig.from("queues." + name, entry.getValue()));
        }
        return queues;
    }

    private static List<ConsumerConfig> consumers(Section section) {
        List<ConsumerConfig> consumers = new ArrayList<>();
        for (Object value : section.array("consumers", "an array of consumers")) {
            consumers.add(ConsumerConfig.from("consumers[" + consumers.size() + "]", value));
        }
        return consumers;
    }
}
