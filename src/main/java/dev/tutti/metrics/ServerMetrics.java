package dev.tutti.metrics;

import dev.tutti.ops.Build;
import dev.tutti.ops.ItemTotals;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.MemoryUse;
import dev.tutti.ops.Statistics;
import java.util.List;
import java.util.function.IntSupplier;

/** The metrics of the server as a whole. */
final class ServerMetrics implements MetricSource {

    private final Statistics statistics;
    private final IntSupplier maxConnections;
    private final List<MemoryUse> memory;

    ServerMetrics(Statistics statistics, IntSupplier maxConnections, List<MemoryUse> memory) {
        this.statistics = statistics;
        this.maxConnections = maxConnections;
        this.memory = memory;
    }

    @Override
    public void addTo(Families families) {
        boolean isRunning = statistics.lifecycle().phase() == Lifecycle.Phase.RUNNING;
        families.gauge("build_info", "The build of this server")
                .add(1, "version", Build.VERSION, "commit", Build.COMMIT);
        families.gauge("running", "Whether clients may come: 0 while the server recovers, drains or stops")
                .add(isRunning ? 1 : 0);
        addConnections(families);
        addMemory(families);
        addItems(families, statistics.items());
    }

    private void addConnections(Families families) {
        families.gauge("connections", "The connections of clients").add(statistics.connected());
        families.gauge("connections_limit", "The most connections at a time").add(maxConnections.getAsInt());
        families.counter("connections_accepted", "Connections that were accepted")
                .add(statistics.accepted());
        families.counter("connections_rejected", "Connections that were closed because there were too many")
                .add(statistics.rejected());
        families.counter("protocol_errors", "Requests that were no commands").add(statistics.protocolErrors());
        families.counter("password_failures", "Wrong passwords and users").add(statistics.passwordFailures());
    }

    private void addMemory(Families families) {
        Families.Values used =
                families.gauge("memory_used_bytes", "The memory in use that has a limit in the configuration");
        Families.Values limit = families.gauge("memory_limit_bytes", "The limits of that memory");
        for (MemoryUse use : memory) {
            used.add(use.used().getAsLong(), "content", use.content());
            limit.add(use.limit().getAsLong(), "content", use.content());
        }
    }

    private static void addItems(Families families, ItemTotals items) {
        families.counter("items_put", "Items that came into a queue").add(items.put());
        families.counter("items_done", "Items that were finished").add(items.done());
        families.counter("items_failed", "Items that failed for good").add(items.failed());
        families.counter("items_retried", "Attempts that failed or were lost, and were not the last")
                .add(items.retried());
        families.counter("items_dead", "Items that went to a dead-letter queue").add(items.dead());
        families.counter("items_expired", "Items that were dropped because nobody got them in time")
                .add(items.expired());
        families.counter("items_cancelled", "Items that were cancelled").add(items.cancelled());
        families.gauge("items_unfinished", "Items in all queues, those in flight included")
                .add(items.unfinished());
        families.gauge("results_kept", "Results of submitted tasks that are kept")
                .add(items.results());
    }
}
