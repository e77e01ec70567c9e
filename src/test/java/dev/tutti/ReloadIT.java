package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CONFIG RELOAD of a server whose configuration has changed. */
@Timeout(60)
class ReloadIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().server("maxPipeline", 100);

    @Test
    void anUnchangedConfigurationChangesNothing() {
        assertThat(server.connect().ask("CONFIG RELOAD")).isEqualTo("OK");
    }

    @Test
    void thePasswordChanges() {
        RespClient before = server.connect();
        server.server("password", "secret");
        assertThat(before.ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(before.ask("PING")).isEqualTo("PONG");
        RespClient client = server.connect();
        assertThat(client.refusal("PING")).startsWith("NOAUTH ");
        assertThat(client.refusal("CONFIG RELOAD")).startsWith("NOAUTH ");
        assertThat(client.ask("AUTH secret")).isEqualTo("OK");
        server.server("password", "other");
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
        RespClient late = server.connect();
        assertThat(late.refusal("AUTH secret")).startsWith("WRONGPASS ");
        assertThat(late.ask("AUTH other")).isEqualTo("OK");
        server.server("password", null);
        assertThat(late.ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(server.connect().ask("PING")).isEqualTo("PONG");
    }

    @Test
    void limitsChangeAndAreShown() {
        RespClient client = server.connect();
        server.server("maxPipeline", 5);
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(client.list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "5");
        client.ask("MULTI");
        for (int i = 0; i < 5; i++) {
            assertThat(client.ask("PING")).isEqualTo("QUEUED");
        }
        assertThat(client.refusal("PING")).contains("server.maxPipeline");
    }

    @Test
    void anIdleClientIsClosedFromNowOn() {
        RespClient idle = server.connect();
        idle.ask("PING");
        server.server("idleTimeout", "1ms");
        assertThat(server.connect().ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(idle.isAtEnd()).isTrue();
    }

    @Test
    void settingsOfQueuesChangeAtOnce() {
        RespClient client = server.connect();
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE PUT none a");
        server.queue("q", new JsonObject().put("maxSize", 1).put("attempts", 3));
        server.queue("later", new JsonObject().put("kind", "lifo"));
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(client.list("QUEUE SETTINGS q")).containsSubsequence("maxsize", 1L, "attempts", 3L);
        assertThat(client.ask("QUEUE PUT q b TIMEOUT 0")).isEqualTo(RespClient.Null.BULK);
        assertThat(client.list("QUEUE SETTINGS later")).containsSubsequence("kind", "lifo");
        assertThat(client.list("QUEUE SETTINGS none")).containsSubsequence("maxsize", 100_000L);
        server.queue("q", new JsonObject().put("maxSize", 2).put("attempts", 3));
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(client.integer("QUEUE PUT q b TIMEOUT 0")).isPositive();
    }

    @Test
    void theRestNeedsARestart() {
        server.server("instances", 2).producer("reserve", "3MiB");
        RespClient client = server.connect();
        assertThat(client.ask("CONFIG RELOAD"))
                .isEqualTo("OK, but a restart is needed for producer.reserve, server.instances");
        assertThat(client.list("CONFIG GET server.instances")).containsExactly("server.instances", "1");
    }

    @Test
    void aWrongConfigurationChangesNothing() {
        server.server("maxPipeline", 5).server("closeGrace", "soon");
        RespClient client = server.connect();
        assertThat(client.refusal("CONFIG RELOAD")).startsWith("ERR server.closeGrace: \"soon\" is not a duration");
        assertThat(client.list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "100");
    }

    @Test
    void inATransactionItHasItsTurn() {
        RespClient client = server.connect();
        server.server("maxPipeline", 50);
        client.ask("MULTI");
        client.ask("CONFIG RELOAD");
        client.ask("PING");
        assertThat(client.list("EXEC")).containsExactly("OK", "PONG");
        assertThat(client.list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "50");
    }

    @Test
    void manyWhoAskAtOnceAreAllAnswered() {
        server.server("maxPipeline", 50);
        List<RespClient> clients = Stream.generate(server::connect).limit(20).toList();
        clients.forEach(client -> client.tell("CONFIG RELOAD"));
        clients.forEach(client -> assertThat(client.read()).isEqualTo("OK"));
        assertThat(clients.get(0).list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "50");
    }

    @Test
    void aPasswordFileThatIsMissingChangesNothing() {
        server.server("maxPipeline", 5).server("password", new JsonObject().put("file", "nowhere/password"));
        RespClient client = server.connect();
        assertThat(client.refusal("CONFIG RELOAD")).startsWith("ERR server.password.file: ");
        assertThat(client.list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "100");
        assertThat(server.connect().ask("PING")).isEqualTo("PONG");
    }

    @Test
    void aServerThatStopsIsNotReloaded() throws Exception {
        RespClient client = server.connect();
        server.server("drainTimeout", "30s");
        assertThat(client.ask("CONFIG RELOAD")).isEqualTo("OK");
        client.ask("QUEUE PUT q a");
        client.list("QUEUE GET q");
        CompletableFuture<Void> stop = CompletableFuture.runAsync(this::stop);
        Await.until("the server drains", () -> ((String) client.ask("INFO")).contains("draining:1"));
        assertThat(client.refusal("CONFIG RELOAD")).isEqualTo("ERR the server is stopping");
        assertThat(client.ask("QUEUE DONE q 1")).isEqualTo("OK");
        stop.get();
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
