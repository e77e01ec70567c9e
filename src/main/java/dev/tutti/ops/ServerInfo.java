package dev.tutti.ops;

import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The text of INFO: {@code key:value} lines under {@code # Section} headings. Safe to call from any thread. */
public final class ServerInfo {

    private static final Set<String> WHOLE = Set.of("default", "all", "everything");

    private final Statistics statistics;
    private final int maxConnections;
    private final LongSupplier queuedBytes;
    private final long maxQueuedBytes;
    private final Journal journal;

    /** @param queuedBytes the memory that all items take at the moment. It is called from any thread. */
    public ServerInfo(
            Statistics statistics, int maxConnections, LongSupplier queuedBytes, long maxQueuedBytes, Journal journal) {
        this.statistics = statistics;
        this.maxConnections = maxConnections;
        this.queuedBytes = queuedBytes;
        this.maxQueuedBytes = maxQueuedBytes;
        this.journal = journal;
    }

    /** Returns the reason why nothing new is accepted, or null if everything is accepted. */
    public String trouble() {
        return journal.health().trouble();
    }

    public Statistics statistics() {
        return statistics;
    }

    /**
     * Returns the lines of one section, or of all sections for {@code default}, {@code all} and {@code everything}.
     *
     * @param section a name in lower case. An unknown section has no lines.
     */
    public String text(String section) {
        StringBuilder text = new StringBuilder();
        sections().forEach((name, lines) -> {
            if (WHOLE.contains(section) || section.equals(name.toLowerCase(Locale.ROOT))) {
                text.append(text.isEmpty() ? "# " : "\r\n# ").append(name).append("\r\n");
                lines.forEach((key, value) ->
                        text.append(key).append(':').append(value).append("\r\n"));
            }
        });
        return text.toString();
    }

    private Map<String, Map<String, Object>> sections() {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("Server", server());
        sections.put("Clients", lines("connected_clients", statistics.connected(), "maxclients", maxConnections));
        sections.put("Memory", memory());
        sections.put("Persistence", persistence());
        sections.put("Stats", stats());
        return sections;
    }

    private Map<String, Object> server() {
        return lines(
                "tutti_version",
                Build.VERSION,
                "tutti_commit",
                Build.COMMIT,
                "java_version",
                Runtime.version().toString(),
                "process_id",
                ProcessHandle.current().pid(),
                "uptime_in_seconds",
                statistics.uptimeSeconds());
    }

    private Map<String, Object> memory() {
        Runtime runtime = Runtime.getRuntime();
        return lines(
                "used_memory",
                runtime.totalMemory() - runtime.freeMemory(),
                "heap_max",
                runtime.maxMemory(),
                "queued_bytes",
                queuedBytes.getAsLong(),
                "queued_bytes_max",
                maxQueuedBytes);
    }

    /** The state of the journal, under the names that Redis uses for its log. */
    private Map<String, Object> persistence() {
        Health health = journal.health();
        Map<String, Object> lines = lines(
                "loading",
                0,
                "aof_enabled",
                journal.isDurable() ? 1 : 0,
                "aof_last_write_status",
                health.state() == Health.State.FAILED ? "err" : "ok",
                "journal_state",
                health.state().name().toLowerCase(Locale.ROOT));
        if (health.trouble() != null) {
            lines.put("journal_trouble", health.trouble());
        }
        return lines;
    }

    private Map<String, Object> stats() {
        return lines(
                "total_connections_received",
                statistics.accepted(),
                "rejected_connections",
                statistics.rejected(),
                "total_commands_processed",
                statistics.commands(),
                "total_protocol_errors",
                statistics.protocolErrors());
    }

    private static Map<String, Object> lines(Object... keysAndValues) {
        Map<String, Object> lines = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            lines.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return lines;
    }
}
