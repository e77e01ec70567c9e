package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Consumers in the server obey the limits, pauses and times of their queues, as clients do. */
@Timeout(60)
class ConsumerLimitsIT {

    private static final String LONG = "600000";

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare()
            .consumer(consumer("sleep"))
            .consumer(consumer("echo"))
            .consumer(consumer("fail"));

    private RespClient client;

    private static JsonObject consumer(String task) {
        return new JsonObject().put("queue", task).put("task", task).put("concurrency", 10);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    @Test
    void noMoreAreInFlightThanConcurrency() {
        client.ask("QUEUE ALTER sleep CONCURRENCY 2");
        long[] ids = LongStream.range(0, 6)
                .map(i -> client.integer("SUBMIT sleep 50"))
                .toArray();
        long most = 0;
        while (server.stat("sleep", "done") < ids.length) {
            most = Math.max(most, server.stat("sleep", "inflight"));
        }
        assertThat(most).isEqualTo(2);
    }

    @Test
    void nothingIsDeliveredBeyondTheRate() {
        client.ask("QUEUE ALTER echo RATE 1 PER " + LONG);
        long first = client.integer("SUBMIT echo a");
        long second = client.integer("SUBMIT echo b");
        assertThat(client.ask("AWAIT echo " + first)).isEqualTo("a");
        assertThat(client.ask("AWAIT echo " + second + " TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(server.stat("echo", "size")).isEqualTo(1);
        client.ask("QUEUE ALTER echo RATE 0");
        assertThat(client.ask("AWAIT echo " + second)).isEqualTo("b");
    }

    @Test
    void nothingIsDeliveredWhileTheQueueIsPaused() {
        client.ask("QUEUE PAUSE echo");
        long id = client.integer("SUBMIT echo a");
        long expiring = client.integer("SUBMIT echo b EXPIRES 1");
        assertThat(client.refusal("AWAIT echo " + expiring)).startsWith("CANCELLED");
        assertThat(client.ask("AWAIT echo " + id + " TIMEOUT 0")).isEqualTo(Null.BULK);
        client.ask("QUEUE RESUME echo");
        assertThat(client.ask("AWAIT echo " + id)).isEqualTo("a");
    }

    @Test
    void aFailedItemWaitsForItsBackoffAndDiesWithItsLastAttempt() {
        client.ask("QUEUE ALTER fail ATTEMPTS 2 BACKOFF " + LONG);
        client.integer("QUEUE PUT fail oops");
        Await.until("the item waits for its backoff", () -> server.stat("fail", "delayed") == 1);
        assertThat(server.stat("fail.dead", "size")).isZero();
        client.ask("QUEUE ALTER fail BACKOFF 1");
        client.integer("QUEUE PUT fail again");
        Await.until("the other item is dead", () -> server.stat("fail.dead", "size") == 1);
        assertThat(server.stat("fail", "delayed")).isEqualTo(1);
    }
}
