package dev.tutti.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The change from the configuration in force to the one that is wanted, as far as a running server can make it.
 *
 * @param json the configuration that will be in force, without its defaults
 * @param next the same, checked
 * @param changed the paths of the keys whose values change
 * @param needRestart the paths of the keys whose wanted values need a restart
 */
public record Reload(JsonObject json, Configuration next, Set<String> changed, Set<String> needRestart) {

    /** The keys of the server that can change while it runs. So can {@code tls}, if there is TLS before and after. */
    static final Set<String> OF_SERVER = Set.of(
            "password",
            "users",
            "protectedMode",
            "maxConnections",
            "maxItemSize",
            "maxCommandSize",
            "maxPipeline",
            "maxOutput",
            "maxWaiters",
            "maxInputMemory",
            "maxOutputMemory",
            "runTimeout",
            "closeGrace",
            "drainTimeout",
            "heldWarning",
            "slowCommand",
            "deadlockTimeout",
            "idleTimeout",
            "helloTimeout",
            "tcpKeepAlive");

    static final Set<String> OF_PRODUCER = Set.of("maxMemory", "maxSchedules");
    static final Set<String> OF_METRICS = Set.of("maxQueues", "actions");
    /** The keys that need a restart. So does turning {@code server.tls} or {@code metrics} on or off. */
    static final Set<String> NEED_RESTART = Set.of(
            "server.host",
            "server.port",
            "server.instances",
            "producer.instances",
            "producer.journal",
            "producer.sync",
            "producer.reserve",
            "producer.salvage",
            "metrics.host",
            "metrics.port",
            "cluster",
            ConnectConfig.CONNECT);
    /** The most refused changes that a text names. */
    private static final int MOST_PROBLEMS = 3;

    private static final String SERVER = "server";
    private static final String PRODUCER = "producer";
    private static final String TLS = "tls";
    private static final String USERS = SERVER + ".users";
    private static final String QUEUES = "queues";
    private static final String CONSUMERS = "consumers";
    private static final String SCHEDULES = "schedules";
    private static final String METRICS = "metrics";
    private static final String CLUSTER = "cluster";
    private static final String LOGGING = "logging";

    /**
     * Plans a change.
     *
     * @param inForce without its defaults
     * @throws ConfigurationException if the wanted configuration is wrong
     */
    public static Reload plan(JsonObject inForce, Configuration before, JsonObject wanted) {
        Configuration asked = Configuration.from(wanted);
        JsonObject json = inForce.copy();
        OF_SERVER.forEach(key -> take(json, wanted, SERVER, key));
        OF_PRODUCER.forEach(key -> take(json, wanted, PRODUCER, key));
        if (before.server().tls() != null && asked.server().tls() != null) {
            take(json, wanted, SERVER, TLS);
        }
        if (before.metrics() != null && asked.metrics() != null) {
            OF_METRICS.forEach(key -> take(json, wanted, METRICS, key));
        }
        takeQueues(json, wanted, before, asked);
        take(json, wanted, SCHEDULES);
        take(json, wanted, LOGGING);
        if (asked.taskLoops() <= before.taskLoops()) { // there are no more event loops for classes than at the start
            take(json, wanted, CONSUMERS);
        }
        Configuration next = check(json);
        Set<String> changed = difference(before.settings(), next.settings());
        if (!Objects.equals(before.server().password(), next.server().password())) {
            changed.add(SERVER + ".password"); // which the settings do not show
        }
        if (!before.server().users().equals(next.server().users())) {
            changed.add(USERS);
        }
        if (!before.consumers().equals(next.consumers())) {
            changed.add(CONSUMERS); // which may differ in what the settings do not show
        }
        Set<String> needRestart = difference(next.settings(), asked.settings());
        if (!next.consumers().equals(asked.consumers())) {
            needRestart.add(CONSUMERS);
        }
        return new Reload(json, next, changed, needRestart);
    }

    /** The wanted configuration is right as a whole, but what can change of it may not be. */
    private static Configuration check(JsonObject json) {
        try {
            return Configuration.from(json);
        } catch (ConfigurationException contradiction) {
            throw new ConfigurationException(contradiction.getMessage()
                    + "; that is because other changes of the file need a restart, so restart the server");
        }
    }

    /** Takes over what is said of each queue, unless it has another kind. A queue that is left out stays as it is. */
    private static void takeQueues(JsonObject json, JsonObject wanted, Configuration before, Configuration asked) {
        JsonObject to = json.getJsonObject(QUEUES, new JsonObject());
        asked.queues().forEach((name, queue) -> {
            boolean isNew = !before.queues().containsKey(name);
            if (isNew || queue.kind() == before.queue(name).kind()) {
                take(to, wanted.getJsonObject(QUEUES), name);
            }
        });
        if (!to.isEmpty()) {
            json.put(QUEUES, to);
        }
    }

    private static void take(JsonObject json, JsonObject wanted, String section, String key) {
        JsonObject to = json.getJsonObject(section, new JsonObject());
        take(to, wanted.getJsonObject(section, new JsonObject()), key);
        if (!to.isEmpty()) {
            json.put(section, to);
        }
    }

    /** Takes one value over, or its absence. */
    private static void take(JsonObject json, JsonObject wanted, String key) {
        if (wanted.containsKey(key)) {
            json.put(key, wanted.getValue(key));
        } else {
            json.remove(key);
        }
    }

    private static Set<String> difference(Map<String, String> one, Map<String, String> other) {
        Set<String> paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        paths.removeIf(path -> Objects.equals(one.get(path), other.get(path)));
        Set<String> shown = new TreeSet<>();
        paths.forEach(path -> shown.add(shown(path)));
        return shown;
    }

    private static String shown(String path) {
        return Stream.of(CONSUMERS, USERS, CLUSTER, ConnectConfig.CONNECT)
                .filter(whole -> path.equals(whole) || path.startsWith(whole + ".") || path.startsWith(whole + "["))
                .findFirst()
                .orElse(path);
    }

    /** Whether the journal has to take a part of the change. */
    public boolean isWritten() {
        return changed.stream().anyMatch(path -> path.startsWith(QUEUES + ".") || path.startsWith(SCHEDULES + "."));
    }

    /**
     * As the reply to CONFIG RELOAD: OK, and what is missing.
     *
     * @param problems the changes that were refused, as texts
     */
    public String reply(List<String> problems) {
        String missing = missing(problems);
        return missing.isEmpty() ? "OK" : "OK, but " + missing;
    }

    /** The same as the log tells it. */
    public String line(List<String> problems) {
        String what = changed.isEmpty() ? "the configuration has not changed" : "changed " + String.join(", ", changed);
        String missing = missing(problems);
        return missing.isEmpty() ? what : what + "; " + missing;
    }

    private String missing(List<String> problems) {
        List<String> missing = new ArrayList<>(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
        if (missing.size() < problems.size()) {
            missing.add("and " + Units.count(problems.size() - missing.size(), "problem") + " more");
        }
        if (!needRestart.isEmpty()) {
            missing.add("a restart is needed for " + String.join(", ", needRestart));
        }
        return String.join("; ", missing);
    }
}
