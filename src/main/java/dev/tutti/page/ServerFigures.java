package dev.tutti.page;

import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import dev.tutti.journal.Health;
import dev.tutti.log.EventKind;
import dev.tutti.ops.Build;
import dev.tutti.ops.ConsumerFigures;
import dev.tutti.ops.ConsumerMeter.End;
import dev.tutti.ops.Histogram;
import dev.tutti.ops.ItemTotals;
import dev.tutti.ops.MemoryUse;
import dev.tutti.ops.Statistics;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The part of the overview for which no owner has to be asked. */
final class ServerFigures {

    private final WatchedServer watched;
    private final Statistics statistics;
    private final Supplier<List<Histogram>> lag;

    ServerFigures(WatchedServer watched, Supplier<List<Histogram>> lag) {
        this.watched = watched;
        this.statistics = watched.statistics();
        this.lag = lag;
    }

    JsonObject json() {
        return new JsonObject()
                .put("server", server())
                .put("cluster", cluster())
                .put("connections", connections())
                .put("items", items(statistics.items()))
                .put("memory", memory())
                .put("journal", journal())
                .put("consumers", consumers())
                .put("events", events())
                .put("loops", loops());
    }

    private JsonObject server() {
        return new JsonObject()
                .put("version", Build.VERSION)
                .put("commit", Build.COMMIT)
                .put("phase", statistics.lifecycle().phase().name().toLowerCase(Locale.ROOT))
                .put("upMillis", ManagementFactory.getRuntimeMXBean().getUptime())
                .put("commands", statistics.commands());
    }

    /** Null if the server is in none. */
    private JsonObject cluster() {
        ClusterView cluster = watched.cluster();
        if (cluster == null) {
            return null;
        }
        ClusterState state = cluster.state();
        JsonArray nodes = new JsonArray();
        for (ClusterNode node : state.nodes()) {
            JsonObject row = new JsonObject().put("name", node.name()).put("client", node.address());
            cluster.status(node.name())
                    .ifPresent(status -> row.put("state", status.state())
                            .put("applied", status.appliedIndex())
                            .put("lag", status.lag())
                            .put("silentMillis", status.silentMillis()));
            nodes.add(row);
        }
        return new JsonObject()
                .put("name", cluster.name())
                .put("node", cluster.self().name())
                .put("role", state.role().name().toLowerCase(Locale.ROOT))
                .put("leader", state.leader() == null ? null : state.leader().name())
                .put("term", state.term())
                .put(
                        "lease",
                        state.lease() == null
                                ? null
                                : state.lease().state().name().toLowerCase(Locale.ROOT))
                .put("nodes", nodes);
    }

    private JsonObject connections() {
        return new JsonObject()
                .put("open", statistics.connected())
                .put("limit", watched.maxConnections().getAsInt())
                .put("accepted", statistics.accepted())
                .put("rejected", statistics.rejected())
                .put("protocolErrors", statistics.protocolErrors())
                .put("passwordFailures", statistics.passwordFailures());
    }

    private static JsonObject items(ItemTotals totals) {
        return new JsonObject()
                .put("unfinished", totals.unfinished())
                .put("put", totals.put())
                .put("done", totals.done())
                .put("failed", totals.failed())
                .put("dead", totals.dead())
                .put("results", totals.results());
    }

    private JsonArray memory() {
        JsonArray rows = new JsonArray();
        for (MemoryUse use : watched.memory()) {
            rows.add(new JsonObject()
                    .put("content", use.content())
                    .put("used", use.used().getAsLong())
                    .put("limit", use.limit().getAsLong()));
        }
        Runtime java = Runtime.getRuntime();
        return rows.add(new JsonObject()
                .put("content", "heap")
                .put("used", java.totalMemory() - java.freeMemory())
                .put("limit", java.maxMemory()));
    }

    /** Null while it is not open. */
    private JsonObject journal() {
        Health health = watched.journalHealth();
        if (health == null) {
            return null;
        }
        JsonObject journal = new JsonObject()
                .put("state", health.state().name().toLowerCase(Locale.ROOT))
                .put("trouble", health.trouble())
                .put("reserve", watched.reserve())
                .put("commits", times(List.of(statistics.meters().commits().seconds())));
        watched.journal().get().freeBytes().ifPresent(free -> journal.put("free", free));
        return journal;
    }

    /** One for each queue and task that a consumer has. */
    private JsonArray consumers() {
        JsonArray rows = new JsonArray();
        for (ConsumerFigures consumer : statistics.meters().consumers().figures()) {
            JsonObject ends = new JsonObject();
            for (End end : End.values()) {
                ends.put(end.name().toLowerCase(Locale.ROOT), times(consumer.seconds(end)));
            }
            rows.add(new JsonObject()
                    .put("queue", consumer.queue())
                    .put("task", consumer.task())
                    .put("instances", consumer.instances())
                    .put("running", consumer.running())
                    .put("slots", consumer.slots())
                    .put("abandoned", consumer.abandoned())
                    .put("ends", ends));
        }
        return rows;
    }

    /** Those kinds of which there were any, with their last lines in the log, the newest first. */
    private JsonObject events() {
        JsonObject events = new JsonObject();
        for (EventKind kind : EventKind.values()) {
            long count = watched.events().count(kind);
            if (count > 0) {
                JsonArray lines = new JsonArray();
                watched.events()
                        .recent(kind)
                        .forEach(line -> lines.add(
                                new JsonObject().put("text", line.text()).put("ageMillis", line.ageMillis())));
                events.put(kind.word(), new JsonObject().put("count", count).put("lines", lines));
            }
        }
        return events;
    }

    private JsonArray loops() {
        JsonArray rows = new JsonArray();
        lag.get().forEach(loop -> rows.add(times(List.of(loop))));
        return rows;
    }

    private static JsonObject times(List<Histogram> parts) {
        return new JsonObject()
                .put("count", parts.stream().mapToLong(Histogram::count).sum())
                .put("seconds", parts.stream().mapToDouble(Histogram::sum).sum());
    }
}
