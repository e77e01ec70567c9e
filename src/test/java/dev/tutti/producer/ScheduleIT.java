package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** SCHEDULE over TCP, with one owner of queues and with several. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ScheduleIT {

    private static final long HOUR = 3_600_000;

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    ScheduleIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .producer("maxSchedules", 5)
                .schedule(
                        "configured",
                        new JsonObject().put("queue", "upper").put("item", "x").put("every", "1h"));
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connectResp3();
    }

    private void set(String schedule) {
        assertThat(client.ask("SCHEDULE SET " + schedule)).isEqualTo("OK");
    }

    /** The schedules by name, as maps. */
    @SuppressWarnings("unchecked")
    private Map<Object, Object> schedule(String name) {
        return (Map<Object, Object>) other.list("SCHEDULE LIST").stream()
                .filter(map -> ((Map<Object, Object>) map).get("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Object> names() {
        return other.list("SCHEDULE LIST").stream()
                .<Object>map(map -> ((Map<?, ?>) map).get("name"))
                .toList();
    }

    private byte[][] words(String... words) {
        return Stream.of(words)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    @Test
    void aWorkerGetsTheItemAgainAndAgain() {
        set("s q item EVERY 50");
        long last = 0;
        for (int i = 0; i < 4; i++) {
            List<Object> delivery = client.list("QUEUE GET q");
            assertThat(delivery).element(1).isEqualTo("item");
            assertThat((Long) delivery.get(0)).isGreaterThan(last);
            last = (Long) delivery.get(0);
            client.ask("QUEUE DONE q " + last);
        }
        assertThat(schedule("s")).containsEntry("every", 50L).containsEntry("queue", "q");
        assertThat((Long) schedule("s").get("last")).isPositive();
    }

    @Test
    void anUnfinishedItemMakesTheNextFiringsSkip() {
        set("s q item EVERY 20");
        long id = (Long) client.list("QUEUE GET q").get(0);
        Await.until("three firings are skipped", () -> (Long) schedule("s").get("skipped") >= 3);
        assertThat(client.integer("QUEUE PUT q other KEY schedule:s")).isEqualTo(id);
    }

    @Test
    void aScheduleIsListedAsItWasSet() {
        assertThat(client.ask(words(
                        "SCHEDULE", "SET", "ärger", "q", "a b", "CRON", "30 2 * * mon-fri", "ZONE", "Europe/Berlin")))
                .isEqualTo("OK");
        Map<Object, Object> listed = schedule("ärger");
        assertThat(listed.keySet()).containsExactly("name", "queue", "cron", "zone", "next", "last", "skipped");
        assertThat(listed)
                .containsEntry("cron", "30 2 * * mon-fri")
                .containsEntry("zone", "Europe/Berlin")
                .containsEntry("last", Null.RESP3)
                .containsEntry("skipped", 0L);
        assertThat(client.list("SCHEDULE LIST")).hasSize(2);
    }

    @Test
    void theConfigurationSetsSchedules() {
        assertThat(schedule("configured"))
                .containsEntry("queue", "upper")
                .containsEntry("every", HOUR)
                .containsEntry("zone", Null.RESP3);
    }

    @Test
    void aScheduleHasOneQueueWhicheverOwnerThatHas() {
        for (int i = 0; i < 20; i++) {
            set("s q" + i + " item EVERY 3600000");
            assertThat(names()).containsExactly("configured", "s");
            assertThat(schedule("s")).containsEntry("queue", "q" + i);
        }
        assertThat(client.ask("SCHEDULE DELETE s")).isEqualTo("OK");
        assertThat(client.ask("SCHEDULE DELETE s")).isEqualTo("OK");
        assertThat(names()).containsExactly("configured");
    }

    @Test
    void aScheduleThatMovesKeepsItsTimes() {
        set("s q0 item EVERY 3600000");
        Object next = schedule("s").get("next");
        for (int i = 1; i < 8; i++) {
            set("s q" + i + " item EVERY 3600000");
            assertThat(schedule("s")).containsEntry("next", next);
        }
    }

    @Test
    void thereAreAsManySchedulesAsTheConfigurationAllows() {
        for (int i = 0; i < 4; i++) {
            set("s" + i + " q" + i + " item EVERY 3600000");
        }
        String full = "FULL as many schedules are set as producer.maxSchedules allows, 5";
        for (int i = 0; i < 4; i++) {
            assertThat(client.refusal("SCHEDULE SET more q" + i + " item EVERY 3600000"))
                    .isEqualTo(full);
            set("s0 q" + i + " item EVERY 3600000");
        }
        client.ask("SCHEDULE DELETE s3");
        set("more q item EVERY 3600000");
        assertThat(client.refusal("SCHEDULE SET s3 q item EVERY 3600000")).isEqualTo(full);
    }

    @Test
    void aTransactionMaySetAndDelete() {
        for (String command : List.of(
                "MULTI",
                "SCHEDULE SET a q1 x EVERY 3600000",
                "SCHEDULE SET a q2 x EVERY 3600000",
                "SCHEDULE LIST",
                "SCHEDULE DELETE a")) {
            client.ask(command);
        }
        List<Object> replies = new ArrayList<>(client.list("EXEC"));
        assertThat((List<?>) replies.remove(2)).hasSize(2);
        assertThat(replies).containsExactly("OK", "OK", "OK");
        assertThat(names()).containsExactly("configured");
    }

    @Test
    void wrongSchedulesAreRefused() {
        assertThat(client.refusal("SCHEDULE SET s q item EVERY 1000 PRIORITY 1"))
                .isEqualTo(
                        "ERR queue q takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one");
        assertThat(client.ask(words("SCHEDULE", "SET", "s", "q", "i", "CRON", "0 0 30 2 *")))
                .isEqualTo(new RespClient.Failure("ERR CRON: '0 0 30 2 *' never comes"));
        assertThat(names()).containsExactly("configured");
    }
}
