package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** CONFIG RELOAD of a configuration whose schedules have changed, with one owner of queues and with several. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ScheduleReloadIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    ScheduleReloadIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .journaled()
                .schedule("stays", every("q0", "1h"))
                .schedule("changes", every("q0", "1h"))
                .schedule("goes", every("q0", "1h"));
    }

    @BeforeEach
    void connect() {
        client = server.connectResp3();
    }

    private static JsonObject every(String queue, String interval) {
        return new JsonObject().put("queue", queue).put("item", "x").put("every", interval);
    }

    private void reload() {
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
    }

    private Map<String, Map<?, ?>> schedules() {
        return client.byName("SCHEDULE LIST");
    }

    private Object field(String schedule, String key) {
        return schedules().get(schedule).get(key);
    }

    @Test
    void schedulesComeAndChangeAndGo() throws Exception {
        Map<?, ?> before = schedules().get("stays");
        Object next = field("changes", "next");
        server.schedule("goes", null).schedule("comes", every("q", "2h"));
        for (int i = 1; i < 8; i++) {
            server.schedule("changes", every("q" + i, "1h"));
            reload();
            assertThat(schedules()).containsOnlyKeys("changes", "comes", "stays");
            assertThat(field("changes", "queue")).isEqualTo("q" + i);
        }
        assertThat(field("changes", "next")).as("the times are the same").isEqualTo(next);
        assertThat(field("comes", "every")).isEqualTo(7_200_000L);
        assertThat(schedules().get("stays")).isEqualTo(before);
        Map<String, Map<?, ?>> all = schedules();
        server.restart(StopMode.KILLED);
        connect();
        assertThat(schedules()).isEqualTo(all);
    }

    @Test
    void aScheduleThatFiresKeepsItsCountsAndFiresOnceEachTime() {
        server.schedule("changes", every("jobs", "100ms"));
        reload();
        Await.until("a firing is skipped", () -> (Long) field("changes", "skipped") > 0);
        long last = (Long) field("changes", "last");
        server.schedule("changes", every("jobs", "1h"));
        reload();
        assertThat(field("changes", "last")).isEqualTo(last);
        assertThat((Long) field("changes", "skipped")).isPositive();
        assertThat(server.items("jobs")).containsExactly("x");
    }

    @Test
    void schedulesOfClientsStay() {
        client.ask("SCHEDULE SET own q item EVERY 3600000");
        client.ask("SCHEDULE SET goes q item EVERY 3600000");
        client.ask("SCHEDULE DELETE stays");
        server.schedule("goes", null).schedule("changes", every("q", "2h"));
        reload();
        assertThat(schedules()).containsOnlyKeys("changes", "goes", "own");
    }

    @Test
    void aConfiguredScheduleReplacesThatOfAClient() {
        client.ask("SCHEDULE SET own q item EVERY 1000000");
        server.schedule("own", every("q1", "1h"));
        reload();
        assertThat(field("own", "queue")).isEqualTo("q1");
        server.schedule("own", null);
        reload();
        assertThat(schedules()).doesNotContainKey("own");
    }

    @Test
    void aWrongScheduleChangesNothing() {
        Map<String, Map<?, ?>> before = schedules();
        server.schedule("goes", null)
                .schedule("comes", new JsonObject().put("queue", "q").put("cron", "0 0 30 2 *"));
        assertThat(client.refusal("CONFIG RELOAD"))
                .contains("schedules.comes.cron")
                .contains("never comes");
        assertThat(schedules()).isEqualTo(before);
        server.schedule("comes", every("q", "1h")).producer("maxSchedules", 2);
        assertThat(client.refusal("CONFIG RELOAD")).startsWith("ERR producer.maxSchedules: 2 is less than");
        assertThat(schedules()).isEqualTo(before);
    }

    @Test
    void aScheduleForAQueueOfThisReloadHasItsPriority() {
        server.queue("urgent", new JsonObject().put("kind", "priority"))
                .schedule("comes", every("urgent", "1ms").put("priority", -5));
        reload();
        server.awaitStat("urgent", "size", 1);
        assertThat(server.stat("urgent", "put")).isEqualTo(1);
    }
}
