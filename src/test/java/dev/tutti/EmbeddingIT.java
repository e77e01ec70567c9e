package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ConfigurationException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that an application deploys in its own Vert.x. */
@Timeout(60)
class EmbeddingIT {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private String deploy(MainVerticle server, int port) throws Exception {
        JsonObject config = new JsonObject()
                .put("server", new JsonObject().put("port", port))
                .put("producer", new JsonObject().put("journal", directory.toString()));
        return vertx.deployVerticle(server, new DeploymentOptions().setConfig(config))
                .await(20, TimeUnit.SECONDS);
    }

    @Test
    void mayBeStoppedAndStartedAgainInTheSameVertx() throws Exception {
        MainVerticle first = new MainVerticle();
        String id = deploy(first, 0);
        try (RespClient client = new RespClient(first.actualPort())) {
            assertThat(client.ask("QUEUE PUT q item")).isInstanceOf(Long.class);
        }
        vertx.undeploy(id).await(20, TimeUnit.SECONDS);
        MainVerticle second = new MainVerticle();
        deploy(second, 0);
        try (RespClient client = new RespClient(second.actualPort())) {
            assertThat(client.ask("QUEUE SIZE q")).isEqualTo(1L);
        }
    }

    @Test
    void hasItsVertxForItself() throws Exception {
        deploy(new MainVerticle(), 0);
        assertThatThrownBy(() -> deploy(new MainVerticle(), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a server of Tutti runs in this Vert.x already, start another one in a Vert.x of its own");
    }

    @Test
    void mayBeStartedAgainAfterAStartThatFailed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> deploy(new MainVerticle(), taken.getLocalPort()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("is in use");
        }
        MainVerticle server = new MainVerticle();
        deploy(server, 0);
        assertThat(server.actualPort()).isPositive();
    }
}
