package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of schedules when the server starts again. */
class ScheduleRestartIT extends RestartCase {

    private static final JsonObject HOURLY = new JsonObject().put("queue", "q").put("every", "1h");

    ScheduleRestartIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled());
    }

    @BeforeEach
    @Override
    protected void connect() {
        client = server.connectResp3();
    }

    private void set(String schedule) {
        assertThat(client.ask("SCHEDULE SET " + schedule)).isEqualTo("OK");
    }

    private Map<String, Map<?, ?>> schedules() {
        return client.byName("SCHEDULE LIST");
    }

    private Object field(String schedule, String key) {
        return schedules().get(schedule).get(key);
    }

    @Test
    void aScheduleGoesOnAsItWas() throws Exception {
        set("every q a EVERY 3600000");
        set("cron q b CRON @daily ZONE Europe/Berlin");
        set("deleted q c EVERY 3600000");
        client.ask("SCHEDULE DELETE deleted");
        Map<String, Map<?, ?>> before = schedules();
        restart();
        assertThat(schedules()).isEqualTo(before).containsOnlyKeys("every", "cron");
    }

    @Test
    void aFiringThatWasDueMeanwhileIsMadeUpForAtTheStart() throws Exception {
        set("s q item EVERY 1");
        Await.until("a firing is skipped", () -> (Long) field("s", "skipped") > 0);
        long last = (Long) field("s", "last");
        long skipped = (Long) field("s", "skipped");
        restart();
        assertThat(server.items("q")).containsExactly("item");
        assertThat(field("s", "last")).isEqualTo(last);
        assertThat((Long) field("s", "skipped")).isGreaterThanOrEqualTo(skipped);
        client.ask("QUEUE PURGE q");
        Await.until("the next firing", () -> (Long) field("s", "last") > last);
    }

    @Test
    void aConfiguredScheduleWinsAtTheStartAndComesBackThere() throws Exception {
        set("s other item EVERY 60000");
        server.schedule("s", HOURLY);
        restart();
        assertThat(field("s", "queue")).isEqualTo("q");
        set("s other item EVERY 60000");
        assertThat(field("s", "queue")).isEqualTo("other");
        restart();
        assertThat(field("s", "queue")).isEqualTo("q");
        client.ask("SCHEDULE DELETE s");
        assertThat(schedules()).isEmpty();
        restart();
        assertThat(field("s", "every")).isEqualTo(3_600_000L);
        Object next = field("s", "next");
        restart();
        assertThat(field("s", "next")).isEqualTo(next);
        server.schedule("s", null);
        restart();
        assertThat(schedules()).isEmpty();
    }

    @Test
    void aScheduleFollowsItsQueueToAnotherOwner() throws Exception {
        for (int i = 0; i < 10; i++) {
            set("s" + i + " q" + i + " item EVERY 3600000");
        }
        Map<String, Map<?, ?>> before = schedules();
        server.producer("instances", 3).eventLoops(3);
        restart();
        assertThat(schedules()).isEqualTo(before);
        for (int i = 0; i < 10; i++) {
            set("s" + i + " q" + (i + 1) + " item EVERY 3600000");
        }
        before = schedules();
        server.producer("instances", 1).eventLoops(1);
        restart();
        assertThat(schedules()).isEqualTo(before).hasSize(10);
    }

    @Test
    void aQueueThatOnlySchedulesFillIsThereAgainWithItsItem() throws Exception {
        set("s q item EVERY 50");
        Await.until("the firing", () -> server.stat("q", "size") == 1);
        set("s q item EVERY 3600000");
        restart();
        assertThat(server.items("q")).containsExactly("item");
        List<?> first = (List<?>) client.list("QUEUE PEEK q").get(0);
        assertThat(client.ask("QUEUE PUT q other KEY schedule:s")).isEqualTo(first.get(0));
    }
}
