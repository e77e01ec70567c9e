package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Null;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings, pauses, keys, times and dead letters are there when the server starts again, however it ended. */
class SettingsRestartIT extends RestartCase {

    private static final String LONG = "600000";
    private static final long DAY = 86_400_000;

    SettingsRestartIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled().producer("instances", 3));
    }

    private Object get(String queue) {
        return client.ask("QUEUE GET " + queue + " TIMEOUT 0");
    }

    @Test
    void pausesGoOn() throws Exception {
        for (String queue : List.of("a", "b", "c")) {
            client.ask("QUEUE PUT " + queue + " item");
            client.ask("QUEUE PAUSE " + queue);
        }
        client.ask("QUEUE PAUSE b FOR 1");
        restart();
        assertThat(get("a")).isEqualTo(Null.ARRAY);
        assertThat(client.list("QUEUE GET b TIMEOUT 30000")).hasSize(3);
        assertThat(client.ask("QUEUE RESUME c")).isEqualTo("OK");
        assertThat(client.list("QUEUE GET c")).hasSize(3);
        restart();
        assertThat(server.stat("a", "paused")).isEqualTo(1);
        assertThat(server.stat("b", "paused")).isZero();
        assertThat(server.stat("c", "paused")).isZero();
    }

    @Test
    void settingsThatWereChangedStay() throws Exception {
        client.ask("QUEUE CREATE q ATTEMPTS 2");
        assertThat(client.ask("QUEUE ALTER q CONCURRENCY 1 RATE 7 PER 90 BACKOFF " + LONG + " EXPIRES " + LONG))
                .isEqualTo("OK");
        restart();
        assertThat(server.stat("q", "concurrency")).isEqualTo(1);
        assertThat(server.stat("q", "rate")).isEqualTo(7);
        assertThat(server.stat("q", "per")).isEqualTo(90);
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE PUT q b");
        long id = (Long) client.list("QUEUE GET q").get(0);
        assertThat(get("q")).as("beyond CONCURRENCY").isEqualTo(Null.ARRAY);
        client.ask("QUEUE FAIL q " + id);
        assertThat(server.stat("q", "delayed")).as("waits for its BACKOFF").isEqualTo(1);
        restart();
        assertThat(server.stat("q", "delayed")).isEqualTo(1);
    }

    @Test
    void keysAreTakenUntilTheirItemsEnd() throws Exception {
        for (String queue : List.of("a", "b", "c")) {
            long id = client.integer("QUEUE PUT " + queue + " item KEY k");
            restart();
            assertThat(client.integer("QUEUE PUT " + queue + " again KEY k")).isEqualTo(id);
            client.list("QUEUE GET " + queue);
            client.ask("QUEUE DONE " + queue + " " + id);
            restart();
            assertThat(client.integer("QUEUE PUT " + queue + " item KEY k")).isGreaterThan(id);
        }
    }

    @Test
    void itemsWaitForTheirTimesAndExpireAtTheirTimes() throws Exception {
        client.integer("QUEUE PUT q later AT " + (Clock.systemUTC().millis() + DAY));
        client.ask("QUEUE PUT q soon DELAY 1");
        client.ask("QUEUE PUT q short EXPIRES 1");
        long kept = client.integer("QUEUE PUT q long EXPIRES " + LONG);
        restart();
        assertThat(client.list("QUEUE GET q TIMEOUT 30000")).hasSize(3);
        assertThat(client.list("QUEUE GET q TIMEOUT 30000")).hasSize(3);
        assertThat(get("q")).as("neither what expired nor what waits").isEqualTo(Null.ARRAY);
        assertThat(server.stat("q", "delayed")).isEqualTo(1);
        assertThat(client.ask("QUEUE DONE q " + kept)).isEqualTo("OK");
    }

    @Test
    void deadItemsStayDeadAndExpireAtTheirTime() throws Exception {
        client.ask("QUEUE CREATE q ATTEMPTS 1 DEADSIZE 2");
        for (int i = 0; i < 3; i++) {
            client.ask("QUEUE PUT q " + i);
            long id = (Long) client.list("QUEUE GET q").get(0);
            client.ask("QUEUE FAIL q " + id + " oops");
        }
        restart();
        assertThat(client.list("QUEUE PEEK q.dead COUNT 9")).hasSize(2);
        assertThat(client.ask("QUEUE MOVE q.dead q COUNT 1")).isEqualTo(1L);
        restart();
        assertThat(client.list("QUEUE GET q").subList(1, 3)).isEqualTo(List.of("1", 1L));
    }
}
