package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.VolatileJournal;
import org.junit.jupiter.api.Test;

class ServerInfoTest {

    private final Statistics statistics = new Statistics();
    private final ServerInfo info = new ServerInfo(statistics, 2, () -> 77, 1000, new VolatileJournal());

    @Test
    void allSectionsStandUnderTheirHeadings() {
        String text = info.text("default");
        assertThat(text.lines().filter(line -> line.startsWith("# ")))
                .containsExactly("# Server", "# Clients", "# Memory", "# Persistence", "# Stats");
        assertThat(text)
                .startsWith("# Server\r\ntutti_version:" + Build.VERSION + "\r\ntutti_commit:" + Build.COMMIT + "\r\n");
        assertThat(text).contains("\r\n\r\n# Clients\r\nconnected_clients:0\r\nmaxclients:2\r\n");
        assertThat(info.text("all")).hasLineCount((int) text.lines().count());
        assertThat(info.text("everything")).hasLineCount((int) text.lines().count());
    }

    @Test
    void everyLineIsAKeyAndAValue() {
        assertThat(info.text("default").split("\r\n")).allMatch(line -> line.matches("|# [A-Z][a-z]+|[a-z_]+:\\S+"));
    }

    @Test
    void oneSectionMayBeAskedFor() {
        assertThat(info.text("persistence"))
                .isEqualTo(
                        "# Persistence\r\nloading:0\r\naof_enabled:0\r\naof_last_write_status:ok\r\njournal_state:ok\r\n");
        assertThat(info.text("nosuch")).isEmpty();
    }

    @Test
    void memoryTellsWhatIsQueued() {
        assertThat(info.text("memory")).contains("\r\nqueued_bytes:77\r\n", "\r\nqueued_bytes_max:1000\r\n");
    }

    @Test
    void countsConnectionsUpToTheirLimit() {
        assertThat(statistics.connect(2)).isTrue();
        assertThat(statistics.connect(2)).isTrue();
        assertThat(statistics.connect(2)).isFalse();
        statistics.disconnect();
        assertThat(info.text("clients")).contains("\r\nconnected_clients:1\r\n");
        assertThat(info.text("stats")).contains("total_connections_received:2\r\n", "rejected_connections:1\r\n");
        assertThat(statistics.connect(2)).isTrue();
    }

    @Test
    void countsCommandsAndWhatWasNone() {
        statistics.commands(3);
        statistics.commands(4);
        statistics.protocolError();
        assertThat(info.text("stats")).contains("total_commands_processed:7\r\n", "total_protocol_errors:1\r\n");
    }
}
