package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.bus.MessageCodecs;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.journal.JournalException;
import dev.tutti.log.EventLog;
import dev.tutti.platform.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that start and stop one after another, in one Vert.x, on one port and with one journal. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ServerIT {

    private static final int LIVES = 4;

    @TempDir
    private Path directory;

    private final EventLoopCount eventLoops;
    private final CallerIds callerIds = new CallerIds();
    private Remains remains;
    private int port;
    private int metricsPort;

    ServerIT(EventLoopCount eventLoops) {
        this.eventLoops = eventLoops;
    }

    @BeforeEach
    void chooseThePort() throws IOException {
        try (ServerSocket free = taken(0);
                ServerSocket other = taken(0)) {
            port = free.getLocalPort();
            metricsPort = other.getLocalPort();
        }
        remains = new Remains(eventLoops.instances());
        MessageCodecs.register(remains.vertx().eventBus());
    }

    @AfterEach
    void closeVertx() throws Exception {
        remains.vertx().close().await(20, TimeUnit.SECONDS);
    }

    private static ServerSocket taken(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }

    private Configuration configuration() {
        JsonArray consumers = new JsonArray()
                .add(new JsonObject().put("queue", "upper").put("task", "upper"))
                .add(new JsonObject().put("queue", "sleep").put("task", "sleep"))
                .add(new JsonObject().put("queue", "sha256").put("task", "sha256"))
                .add(new JsonObject().put("queue", "cat").put("exec", new JsonArray().add("cat")));
        JsonObject producer = new JsonObject()
                .put("instances", eventLoops.instances())
                .put("journal", directory.resolve("data").toString())
                .put("reserve", "1MiB");
        return Configuration.from(new JsonObject()
                .put("server", server())
                .put("producer", producer)
                .put("consumers", consumers)
                .put("metrics", new JsonObject().put("port", metricsPort)));
    }

    private JsonObject server() {
        return new JsonObject()
                .put("port", port)
                .put("instances", eventLoops.instances())
                .put("idleTimeout", "1h")
                .put("drainTimeout", "100ms");
    }

    private Server create() {
        EventLoops loops = new EventLoops(remains.vertx(), eventLoops.instances(), 0);
        return new Server(remains.vertx(), configuration(), loops, callerIds, 1000, () -> Future.succeededFuture("OK"));
    }

    private Server start() throws Exception {
        Server server = create();
        server.start().await(20, TimeUnit.SECONDS);
        assertThat(server.actualPort()).isEqualTo(port);
        assertThat(remains.handlers()).isNotEmpty();
        return server;
    }

    private static void stop(Server server) throws Exception {
        server.stop().await(20, TimeUnit.SECONDS);
    }

    private void assertNothingIsLeft() {
        assertThat(remains.handlers()).isEmpty();
        assertThat(remains.timers()).isZero();
        // A thread may take a moment to end after it has done its last work.
        Await.until("its threads have ended", () -> remains.threads().isEmpty());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> new Socket("127.0.0.1", metricsPort)).isInstanceOf(ConnectException.class);
        // Only one at a time may have the journal.
        Storage.openJournal(configuration().producer(), new EventLog()).close();
    }

    /** Makes a server have a waiter of each kind, leases, timers and a running task; returns the connection's number. */
    private static long occupy(RespClient client, RespClient waiter) {
        assertThat(client.list("GATHER upper a cat b sha256 c")).startsWith("A", "b");
        assertThat(client.list("QUEUE GET jobs LEASE 60000")).element(1).isEqualTo("job");
        client.integer("QUEUE PUT later x DELAY 3600000");
        client.integer("LOCK ACQUIRE l LEASE 60000");
        client.integer("SUBMIT sleep 3600000");
        long id = waiter.id();
        waiter.tell("LOCK ACQUIRE l TIMEOUT 3600000");
        awaitUnanswered(client, id);
        return id;
    }

    private static void awaitUnanswered(RespClient client, long connection) {
        Await.until(
                "a command waits",
                () -> ((String) client.ask("CLIENT LIST ID " + connection)).endsWith(" cmd-waiting=1\n"));
    }

    @Test
    void everyServerFindsTheItemsOfThoseBeforeAndLeavesNothingElseBehind() throws Exception {
        long nativeThreads = 0;
        long lastId = 0;
        long lastConnection = 0;
        for (int life = 1; life <= LIVES; life++) {
            Server server = start();
            try (RespClient client = new RespClient(port);
                    RespClient waiter = new RespClient(port)) {
                assertThat(client.list("QUEUE STATS later")).containsSubsequence("delayed", life - 1L);
                assertThat(client.integer("QUEUE SIZE jobs")).isEqualTo(life == 1 ? 0 : 1);
                assertThat(client.ask("EVENT IS_SET e")).isEqualTo(life == 1 ? 0L : 1L);
                client.ask("EVENT SET e");
                if (life == 1) {
                    client.integer("QUEUE PUT jobs job");
                }
                assertThat(client.id()).isGreaterThan(lastConnection);
                lastConnection = occupy(client, waiter);
                long id = client.integer("QUEUE PUT other x");
                assertThat(id).isGreaterThan(lastId);
                lastId = id;
                assertThat((String) client.ask("INFO clients")).contains("connected_clients:2");
                stop(server);
                assertThat(client.isAtEnd()).isTrue();
            }
            assertNothingIsLeft();
            if (life == 1) {
                nativeThreads = Remains.nativeThreads();
            }
        }
        assertThat(Remains.nativeThreads()).isEqualTo(nativeThreads);
    }

    @Test
    void aServerThatCannotListenLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = taken(port)) {
            Server server = create();
            assertThatThrownBy(() -> server.start().await(20, TimeUnit.SECONDS))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("server.port: " + taken.getLocalPort());
            stop(server);
        }
        assertNothingIsLeft();
        stop(start());
        assertNothingIsLeft();
    }

    @Test
    void aServerThatCannotServeMetricsLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = taken(metricsPort)) {
            Server server = create();
            assertThatThrownBy(() -> server.start().await(20, TimeUnit.SECONDS))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("metrics.port: " + taken.getLocalPort() + " on 127.0.0.1 is in use");
            stop(server);
        }
        assertNothingIsLeft();
    }

    @Test
    void aServerThatFindsTheJournalInUseLeavesNothingBehind() throws Exception {
        Server first = start();
        Server second = create();
        assertThatThrownBy(() -> second.start().await(20, TimeUnit.SECONDS)).isInstanceOf(JournalException.class);
        stop(second);
        try (RespClient client = new RespClient(port)) {
            assertThat(client.ask("PING")).isEqualTo("PONG");
        }
        stop(first);
        assertNothingIsLeft();
    }

    @Test
    void aStopWaitsForTheStart() throws Exception {
        Server server = create();
        server.start();
        stop(server);
        assertNothingIsLeft();
    }

    @Test
    void vertxMayUndeployItAsWell() throws Exception {
        Server server = start();
        try (RespClient client = new RespClient(port);
                RespClient waiter = new RespClient(port)) {
            long id = waiter.id();
            waiter.tell("QUEUE GET q");
            awaitUnanswered(client, id);
            remains.vertx().deploymentIDs().forEach(remains.vertx()::undeploy);
            stop(server);
            assertThat(waiter.isAtEnd()).isTrue();
        }
        assertNothingIsLeft();
    }
}
