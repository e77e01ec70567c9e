package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a server again and again while a schedule fires, as {@code kill -9} does. */
@Timeout(120)
class ScheduleKillIT {

    private static final int KILLS = 3;
    private static final int ITEMS = 20;

    @TempDir
    private Path directory;

    private ServerProcess server;
    private RespClient client;

    private void start() throws IOException {
        JsonObject configuration = new JsonObject()
                .put("server", new JsonObject().put("port", 0))
                .put("producer", new JsonObject().put("journal", "journal").put("reserve", "1MiB"));
        server = ServerProcess.startQuickly(
                directory, "--conf", configuration.encode(), "--options", "{\"eventLoopPoolSize\":1}");
        client = new RespClient(server.port());
    }

    @AfterEach
    void killTheLast() {
        server.kill();
        client.close();
    }

    /** The last time at which the schedule fired, as LIST tells. */
    private long last() {
        List<?> schedule = (List<?>) client.list("SCHEDULE LIST").get(0);
        return (Long) schedule.get(schedule.indexOf("last") + 1);
    }

    /** Each item that is delivered belongs to a firing of which the schedule knows, and is finished for ever. */
    @Test
    void aScheduleKnowsItsFiringsAfterAKill() throws Exception {
        start();
        assertThat(client.ask("SCHEDULE SET s q item EVERY 5")).isEqualTo("OK");
        long lastId = 0;
        long lastTime = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            for (int i = 0; i < ITEMS; i++) {
                List<Object> delivery = client.list("QUEUE GET q");
                assertThat((Long) delivery.get(0)).isGreaterThan(lastId);
                lastId = (Long) delivery.get(0);
                assertThat(last()).isGreaterThan(lastTime);
                lastTime = last();
                assertThat(client.ask("QUEUE DONE q " + lastId + " ATTEMPT " + delivery.get(2)))
                        .isEqualTo("OK");
            }
            server.kill();
            client.close();
            start();
            assertThat(last()).isGreaterThanOrEqualTo(lastTime);
        }
    }
}
