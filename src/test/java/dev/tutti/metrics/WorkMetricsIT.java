package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics of consumers, of locks and their kin, and of events, of a whole server. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class WorkMetricsIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    WorkMetricsIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .server("deadlockTimeout", "100ms")
                .consumer(new JsonObject()
                        .put("queue", "short")
                        .put("task", "sleep")
                        .put("instances", 2)
                        .put("concurrency", 3)
                        .put("timeout", "20ms"))
                .metrics();
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private double value(String name) {
        return server.http().scrape().value(name);
    }

    private double items(String end, String queue, String task) {
        return value("tutti_consumer_items_total{end=\"" + end + "\",queue=\"" + queue + "\",task=\"" + task + "\"}");
    }

    // ---- consumers

    @Test
    void itemsOfConsumersAreCountedByTheirEnd() {
        client.ask("RUN echo a");
        client.refusal("RUN fail a");
        client.refusal("RUN short 600000");
        assertThat(items("done", "echo", "echo")).isEqualTo(1);
        assertThat(items("failed", "fail", "fail")).isEqualTo(1);
        assertThat(items("timed_out", "short", "sleep")).isEqualTo(1);
        assertThat(items("done", "short", "sleep")).isZero();
        assertThat(value("tutti_consumer_item_seconds_count{queue=\"short\",task=\"sleep\"}"))
                .isEqualTo(1);
        assertThat(value("tutti_consumer_item_seconds_sum{queue=\"short\",task=\"sleep\"}"))
                .isBetween(0.02, 60.0);
    }

    @Test
    void instancesOfAConsumerAreAddedUp() {
        assertThat(value("tutti_consumer_slots{queue=\"short\",task=\"sleep\"}"))
                .isEqualTo(6);
    }

    @Test
    void itemsThatRunAreShown() {
        RespClient other = server.connect();
        other.tell("RUN sleep 600000");
        Await.until("the item runs", () -> value("tutti_consumer_running{queue=\"sleep\",task=\"sleep\"}") == 1);
        other.close();
        Await.until("the item was cancelled", () -> items("cancelled", "sleep", "sleep") == 1);
        Await.until("no item runs", () -> value("tutti_consumer_running{queue=\"sleep\",task=\"sleep\"}") == 0);
    }

    // ---- consumers that come and go by reloads

    private void task(String queue, JsonObject consumer) {
        server.withoutConsumer(queue).consumer(consumer.put("queue", queue));
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
    }

    private List<String> shown(String queue) {
        JsonArray consumers = new JsonObject(server.http().get("/api/overview").body()).getJsonArray("consumers");
        return consumers.stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getString("queue").equals(queue))
                .map(row -> row.getString("task") + " " + row.getInteger("instances") + " " + row.getInteger("slots"))
                .toList();
    }

    @Test
    void aTaskThatIsReplacedAndComesBackIsThereOnce() {
        task("echo", new JsonObject().put("task", "upper"));
        assertThat(shown("echo")).containsExactly("upper 1 64");
        assertThat(server.http().scrape().values().keySet())
                .filteredOn(name -> name.contains("queue=\"echo\",task=\"echo\""))
                .isEmpty();
        task("echo", new JsonObject().put("task", "echo"));
        assertThat(shown("echo")).containsExactly("echo 1 64");
        assertThat(value("tutti_consumer_slots{queue=\"echo\",task=\"echo\"}")).isEqualTo(64);
    }

    @Test
    void aConsumerThatGetsOtherSettingsGoesOnCounting() {
        for (int concurrency = 1; concurrency <= 3; concurrency++) {
            client.ask("RUN echo a");
            task("echo", new JsonObject().put("task", "echo").put("concurrency", concurrency));
            assertThat(items("done", "echo", "echo")).isEqualTo(concurrency);
            assertThat(shown("echo")).containsExactly("echo 1 " + concurrency);
        }
        assertThat(value("tutti_consumer_item_seconds_count{queue=\"echo\",task=\"echo\"}"))
                .isEqualTo(3);
    }

    @Test
    void aConsumerThatCannotBeginLeavesNothing() {
        server.consumer(new JsonObject()
                .put("queue", "q")
                .put("class", "dev.tutti.consumer.UserTasks$BadStart")
                .put("concurrency", 2));
        assertThat(client.refusal("CONFIG RELOAD")).contains("no database");
        assertThat(shown("q")).isEmpty();
        assertThat(shown("short")).containsExactly("sleep 2 6");
    }

    // ---- locks and their kin

    @Test
    void locksThatAreHeldAndWaitedForAreShown() {
        client.ask("LOCK ACQUIRE a");
        client.ask("LOCK ACQUIRE b");
        client.ask("SEMAPHORE ACQUIRE s LIMIT 3");
        RespClient other = server.connect();
        other.ask("SEMAPHORE ACQUIRE s LIMIT 3");
        long id = other.id();
        other.tell("LOCK ACQUIRE a");
        server.awaitUnanswered(id, 1);
        assertThat(value("tutti_sync_held{kind=\"lock\"}")).isEqualTo(2);
        assertThat(value("tutti_sync_waiters{kind=\"lock\"}")).isEqualTo(1);
        assertThat(value("tutti_sync_held{kind=\"semaphore\"}")).isEqualTo(1);
        assertThat(value("tutti_sync_holders{kind=\"semaphore\"}")).isEqualTo(2);
        Await.until("time passes", () -> value("tutti_sync_longest_wait_seconds{kind=\"lock\"}") > 0);
        assertThat(value("tutti_sync_longest_hold_seconds{kind=\"lock\"}")).isPositive();
        assertThat(value("tutti_sync_longest_wait_seconds{kind=\"semaphore\"}")).isZero();
        assertThat(value("tutti_sync_waiters{kind=\"barrier\"}")).isZero();
    }

    @Test
    void aDeadlockIsCounted() {
        assertThat(value("tutti_events_total{kind=\"deadlock\"}")).isZero();
        RespClient other = server.connect();
        client.ask("LOCK ACQUIRE a");
        other.ask("LOCK ACQUIRE b");
        long id = other.id();
        other.tell("LOCK ACQUIRE a");
        server.awaitUnanswered(id, 1);
        client.tell("LOCK ACQUIRE b"); // one of both is refused: if they came in the same millisecond, either
        Await.until("it is counted", () -> value("tutti_events_total{kind=\"deadlock\"}") == 1);
    }
}
