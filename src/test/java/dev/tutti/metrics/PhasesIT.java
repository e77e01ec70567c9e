package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.MainVerticle;
import dev.tutti.RespClient;
import dev.tutti.consumer.Task;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The health of a server that starts and stops, each as long as a user's class takes. */
@Timeout(60)
class PhasesIT {

    private static final Promise<Void> startGoesOn = Promise.promise();
    private static final Promise<Void> stopGoesOn = Promise.promise();

    /** A task whose start and stop the test ends. */
    public static final class SlowTask implements Task {
        @Override
        public Future<?> start(Vertx vertx) {
            return startGoesOn.future();
        }

        @Override
        public Future<?> stop() {
            return stopGoesOn.future();
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    private int port;

    @BeforeEach
    void chooseThePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
    }

    private JsonObject configuration() {
        JsonObject consumer = new JsonObject().put("queue", "slow").put("class", SlowTask.class.getName());
        return new JsonObject()
                .put("server", new JsonObject().put("port", 0))
                .put("consumers", new JsonArray().add(consumer))
                .put("metrics", new JsonObject().put("port", port));
    }

    @Test
    void aServerIsReadyFromTheEndOfItsStartToTheBeginningOfItsStop() throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpProbe probe = new HttpProbe(port);
        MainVerticle main = new MainVerticle();
        Future<String> started = vertx.deployVerticle(main, new DeploymentOptions().setConfig(configuration()));
        Await.until("the HTTP server listens", this::listens);
        assertThat(probe.json("/health/ready")).startsWith("503 ").contains("\"phase\":\"recovering\"");
        startGoesOn.complete();
        started.await(20, TimeUnit.SECONDS);
        assertThat(probe.json("/health/ready"))
                .isEqualTo("200 {\"status\":\"UP\",\"phase\":\"running\",\"journal\":\"ok\"}");
        try (RespClient client = new RespClient(main.actualPort())) {
            client.ask("DRAIN");
            assertThat(probe.json("/health/ready")).startsWith("503 ").contains("\"phase\":\"draining\"");
            client.ask("UNDRAIN");
        }
        assertThat(probe.json("/health/ready")).startsWith("200 ");
        Future<Void> closed = vertx.close();
        Await.until("the server stops", () -> probe.json("/health/ready").contains("\"phase\":\"stopping\""));
        assertThat(probe.json("/health/ready")).startsWith("503 ");
        assertThat(probe.json("/health/live")).startsWith("200 ");
        stopGoesOn.complete();
        closed.await(20, TimeUnit.SECONDS);
        assertThat(listens()).isFalse();
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
