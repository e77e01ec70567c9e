package dev.tutti.ops;

import dev.tutti.cluster.ClusterView;
import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The text of INFO: {@code key:value} lines under {@code # Section} headings. Safe to call from any thread. */
public final class ServerInfo {

    /**
     * The version of Redis whose INFO this one resembles. Clients and monitors decide by it which keys they may expect.
     */
    private static final String REDIS_VERSION = "7.4.0";

    private static final String DEFAULT = "default";

    private static final Set<String> WHOLE = Set.of(DEFAULT, "all", "everything");

    private static final List<String> SECTIONS =
            List.of("server", "clients", "memory", "persistence", "stats", "replication", "cluster", "keyspace");
    /** Not part of the default. */
    private static final String SLOW = "slow";

    private final Statistics statistics;
    private final IntSupplier maxConnections;
    private final MemoryUse items;
    private final Supplier<Journal> journal;
    private final ClusterView cluster;

    /**
     * @param items the memory that all items take
     * @param journal gives the one that is in use
     * @param cluster null if the server is in none
     */
    public ServerInfo(
            Statistics statistics,
            IntSupplier maxConnections,
            MemoryUse items,
            Supplier<Journal> journal,
            ClusterView cluster) {
        this.statistics = statistics;
        this.maxConnections = maxConnections;
        this.items = items;
        this.journal = journal;
        this.cluster = cluster;
    }

    /** The reason for which the journal has failed; null if it works, even if its disk is nearly full. */
    public String failure() {
        Health health = journal.get().health();
        return health.state() == Health.State.FAILED ? health.trouble() : null;
    }

    public Statistics statistics() {
        return statistics;
    }

    /**
     * The names that {@link #text} knows, in lower case: of the sections, in their order, then of all sections
     * together.
     */
    public static List<String> names() {
        List<String> names = new ArrayList<>(SECTIONS);
        names.add(SLOW);
        names.addAll(new TreeSet<>(WHOLE));
        return names;
    }

    /** Whether the named sections include this one. All names are in lower case. */
    public static boolean includes(Collection<String> named, String section) {
        return named.contains(section)
                || named.stream()
                        .anyMatch(
                                name -> WHOLE.contains(name) && (SECTIONS.contains(section) || !DEFAULT.equals(name)));
    }

    /**
     * Writes sections in their order, each once.
     *
     * @param named in lower case
     * @param blocked the number of connections that wait for a reply
     */
    public String text(Collection<String> named, long blocked) {
        StringBuilder text = new StringBuilder();
        sections(blocked).forEach((name, lines) -> {
            if (includes(named, name.toLowerCase(Locale.ROOT))) {
                text.append(text.isEmpty() ? "# " : "\r\n# ").append(name).append("\r\n");
                lines.forEach((key, value) ->
                        text.append(key).append(':').append(value).append("\r\n"));
            }
        });
        return text.toString();
    }

    private Map<String, Map<String, Object>> sections(long blocked) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("Server", server());
        sections.put("Clients", clients(blocked));
        sections.put("Memory", memory());
        sections.put("Persistence", persistence());
        sections.put("Stats", stats());
        sections.put(
                "Replication",
                cluster == null ? lines("role", "master", "connected_slaves", 0) : ReplicationInfo.lines(cluster));
        sections.put("Cluster", lines("cluster_enabled", 0));
        sections.put("Keyspace", lines());
        sections.put("Slow", statistics.slowCommands().lines());
        return sections;
    }

    private Map<String, Object> server() {
        return lines(
                "tutti_version",
                Build.VERSION,
                "tutti_commit",
                Build.COMMIT,
                "redis_version",
                REDIS_VERSION,
                "redis_mode",
                "standalone",
                "java_version",
                Runtime.version().toString(),
                "process_id",
                ProcessHandle.current().pid(),
                "uptime_in_seconds",
                statistics.uptimeSeconds(),
                "uptime_in_days",
                TimeUnit.SECONDS.toDays(statistics.uptimeSeconds()),
                "draining",
                statistics.lifecycle().isDraining() ? 1 : 0);
    }

    private Map<String, Object> clients(long blocked) {
        return lines(
                "connected_clients",
                statistics.connected(),
                "maxclients",
                maxConnections.getAsInt(),
                "blocked_clients",
                blocked);
    }

    private Map<String, Object> memory() {
        Runtime runtime = Runtime.getRuntime();
        return lines(
                "used_memory",
                runtime.totalMemory() - runtime.freeMemory(),
                "heap_max",
                runtime.maxMemory(),
                "queued_bytes",
                items.used().getAsLong(),
                "queued_bytes_max",
                items.limit().getAsLong());
    }

    /** The state of the journal, under the names that Redis uses for its log. */
    private Map<String, Object> persistence() {
        Health health = journal.get().health();
        return lines(
                "loading",
                0,
                "async_loading",
                0,
                "rdb_bgsave_in_progress",
                0,
                "aof_rewrite_in_progress",
                0,
                "aof_enabled",
                journal.get().isDurable() ? 1 : 0,
                "aof_last_write_status",
                health.state() == Health.State.FAILED ? "err" : "ok",
                "journal_state",
                health.state().name().toLowerCase(Locale.ROOT),
                "journal_read_errors",
                health.readErrors(),
                "journal_trouble",
                health.trouble() == null ? health.readTrouble() : health.trouble());
    }

    private Map<String, Object> stats() {
        Map<String, Object> lines = commands();
        lines.putAll(items(statistics.items()));
        return lines;
    }

    private static Map<String, Object> items(ItemTotals items) {
        return lines(
                "total_items_put",
                items.put(),
                "total_items_done",
                items.done(),
                "total_items_failed",
                items.failed(),
                "total_items_retried",
                items.retried(),
                "total_items_dead",
                items.dead(),
                "total_items_expired",
                items.expired(),
                "total_items_cancelled",
                items.cancelled(),
                "unfinished_items",
                items.unfinished(),
                "kept_results",
                items.results());
    }

    private Map<String, Object> commands() {
        return lines(
                "total_connections_received",
                statistics.accepted(),
                "rejected_connections",
                statistics.rejected(),
                "total_commands_processed",
                statistics.commands(),
                "total_protocol_errors",
                statistics.protocolErrors(),
                "acl_access_denied_auth",
                statistics.passwordFailures(),
                "acl_access_denied_cmd",
                statistics.deniedCommands(),
                "acl_access_denied_key",
                statistics.deniedNames());
    }

    private static Map<String, Object> lines(Object... keysAndValues) {
        Map<String, Object> lines = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            lines.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return lines;
    }
}
