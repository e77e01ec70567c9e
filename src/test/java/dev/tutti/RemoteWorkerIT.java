package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.consumer.ContextTask;
import dev.tutti.consumer.TaskContext;
import dev.tutti.net.KeyPairFiles;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Consumers of a server elsewhere do what those inside the server do. */
@Timeout(60)
class RemoteWorkerIT {

    private static final String TASKS = """
            [{"queue":"upper","task":"upper"},{"queue":"sleep","task":"sleep","concurrency":4,"instances":2},
             {"queue":"fail","task":"fail"},{"queue":"wc","exec":["wc","-w"]}]""";

    @RegisterExtension
    final TuttiServer server = TuttiServer.bare().journaled();

    private String url() {
        return "redis://127.0.0.1:" + server.port();
    }

    @Test
    void tasksRunAndTheWorkerTellsOfThem() throws Exception {
        try (RemoteWorker worker = RemoteWorker.start(url(), TASKS)) {
            RespClient client = server.connect();
            assertThat(client.ask("RUN upper hello")).isEqualTo("HELLO");
            assertThat(client.ask("RUN wc word")).isEqualTo("1\n");
            assertThat(client.refusal("RUN fail why")).isEqualTo("FAILED why");
            assertThat(client.list("GATHER" + " upper x".repeat(500))).isEqualTo(Collections.nCopies(500, "X"));
            assertThat(worker.http().json("/health/ready")).isEqualTo("200 {\"status\":\"UP\",\"phase\":\"running\"}");
            assertThat(worker.http().get("/metrics").body())
                    .contains("tutti_running 1.0")
                    .contains("tutti_consumer_items_total{end=\"done\",queue=\"upper\",task=\"upper\"} 501.0");
            assertThat(worker.http().get("/").statusCode()).isEqualTo(200);
            assertThat((String) client.ask("CLIENT LIST")).contains("name=tutti-worker");
        }
        assertThat(server.stat("upper", "done")).isEqualTo(501);
        assertThat(server.stat("upper", "getters")).isZero();
    }

    @Test
    void itNeverHoldsMoreItemsThanItRuns() throws Exception {
        RespClient client = server.connect();
        for (int i = 0; i < 20; i++) {
            client.ask("QUEUE PUT sleep 60000");
        }
        try (RemoteWorker worker =
                RemoteWorker.start(url(), "[{\"queue\":\"sleep\",\"task\":\"sleep\",\"concurrency\":4}]")) {
            server.awaitStat("sleep", "inflight", 4);
            assertThat(server.stat("sleep", "size")).isEqualTo(16);
            assertThat(client.ask("CANCEL sleep 1")).isEqualTo(1L);
            server.awaitStat("sleep", "size", 15);
            assertThat(server.stat("sleep", "inflight")).isEqualTo(4);
            assertThat(worker.http().get("/metrics").body())
                    .contains("tutti_consumer_items_total{end=\"cancelled\",queue=\"sleep\",task=\"sleep\"} 1.0");
            for (long id = 2; id <= 20; id++) {
                client.ask("CANCEL sleep " + id);
            }
        }
    }

    @Test
    void anItemThatIsCutShortGoesBackAndTheAttemptDoesNotCount() throws Exception {
        JsonObject connect = new JsonObject().put("url", url()).put("drainTimeout", "0s");
        RespClient client = server.connect();
        client.ask("QUEUE PUT sleep 60000");
        try (RemoteWorker worker = RemoteWorker.start(connect, TASKS)) {
            worker.awaitReady();
            server.awaitStat("sleep", "inflight", 1);
        }
        assertThat(client.ask("QUEUE GET sleep TIMEOUT 0")).isEqualTo(List.of(1L, "60000", 1L));
    }

    /** Tells progress at the first attempt and hangs, and answers with that progress at the second. */
    public static final class Halves implements ContextTask {
        @Override
        public Future<Buffer> run(Buffer item, TaskContext context) {
            if (context.lastProgress().isPresent()) {
                return Future.succeededFuture(context.lastProgress().get());
            }
            context.progress(Buffer.buffer("half of " + item));
            return Future.future(never -> {});
        }
    }

    @Test
    void progressReachesTheServerAndTheNextAttempt() throws Exception {
        String consumers =
                "[{\"queue\":\"halves\",\"class\":\"" + Halves.class.getName() + "\",\"threading\":\"event_loop\"}]";
        RespClient client = server.connect();
        RespClient caller = server.connect().tell("RUN halves it");
        JsonObject connect = new JsonObject().put("url", url()).put("drainTimeout", "0s");
        try (RemoteWorker worker = RemoteWorker.start(connect, consumers)) {
            worker.awaitReady();
            Await.until(
                    "the progress is told",
                    () -> client.ask("QUEUE INSPECT halves 1").toString().contains("half of it"));
        }
        try (RemoteWorker worker = RemoteWorker.start(connect, consumers)) {
            worker.awaitReady();
            assertThat(caller.read()).isEqualTo("half of it");
        }
    }

    @Test
    void aServerThatRefusesThePasswordIsTriedAgain() throws Exception {
        server.server("password", "right");
        server.restart(StopMode.GRACEFUL);
        JsonObject connect = new JsonObject().put("url", url()).put("password", "wrong");
        try (RemoteWorker worker = RemoteWorker.start(connect, TASKS)) {
            assertThat(worker.http().json("/health/ready"))
                    .isEqualTo("503 {\"status\":\"DOWN\",\"phase\":\"connecting\"}");
            RespClient client = server.connect();
            client.ask("AUTH right");
            Await.until(
                    "a login has failed",
                    () -> !((String) client.ask("INFO stats")).contains("acl_access_denied_auth:0"));
            server.server("password", "wrong");
            client.ask("CONFIG RELOAD");
            worker.awaitReady();
            RespClient next = server.connect();
            next.ask("AUTH wrong");
            assertThat(next.ask("RUN upper hello")).isEqualTo("HELLO");
        }
    }

    @Test
    void itSpeaksTlsWithAServerWhoseIssuerItIsGiven(@TempDir Path directory) throws Exception {
        KeyPairFiles pair = KeyPairFiles.make(directory, "-keyalg", "EC", "-ext", "SAN=dns:localhost");
        Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
        server.server("tls", new JsonObject().put("cert", pair.cert()).put("key", pair.key()))
                .server("password", "s3cret");
        server.restart(StopMode.GRACEFUL);
        JsonObject connect = new JsonObject()
                .put("url", "rediss://localhost:" + server.port())
                .put("ca", pair.cert())
                .put("password", new JsonObject().put("file", password.toString()));
        try (RemoteWorker worker = RemoteWorker.start(connect, TASKS)) {
            worker.awaitReady();
        }
    }
}
