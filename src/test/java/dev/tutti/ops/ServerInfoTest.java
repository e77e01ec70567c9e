package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.VolatileJournal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerInfoTest {

    private final Statistics statistics = new Statistics(NoSlowCommands.keep(), null);
    private final ServerInfo info = new ServerInfo(
            statistics, () -> 2, new MemoryUse("items", () -> 77, () -> 1000), VolatileJournal::new, null);

    private String text(String... sections) {
        return info.text(Set.of(sections), 5);
    }

    @Test
    void allSectionsStandUnderTheirHeadings() {
        String text = text("default");
        assertThat(text.lines().filter(line -> line.startsWith("# ")))
                .containsExactly(
                        "# Server",
                        "# Clients",
                        "# Memory",
                        "# Persistence",
                        "# Stats",
                        "# Replication",
                        "# Cluster",
                        "# Keyspace");
        assertThat(text)
                .startsWith("# Server\r\ntutti_version:" + Build.VERSION + "\r\ntutti_commit:" + Build.COMMIT + "\r\n");
        assertThat(text).contains("\r\n\r\n# Clients\r\nconnected_clients:0\r\nmaxclients:2\r\n");
        assertThat(text).doesNotContain("# Slow");
        assertThat(text("all")).isEqualTo(text("everything")).endsWith("\r\n\r\n# Slow\r\ntotal_slow_commands:0\r\n");
    }

    @Test
    void everyLineIsAKeyAndAValue() {
        assertThat(text("default").split("\r\n"))
                .allMatch(line -> line.matches("|# [A-Z][a-z]+|[a-z_]+:\\S+|journal_trouble:"));
    }

    @Test
    void oneSectionMayBeAskedFor() {
        assertThat(text("persistence"))
                .isEqualTo("# Persistence\r\nloading:0\r\nasync_loading:0\r\nrdb_bgsave_in_progress:0\r\n"
                        + "aof_rewrite_in_progress:0\r\naof_enabled:0\r\naof_last_write_status:ok\r\njournal_state:ok\r\n"
                        + "journal_read_errors:0\r\njournal_trouble:\r\n");
        assertThat(text("nosuch")).isEmpty();
    }

    @Test
    void severalSectionsMayBeAskedForAndComeInTheirOrder() {
        assertThat(text("replication", "cluster", "clients"))
                .isEqualTo("# Clients\r\nconnected_clients:0\r\nmaxclients:2\r\nblocked_clients:5\r\n\r\n"
                        + "# Replication\r\nrole:master\r\nconnected_slaves:0\r\n\r\n"
                        + "# Cluster\r\ncluster_enabled:0\r\n");
    }

    @Test
    void everyNamedSectionExists() {
        assertThat(ServerInfo.names()).allSatisfy(name -> assertThat(text(name)).isNotEmpty());
    }

    @Test
    void toolsFindAVersionThatTheyAccept() {
        assertThat(text("server"))
                .containsPattern("\r\nredis_version:\\d+\\.\\d+\\.\\d+\r\n")
                .contains("\r\nredis_mode:standalone\r\n");
    }

    @Test
    void memoryTellsWhatIsQueued() {
        assertThat(text("memory")).contains("\r\nqueued_bytes:77\r\n", "\r\nqueued_bytes_max:1000\r\n");
    }

    @Test
    void countsConnectionsUpToTheirLimit() {
        assertThat(statistics.connect(2)).isTrue();
        assertThat(statistics.connect(2)).isTrue();
        assertThat(statistics.connect(2)).isFalse();
        statistics.disconnect();
        assertThat(text("clients")).contains("\r\nconnected_clients:1\r\n");
        assertThat(text("stats")).contains("total_connections_received:2\r\n", "rejected_connections:1\r\n");
        assertThat(statistics.connect(2)).isTrue();
    }

    @Test
    void countsCommandsAndWhatWasNone() {
        statistics.commands(3);
        statistics.commands(4);
        statistics.protocolError();
        assertThat(text("stats")).contains("total_commands_processed:7\r\n", "total_protocol_errors:1\r\n");
    }

    @Test
    void countsItemsAndResults() {
        ItemTotals items = statistics.items();
        List<Runnable> counts = List.of(
                items::countPut,
                items::countDone,
                items::countFailed,
                items::countRetried,
                items::countDead,
                items::countExpired,
                items::countCancelled);
        for (int times = 0; times < counts.size(); times++) {
            counts.subList(times, counts.size()).forEach(Runnable::run);
        }
        items.changeUnfinished(9);
        items.changeUnfinished(-1);
        items.changeResults(11);
        items.changeResults(-2);
        assertThat(text("stats"))
                .endsWith("total_items_put:1\r\ntotal_items_done:2\r\ntotal_items_failed:3\r\n"
                        + "total_items_retried:4\r\ntotal_items_dead:5\r\ntotal_items_expired:6\r\n"
                        + "total_items_cancelled:7\r\nunfinished_items:8\r\nkept_results:9\r\n");
    }
}
