package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A journal that a server with records of version 1 has left, which was killed; see {@link StoredJournal}. */
@Timeout(60)
class StoredJournalIT {

    /** More than the server that left it can have given out. */
    private static final long LAST_ID = 1000;

    @TempDir
    static Path stored;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().journaled(stored);

    private RespClient client;

    @BeforeAll
    static void unpack() throws IOException {
        StoredJournal.unpack("/journal-v1.zip", stored);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    /** What it is given, with the attempts: {@code body 2}. */
    private List<String> getAll(String queue) {
        List<String> got = new ArrayList<>();
        Object reply = client.ask("QUEUE GET " + queue + " TIMEOUT 0");
        while (reply instanceof List<?> delivery) {
            got.add(delivery.get(1) + " " + delivery.get(2));
            reply = client.ask("QUEUE GET " + queue + " TIMEOUT 0");
        }
        return got;
    }

    private List<Object> settings(String queue) {
        List<Object> stats = client.list("QUEUE STATS " + queue);
        return stats.subList(0, stats.indexOf("size"));
    }

    @Test
    void isThere() {
        assertThat(stored.resolve("db-1")).isDirectoryContaining("glob:**.sst").isDirectoryContaining("glob:**.log");
    }

    @Test
    void itsItemsComeInTheirOrder() {
        assertThat(getAll("plain")).containsExactly("in-flight 2", "front 1", "last 1", "moved 1");
        assertThat(getAll("ranked")).containsExactly("early 2", "late 1");
        assertThat(getAll("stack")).containsExactly("second 1", "first 1");
        assertThat(getAll("failing.dead")).containsExactly("dead 1");
        assertThat(getAll("\u00e4rger")).containsExactly(" 1");
        assertThat(server.items("large"))
                .containsExactly("197-" + "x".repeat(3000), "198-" + "x".repeat(3000), "199-" + "x".repeat(3000));
    }

    @Test
    void itsDelaysGoOn() {
        assertThat(server.stat("delayed", "delayed")).isEqualTo(2);
        assertThat(server.stat("delayed", "size")).isZero();
    }

    @Test
    void itsQueuesAreAsTheyWere() {
        assertThat(client.list("QUEUE LIST"))
                .containsExactly(
                        "closed",
                        "delayed",
                        "draining",
                        "failing.dead",
                        "large",
                        "plain",
                        "ranked",
                        "stack",
                        "tasks",
                        "\u00e4rger");
        assertThat(settings("ranked")).containsExactly("kind", "priority", "maxsize", 50L);
        assertThat(client.ask("QUEUE CREATE ranked LEASE 60000 ATTEMPTS 4")).isEqualTo("OK");
        assertThat(settings("stack")).containsExactly("kind", "lifo", "maxsize", 100_000L);
        assertThat(getAll("draining")).containsExactly("left 1");
        assertThat(client.refusal("QUEUE PUT draining more")).startsWith("SHUTDOWN ");
        assertThat(client.refusal("QUEUE GET closed")).startsWith("SHUTDOWN ");
    }

    @Test
    void itsResultsAreKept() {
        long first = firstTask();
        assertThat(client.ask("AWAIT tasks " + first)).isEqualTo("result");
        assertThat(client.ask("AWAIT tasks " + (first + 1))).isEqualTo(new Failure("FAILED why"));
        assertThat(client.refusal("AWAIT tasks " + (first + 2))).startsWith("CANCELLED ");
        assertThat(client.ask("AWAIT tasks " + (first + 3) + " TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(client.list("QUEUE GET tasks").get(1)).isEqualTo("waiting");
        assertThat(client.ask("QUEUE DONE tasks " + (first + 3) + " late")).isEqualTo("OK");
        assertThat(client.ask("AWAIT tasks " + (first + 3))).isEqualTo("late");
    }

    private long firstTask() {
        return (Long) ((List<?>) client.list("QUEUE PEEK tasks").get(0)).get(0) - 3;
    }

    @Test
    void itsEventsAreSet() {
        assertThat(client.integer("EVENT IS_SET set")).isEqualTo(1);
        assertThat(client.integer("EVENT IS_SET \u00e4rger")).isEqualTo(1);
        assertThat(client.integer("EVENT IS_SET cleared")).isZero();
    }

    @Test
    void itsNumbersGoOn() {
        assertThat(client.integer("QUEUE PUT plain x")).isGreaterThan(LAST_ID);
        assertThat(client.integer("LOCK ACQUIRE lock")).isPositive();
    }
}
