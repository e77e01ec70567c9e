package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The division of the file descriptors among the journal, the tasks and the connections. */
class DescriptorBudgetTest {

    private static final JsonObject SERVER = new JsonObject().put("port", 0).put("maxConnections", 1000);
    /** For the listening socket, the kernel's table, refused connections and the spare. */
    private static final int OTHER = 1 + 1 + 16 + 16;

    private final JsonObject json = new JsonObject().put("server", SERVER.copy());

    private DescriptorBudget budget(long limit) {
        return DescriptorBudget.of(Configuration.from(json), limit, 40);
    }

    @Test
    void aLimitThatIsLargeEnoughChangesNothing() {
        assertThat(budget(1000 + 40 + OTHER).connections()).isEqualTo(1000);
        assertThat(budget(1000 + 40 + OTHER).warning()).isEmpty();
        assertThat(budget(Long.MAX_VALUE).connections()).isEqualTo(1000);
    }

    @Test
    void connectionsGetWhatIsLeft() {
        assertThat(budget(999 + 40 + OTHER).connections()).isEqualTo(999);
        assertThat(budget(999 + 40 + OTHER).warning())
                .hasValue(
                        "the server accepts only 999 connections instead of server.maxConnections 1000, since the process"
                                + " may open 1073 files: 40 are open, the journal gets 0, tasks 0, everything else 34; raise the"
                                + " limit to 1074 by ulimit -n, or by LimitNOFILE in a unit of systemd");
    }

    @Test
    void oneConnectionIsOneConnection() {
        assertThat(budget(1 + 40 + OTHER).warning().orElseThrow())
                .startsWith("the server accepts only 1 connection instead of server.maxConnections 1000, ");
    }

    @Test
    void theJournalGetsAnEighthAndAFewWithinBounds() {
        json.put("producer", new JsonObject().put("journal", "data"));
        assertThat(budget(200).journal()).isEqualTo(32 + 24);
        assertThat(budget(800).journal()).isEqualTo(100 + 24);
        assertThat(budget(1 << 20).journal()).isEqualTo(256 + 24);
    }

    @Test
    void eachSlotOfATaskGetsWhatItOpens() {
        json.put(
                "consumers",
                new JsonArray()
                        .add(consumer("exec", new JsonArray().add("cat"), 2, 3))
                        .add(consumer("tcp", "localhost:1", 1, 5))
                        .add(consumer("http", "http://localhost:1", 2, 7))
                        .add(consumer("task", "echo", 9, 9)));
        assertThat(budget(1000).tasks()).isEqualTo(6 * 2 * 3 + 5 + 2 * 7);
    }

    private static JsonObject consumer(String kind, Object task, int instances, int concurrency) {
        return new JsonObject()
                .put("queue", "q")
                .put(kind, task)
                .put("instances", instances)
                .put("concurrency", concurrency);
    }

    @Test
    void metricsGetTheirConnectionsAndASocketThatListens() {
        json.put("metrics", new JsonObject());
        assertThat(budget(1000 + 40 + OTHER + 65).connections()).isEqualTo(1000);
        assertThat(budget(1000 + 40 + OTHER + 64).connections()).isEqualTo(999);
    }

    @Test
    void theStartIsRefusedIfNothingIsLeft() {
        assertThat(budget(1 + 40 + OTHER).connections()).isEqualTo(1);
        assertThatThrownBy(() -> budget(40 + OTHER).connections())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the process may open 74 files, and needs more before the first connection: ")
                .hasMessageContaining("raise the limit to 1074 by ulimit -n");
    }
}
