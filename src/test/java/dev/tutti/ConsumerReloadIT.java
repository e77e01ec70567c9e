package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose consumers change while it runs. */
@Timeout(60)
class ConsumerReloadIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().server("drainTimeout", "30s");

    private RespClient client;

    private static JsonObject consumer(String queue, String task) {
        return new JsonObject().put("queue", queue).put("task", task);
    }

    private void reload() {
        client = client == null ? server.connect() : client;
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
    }

    @Test
    void aNewConsumerTakesItems() {
        server.consumer(consumer("again", "echo"));
        reload();
        assertThat(client.ask("RUN again a")).isEqualTo("a");
        assertThat(client.ask("RUN upper a")).isEqualTo("A");
    }

    @Test
    void aConsumerThatIsTakenAwayFinishesItsItemFirst() {
        client = server.connect();
        client.tell("SUBMIT sleep 500");
        long id = (Long) client.read();
        server.awaitStat("sleep", "inflight", 1);
        server.withoutConsumer("sleep");
        reload();
        assertThat(server.stat("sleep", "done")).isEqualTo(1);
        assertThat(client.ask("AWAIT sleep " + id)).isEqualTo("500");
        client.integer("SUBMIT sleep 1");
        assertThat(server.stat("sleep", "size")).isEqualTo(1);
        server.consumer(consumer("sleep", "sleep"));
        reload();
        server.awaitStat("sleep", "done", 2);
    }

    @Test
    void anItemThatTakesLongerThanTheDrainGoesBackAndDoesNotCount() {
        client = server.connect();
        client.integer("SUBMIT sleep 3600000");
        server.awaitStat("sleep", "inflight", 1);
        server.server("drainTimeout", "1ms").withoutConsumer("sleep");
        reload();
        server.awaitStat("sleep", "size", 1);
        List<Object> delivery = client.list("QUEUE GET sleep");
        assertThat(delivery).element(2).isEqualTo(1L);
    }

    @Test
    void aChangedConsumerComesAfterTheOneBefore() {
        client = server.connect();
        assertThat(client.ask("RUN upper a")).isEqualTo("A");
        server.withoutConsumer("upper").consumer(consumer("upper", "echo").put("instances", 2));
        reload();
        assertThat(client.list("GATHER upper a upper b upper c upper d")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aConsumerThatCannotRunChangesNothing() {
        client = server.connect();
        server.withoutConsumer("upper")
                .server("maxPipeline", 7)
                .consumer(new JsonObject().put("queue", "q").put("exec", new JsonArray().add("nosuch")));
        assertThat(client.refusal("CONFIG RELOAD")).contains("nosuch");
        assertThat(client.ask("RUN upper a")).isEqualTo("A");
        assertThat(client.list("CONFIG GET server.maxPipeline")).element(1).isEqualTo("10000");
    }

    @Test
    void aServerWithReplacedConsumersStops() throws Exception {
        server.withoutConsumer("upper").consumer(consumer("more", "echo"));
        reload();
        server.server("drainTimeout", "0s");
        reload();
        server.stop();
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aStopDoesNotWaitForAReload() throws Exception {
        server.server("drainTimeout", "0s");
        reload();
        client.integer("SUBMIT sleep 3600000");
        server.awaitStat("sleep", "inflight", 1);
        server.server("drainTimeout", "1h").withoutConsumer("sleep").consumer(consumer("sleep", "echo"));
        client.tell("CONFIG RELOAD");
        RespClient other = server.connect();
        Await.until("the consumer takes no more", () -> {
            other.integer("SUBMIT sleep 3600000");
            return server.stat("sleep", "size") > 0;
        });
        server.stop();
        assertThat(other.isAtEnd()).isTrue();
    }
}
