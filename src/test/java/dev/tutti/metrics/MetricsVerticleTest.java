package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.access.PasswordGate;
import dev.tutti.config.MetricsConfig;
import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.Lifecycle.Phase;
import dev.tutti.ops.Meters;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.ops.Statistics;
import dev.tutti.ops.WatchedServer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    private static final String PASSWORD = "s3cret:word";
    /** The delay of an answer behind ten wrong passwords. */
    private static final long LATE_MILLIS = 1000;

    private final BlockingQueue<Handler<?>> lateAnswers = new LinkedBlockingQueue<>();
    private volatile Health journal;
    private final Vertx vertx = Vertx.vertx();
    private final Statistics statistics = new Statistics(NoSlowCommands.keep(), new Meters());
    private final Lifecycle lifecycle = statistics.lifecycle();
    private final MetricsVerticle verticle = new MetricsVerticle(
            new MetricsConfig("127.0.0.1", 0, 100, false),
            new PasswordGate(PASSWORD, Map.of(), new EventLog()),
            new WatchedServer(
                    statistics,
                    new EventLog(),
                    () -> 1000,
                    1,
                    1,
                    () -> -1,
                    List.of(),
                    () -> journal == null ? null : journal(),
                    1 << 20,
                    null));
    private HttpProbe probe;

    private Journal journal() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "health" -> journal;
                        case "freeBytes" -> OptionalLong.of(4711);
                        default -> throw new UnsupportedOperationException(method.toString());
                    };
                });
    }

    @BeforeEach
    void deploy() throws Exception {
        vertx.deployVerticle(this::start).await(20, TimeUnit.SECONDS);
        probe = new HttpProbe(verticle.actualPort());
    }

    private Future<?> start(Context context) throws Exception {
        verticle.init(keepingTimers(), context);
        return verticle.start();
    }

    /** Timers of {@link #LATE_MILLIS} do not go off by themselves. */
    private Vertx keepingTimers() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {VertxInternal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setTimer") && arguments[0].equals(LATE_MILLIS)) {
                        lateAnswers.add((Handler<?>) arguments[1]);
                        return -1L;
                    }
                    return method.invoke(vertx, arguments);
                });
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

    // ---- the password

    private static String basic(String userAndPassword) {
        byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default:s3cret:word", "prometheus:s3cret:word", ":s3cret:word"})
    void metricsAreShownToAnyUserWhoHasThePassword(String userAndPassword) {
        HttpResponse<String> answer = probe.send("GET", "/metrics", "Authorization", basic(userAndPassword));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(Scrape.of(answer.body()).value("tutti_connections_limit")).isEqualTo(1000);
    }

    @Test
    void nobodyElseSeesAnyMetric() {
        for (String header : List.of(
                basic("default:s3cret"),
                basic("s3cret:word"),
                basic("default:"),
                basic("default"),
                "Basic ?",
                "Basic",
                "Bearer s3cret:word",
                "s3cret:word")) {
            HttpResponse<String> answer = probe.send("GET", "/metrics", "Authorization", header);
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate"))
                    .hasValue("Basic realm=\"Tutti\", charset=\"UTF-8\"");
            assertThat(answer.body()).doesNotContain("tutti_");
        }
        assertThat(probe.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(probe.get("/api/actions").statusCode()).isEqualTo(401);
        assertThat(probe.send("POST", "/api/actions/purge").statusCode()).isEqualTo(401);
        assertThat(probe.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongPasswordsAreCountedAndOthersAreNot() {
        probe.get("/metrics");
        probe.send("GET", "/metrics", "Authorization", "Basic ?");
        assertThat(statistics.passwordFailures()).isZero();
        probe.send("GET", "/metrics", "Authorization", basic("default:wrong"));
        assertThat(statistics.passwordFailures()).isEqualTo(1);
    }

    /** The right password is late, too, so that the delay tells nothing. */
    @Test
    void afterTenWrongPasswordsTheRightOneIsAnsweredLate() throws Exception {
        for (int i = 0; i < 10; i++) {
            probe.send("GET", "/metrics", "Authorization", basic("default:wrong"));
        }
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> probe.send("GET", "/metrics", "Authorization", basic("default:s3cret:word"))
                        .statusCode());
        Handler<?> late = lateAnswers.take();
        assertThat(status).isNotDone();
        vertx.runOnContext(passed -> late.handle(null));
        assertThat(status.join()).isEqualTo(200);
    }

    // ---- the metrics

    private Scrape scrape() {
        return Scrape.of(probe.send("GET", "/metrics", "Authorization", basic(":" + PASSWORD))
                .body());
    }

    @Test
    void theJournalIsShownOnceItIsOpen() {
        assertThat(scrape().types()).doesNotContainKeys("tutti_journal_state", "tutti_journal_free_bytes");
        journal = new Health(Health.State.LOW, null);
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_journal_state{state=\"low\"}")).isEqualTo(1);
        assertThat(scrape.value("tutti_journal_state{state=\"ok\"}")).isZero();
        assertThat(scrape.value("tutti_journal_free_bytes")).isEqualTo(4711);
        assertThat(scrape.value("tutti_journal_reserve_bytes")).isEqualTo(1 << 20);
    }

    @Test
    void groupsOfCommitsAreShown() {
        statistics.meters().commits().written(3, 1000, TimeUnit.MILLISECONDS.toNanos(2));
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_journal_commit_seconds_count")).isEqualTo(1);
        assertThat(scrape.value("tutti_journal_commit_seconds_bucket{le=\"0.001\"}"))
                .isZero();
        assertThat(scrape.value("tutti_journal_commit_seconds_bucket{le=\"0.0025\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tutti_journal_batch_commits_sum")).isEqualTo(3);
        assertThat(scrape.value("tutti_journal_batch_bytes_sum")).isEqualTo(1000);
    }

    @Test
    void everyEventLoopIsWatched() {
        int loops = 0;
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            String name = "tutti_event_loop_lag_seconds_count{loop=\"" + loops++ + "\"}";
            Await.until(loop + " was looked at", () -> scrape().value(name) > 0);
        }
        assertThat(loops).isPositive();
    }

    @Test
    void theJvmAndTheProcessAreShown() {
        assertThat(scrape().names())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "jvm_classes_loaded_classes",
                        "process_cpu_usage",
                        "process_files_open_files",
                        "process_uptime_seconds");
    }

    @Test
    void scrapesAtTheSameTimeAreAllAnswered() {
        List<CompletableFuture<Scrape>> all = Stream.generate(() -> CompletableFuture.supplyAsync(this::scrape))
                .limit(20)
                .toList();
        assertThat(all).allMatch(scrape -> scrape.join().has("tutti_connections"));
    }
}
