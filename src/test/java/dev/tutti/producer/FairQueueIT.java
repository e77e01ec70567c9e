package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** KIND fair over connections, owners, restarts and with a consumer of this process. */
class FairQueueIT extends RestartCase {

    FairQueueIT(StopMode mode) {
        super(
                mode,
                TuttiServer.bare()
                        .journaled()
                        .producer("instances", 2)
                        .queue("tenants", new JsonObject().put("kind", "fair").put("groupLimit", 1))
                        .consumer(new JsonObject()
                                .put("queue", "tenants")
                                .put("task", "upper")
                                .put("concurrency", 4)));
    }

    private void put(String... items) {
        for (String item : items) {
            client.integer("QUEUE PUT q " + item + " GROUP " + item.charAt(0));
        }
    }

    private List<String> getAll() {
        List<String> items = new ArrayList<>();
        Object got = client.ask("QUEUE GET q TIMEOUT 0");
        while (got instanceof List<?> item) {
            items.add((String) item.get(1));
            got = client.ask("QUEUE GET q TIMEOUT 0");
        }
        return items;
    }

    @Test
    void groupsTakeTurnsAndKeepTheirOrderOverARestart() throws Exception {
        client.ask("QUEUE CREATE q KIND fair");
        put("a1", "a2", "a3", "b1", "b2");
        client.integer("QUEUE PUT q 01");
        assertThat(client.list("QUEUE GET q TIMEOUT 0")).contains("a1");
        server.restart(mode);
        connect();
        assertThat(client.list("QUEUE STATS q")).startsWith("kind", "fair");
        List<String> items = getAll();
        assertThat(items.subList(0, 3)).containsExactlyInAnyOrder("a1", "b1", "01");
        assertThat(items.subList(3, 6)).containsExactlyInAnyOrder("a2", "b2", "a3");
        assertThat(items).containsSubsequence("a1", "a2", "a3").containsSubsequence("b1", "b2");
    }

    @Test
    void theLimitHoldsOverARestartAndForADetachedItem() throws Exception {
        client.ask("QUEUE CREATE q KIND fair GROUPLIMIT 1");
        put("a1", "a2", "b1");
        List<?> first = client.list("QUEUE GET q LEASE 3600000 DETACHED");
        server.restart(mode);
        connect();
        assertThat(client.list("QUEUE GET q TIMEOUT 0")).contains("b1");
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
        RespClient other = server.connect();
        other.tell("QUEUE GET q");
        assertThat(client.ask("QUEUE DONE q " + first.get(0) + " ATTEMPT 1")).isEqualTo("OK");
        assertThat((List<?>) other.read()).asString().contains("a2");
    }

    @Test
    void aGroupGoesWithItsItemsToQueuesOfOtherOwners() {
        for (String other : List.of("r", "s", "t", "u")) {
            client.ask("QUEUE CREATE q KIND fair");
            client.ask("QUEUE CREATE " + other + " KIND fair");
            put("a1", "a2", "b1");
            client.integer("QUEUE MOVE q plain-" + other);
            assertThat(client.integer("QUEUE MOVE plain-" + other + " " + other))
                    .isEqualTo(3);
            assertThat(server.items(other)).containsExactly("a1", "b1", "a2");
        }
    }

    @Test
    void aConsumerWorksOnTheTasksOfGroups() {
        for (int i = 0; i < 20; i++) {
            client.tell("RUN tenants task" + i + " GROUP g" + i % 3);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(client.read()).isEqualTo("TASK" + i);
        }
        assertThat(server.stat("tenants", "done")).isEqualTo(20);
        assertThat(client.refusal("RUN tenants x PRIORITY 1")).contains("takes no PRIORITY");
    }

    @Test
    void aScheduleKeepsItsGroupOverARestart() throws Exception {
        client.ask("QUEUE CREATE q KIND fair GROUPLIMIT 1");
        put("t1");
        assertThat(client.list("QUEUE GET q LEASE 3600000 DETACHED")).contains("t1");
        assertThat(client.ask("SCHEDULE SET s q tick EVERY 200 GROUP t")).isEqualTo("OK");
        assertThat(client.refusal("SCHEDULE SET s other tick EVERY 200 GROUP t"))
                .isEqualTo("ERR queue other takes no GROUP: it is of KIND fifo, and only queues of KIND fair take one");
        server.restart(mode);
        connect();
        server.awaitStat("q", "size", 1);
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }
}
