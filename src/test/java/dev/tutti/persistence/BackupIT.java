package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** BACKUP, and a server that starts with what it made. */
@Timeout(60)
class BackupIT {

    @TempDir
    private Path directory;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().journaled();

    private static String told(Path backup) {
        return "BACKUP " + backup;
    }

    @ParameterizedTest
    @EnumSource(StopMode.class)
    void aServerStartsWithTheBackup(StopMode mode) throws Exception {
        RespClient client = server.connect();
        client.ask("QUEUE PUT q ready");
        client.ask("QUEUE PUT q held");
        client.ask("QUEUE PUT q later DELAY 3600000");
        client.ask("EVENT SET e");
        client.ask("LOCK ACQUIRE l LEASE 3600000 DETACHED");
        client.ask("SCHEDULE SET s q x EVERY 3600000");
        client.ask("QUEUE ALTER q ATTEMPTS 7");
        client.ask("QUEUE PAUSE p");
        Path backup = directory.resolve("backup");
        assertThat(client.ask(told(backup))).isEqualTo("OK");
        client.ask("QUEUE PUT q behind");
        TuttiServer restored = TuttiServer.bare().journaled(backup);
        ExtensionContext none = null;
        restored.beforeEach(none);
        try {
            restored.restart(mode);
            RespClient other = restored.connect();
            assertThat(restored.items("q")).containsExactly("ready", "held");
            assertThat(restored.stat("q", "delayed")).isEqualTo(1);
            assertThat(other.ask("EVENT IS_SET e")).isEqualTo(1L);
            assertThat(other.ask("LOCK ACQUIRE l TIMEOUT 0")).isEqualTo(RespClient.Null.BULK);
            assertThat(other.list("SCHEDULE LIST")).hasSize(1);
            assertThat(restored.stat("p", "paused")).isEqualTo(1);
            assertThat(other.ask("QUEUE PUT q new")).isInstanceOf(Long.class);
        } finally {
            restored.afterEach(none);
        }
        assertThat(server.items("q")).containsExactly("ready", "held", "behind");
    }

    @Test
    void underLoadItHasEverythingThatWasAcknowledgedBeforeIt() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        RespClient putter = server.connect();
        CompletableFuture<List<String>> load = CompletableFuture.supplyAsync(() -> {
            List<String> put = new ArrayList<>();
            while (!ended.get() && put.size() < 50_000) {
                putter.ask("QUEUE PUT q item-" + put.size());
                put.add("item-" + put.size());
            }
            return put;
        });
        RespClient client = server.connect();
        // Many items may have been put before the first look.
        Await.until("an item is put", () -> server.stat("q", "put") > 0);
        long before = server.stat("q", "put");
        Path backup = directory.resolve("backup");
        assertThat(client.ask(told(backup))).isEqualTo("OK");
        ended.set(true);
        List<String> put = load.get();
        TuttiServer restored = TuttiServer.bare().journaled(backup);
        ExtensionContext none = null;
        restored.beforeEach(none);
        try {
            int found = (int) restored.stat("q", "size");
            assertThat((long) found).isBetween(before, (long) put.size());
            List<?> first = restored.connect().list("QUEUE GET q COUNT 100000");
            assertThat(first).hasSize(found);
            for (int i = 0; i < found; i++) {
                assertThat(((List<?>) first.get(i)).get(1)).isEqualTo(put.get(i));
            }
        } finally {
            restored.afterEach(none);
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        RespClient client = server.connect();
        assertThat(client.refusal(told(directory)))
                .isEqualTo("ERR " + directory + " is there already, name a directory that is not");
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }
}
