package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.MetricsConfig;
import dev.tutti.journal.Health;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.Lifecycle.Phase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP server alone. */
@Timeout(60)
class MetricsVerticleTest {

    private volatile Health journal;
    private final Vertx vertx = Vertx.vertx();
    private final Lifecycle lifecycle = new Lifecycle();
    private final MetricsVerticle verticle =
            new MetricsVerticle(new MetricsConfig("127.0.0.1", 0), lifecycle, () -> journal);
    private HttpProbe probe;

    @BeforeEach
    void deploy() throws Exception {
        vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
        probe = new HttpProbe(verticle.actualPort());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"RECOVERING, 503, DOWN", "RUNNING, 200, UP", "DRAINING, 503, DOWN", "STOPPING, 503, DOWN"})
    void clientsMayComeWhileTheServerIsRunning(Phase phase, int status, String word) {
        lifecycle.enter(phase);
        assertThat(probe.json("/health/ready"))
                .isEqualTo(status + " {\"status\":\"" + word + "\",\"phase\":\""
                        + phase.name().toLowerCase() + "\"}");
        assertThat(probe.json("/health/live")).isEqualTo("200 {\"status\":\"UP\"}");
    }

    @ParameterizedTest
    @CsvSource({"OK, 200, UP", "LOW, 200, UP", "FAILED, 503, DOWN"})
    void clientsMayComeWhileTheJournalAcceptsChanges(Health.State state, int status, String word) {
        lifecycle.enter(Phase.RUNNING);
        journal = new Health(state, "the disk is broken");
        assertThat(probe.json("/health/ready"))
                .isEqualTo(status + " {\"status\":\"" + word + "\",\"phase\":\"running\",\"journal\":\""
                        + state.name().toLowerCase() + "\"}");
        assertThat(probe.json("/health/live")).isEqualTo("200 {\"status\":\"UP\"}");
    }

    @Test
    void anAnswerIsJsonThatNoCacheKeeps() {
        HttpResponse<String> answer = probe.get("/health/ready");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void headAnswersWithoutABody() {
        HttpResponse<String> answer = probe.send("HEAD", "/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void anUnknownPathNamesTheKnownOnes() {
        HttpResponse<String> answer = probe.get("/health");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/health/live, /health/ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void nothingCanBeChanged(String method) {
        HttpResponse<String> answer = probe.send(method, "/health/live");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    /** The end of a body may never come. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void aRequestWithABodyIsAnsweredAndItsConnectionClosed(String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", verticle.actualPort())) {
            send(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("{\"status\":\"UP\"}\n");
        }
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneConnectionTooManyIsClosedAndTheOthersAreServed() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < MetricsVerticle.MOST_CONNECTIONS; i++) {
                sockets.add(asking());
            }
            try (Socket more = new Socket("127.0.0.1", verticle.actualPort())) {
                assertThat(more.getInputStream().read()).isEqualTo(-1);
            }
            for (Socket socket : sockets) {
                assertThat(firstByte(socket)).isEqualTo('H');
            }
            sockets.remove(0).close();
            assertThat(probeUntilServed()).isEqualTo(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private Socket asking() throws IOException {
        Socket socket = new Socket("127.0.0.1", verticle.actualPort());
        send(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return socket;
    }

    private static int firstByte(Socket socket) throws IOException {
        InputStream answer = socket.getInputStream();
        return answer.read();
    }

    /** The server notices a moment later that a connection was closed. */
    private int probeUntilServed() throws IOException {
        int first = -1;
        while (first == -1) {
            try (Socket socket = asking()) {
                first = firstByte(socket);
            } catch (SocketException refused) {
                first = -1;
            }
        }
        return first == 'H' ? 200 : first;
    }
}
