package dev.tutti;

import dev.tutti.RespClient.Failure;
import dev.tutti.config.Configuration;
import dev.tutti.journal.JournalCopy;
import dev.tutti.metrics.HttpProbe;
import dev.tutti.platform.GuardedTransport;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a server in this process for each test, on a free port, with the built-in tasks on queues of their names. The
 * server and all connections that it gave out are closed after the test.
 */
public final class TuttiServer implements BeforeEachCallback, AfterEachCallback {

    /** Most tests end while items are in flight, and none of these is to be waited for. */
    private final JsonObject server = new JsonObject().put("port", 0).put("drainTimeout", "0s");

    private final JsonObject producer = new JsonObject();
    private final JsonObject queues = new JsonObject();
    private final JsonObject schedules = new JsonObject();
    private final JsonArray consumers = new JsonArray();
    private JsonObject metrics;
    private final Queue<RespClient> clients = new ConcurrentLinkedQueue<>();
    private final List<Path> journals = new ArrayList<>();
    private Path found;
    private boolean journaled;
    private int eventLoops;
    private Vertx vertx;
    private MainVerticle main;
    private RespClient watcher;

    private TuttiServer(int instances) {
        server.put("instances", instances);
        producer.put("instances", instances);
        for (String task : List.of("echo", "upper", "sha256", "sleep", "fail")) {
            consumer(new JsonObject().put("queue", task).put("task", task));
        }
    }

    public static TuttiServer on(EventLoopCount eventLoops) {
        return new TuttiServer(eventLoops.instances());
    }

    /** A server without consumers. */
    public static TuttiServer bare() {
        TuttiServer bare = on(EventLoopCount.ONE);
        bare.consumers.clear();
        return bare;
    }

    public static TuttiServer usual() {
        return on(EventLoopCount.ONE);
    }

    // ---- its configuration

    public TuttiServer server(String key, Object value) {
        server.put(key, value);
        return this;
    }

    /** Sets the number of event loops that Vert.x has, instead of as many as there are instances. */
    public TuttiServer eventLoops(int count) {
        eventLoops = count;
        return this;
    }

    public TuttiServer producer(String key, Object value) {
        producer.put(key, value);
        return this;
    }

    /** Gives the server a journal in a directory of the test. */
    public TuttiServer journaled() {
        journaled = true;
        return producer("reserve", "1MiB");
    }

    /** Gives the server a copy of this journal. */
    public TuttiServer journaled(Path journal) {
        found = journal;
        return journaled();
    }

    public TuttiServer queue(String name, JsonObject settings) {
        queues.put(name, settings);
        return this;
    }

    /** @param schedule null to take it out again */
    public TuttiServer schedule(String name, JsonObject schedule) {
        if (schedule == null) {
            schedules.remove(name);
        } else {
            schedules.put(name, schedule);
        }
        return this;
    }

    public TuttiServer consumer(JsonObject consumer) {
        consumers.add(consumer);
        return this;
    }

    /** Takes the consumers of a queue out of the configuration. */
    public TuttiServer withoutConsumer(String queue) {
        for (int i = consumers.size() - 1; i >= 0; i--) {
            if (queue.equals(consumers.getJsonObject(i).getString("queue"))) {
                consumers.remove(i);
            }
        }
        return this;
    }

    /** Gives the server an HTTP server, on a free port. */
    public TuttiServer metrics() {
        return metrics(new JsonObject());
    }

    /** @param section of the configuration, without its port */
    public TuttiServer metrics(JsonObject section) {
        metrics = section.put("port", 0);
        return this;
    }

    // ---- its life

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (journaled) {
            Path journal = nextJournal();
            if (found != null) {
                JournalCopy.of(found, journal);
            }
        }
        start();
    }

    /** Makes a directory for the journal of the next start. */
    private Path nextJournal() throws IOException {
        Path journal = Files.createTempDirectory("tutti-journal");
        journals.add(journal);
        producer("journal", journal.toString());
        return journal;
    }

    /** The configuration as it is at the moment. A server that runs reads it at CONFIG RELOAD. */
    private JsonObject json() {
        return new JsonObject()
                .put("server", server)
                .put("producer", producer)
                .put("queues", queues)
                .put("schedules", schedules)
                .put("consumers", consumers)
                .put("metrics", metrics)
                .copy();
    }

    private void start() throws Exception {
        JsonObject json = json();
        Configuration asked = Configuration.from(json);
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(eventLoops > 0 ? eventLoops : asked.ownerLoops() + asked.taskLoops());
        options.getFileSystemOptions().setFileCachingEnabled(false);
        vertx = Vertx.builder()
                .with(options)
                .withTransport(new GuardedTransport())
                .build();
        main = new MainVerticle("the test", this::json);
        vertx.deployVerticle(main, new DeploymentOptions().setConfig(json)).await(20, TimeUnit.SECONDS);
    }

    /** Stops the server, as SIGTERM does, and waits until it has stopped. */
    public void stop() throws Exception {
        if (vertx != null) {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    /** The directory of the server's journal. */
    public Path journal() {
        return journals.get(journals.size() - 1);
    }

    /** Ends the server and starts another with its journal, with the configuration as changed meanwhile. */
    public void restart(StopMode mode) throws Exception {
        if (mode == StopMode.KILLED) {
            // After the replies to these, everything that was written before is in the log.
            watcher().ask("EVENT SET a-last-word");
            watcher().ask("EVENT CLEAR a-last-word");
            Path killed = journal();
            JournalCopy.of(killed, nextJournal());
        }
        stop();
        watcher = null;
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        clients.forEach(RespClient::close);
        stop();
        for (Path journal : journals) {
            JournalCopy.delete(journal);
        }
    }

    public int port() {
        return main.actualPort();
    }

    /** Asks its HTTP server. */
    public HttpProbe http() {
        return new HttpProbe(main.metricsPort());
    }

    // ---- its clients

    public RespClient connect() {
        return connect(0);
    }

    /** Connects a client whose socket buffers at most about twice this many bytes that were not read. */
    public RespClient connect(int receiveBuffer) {
        RespClient client = new RespClient(port(), receiveBuffer);
        clients.add(client);
        return client;
    }

    /** Connects a client that has sent HELLO 3. */
    public RespClient connectResp3() {
        RespClient client = connect();
        client.ask("HELLO 3");
        return client;
    }

    // ---- what goes on in it, seen from a connection of its own

    /** One number of QUEUE STATS. */
    public long stat(String queue, String key) {
        List<?> stats = watcher().list("QUEUE STATS " + queue);
        return (Long) stats.get(stats.indexOf(key) + 1);
    }

    /** The bodies of a queue's ready items, in order. */
    public List<String> items(String queue) {
        return watcher().list("QUEUE PEEK " + queue + " COUNT 1000").stream()
                .map(item -> (String) ((List<?>) item).get(1))
                .toList();
    }

    /** Waits until one number of QUEUE STATS has this value. */
    public void awaitStat(String queue, String key, long number) {
        Await.until(key + " of " + queue + " is " + number, () -> stat(queue, key) == number);
    }

    /** Waits until this many commands of a connection wait for their replies. */
    public void awaitUnanswered(long connection, int commands) {
        String expected = " cmd-waiting=" + commands + "\n";
        Await.until(
                "connection " + connection + " has " + commands + " unanswered",
                () -> describe(connection).endsWith(expected));
    }

    /** Waits until the server has noticed the end of a connection. */
    public void awaitGone(long connection) {
        Await.until(
                "connection " + connection + " is gone",
                () -> describe(connection).isEmpty());
    }

    /** The line of CLIENT LIST for a connection. */
    public String describe(long connection) {
        Object reply = watcher().ask("CLIENT LIST ID " + connection);
        if (reply instanceof Failure failure) {
            throw new AssertionError(failure.text());
        }
        return (String) reply;
    }

    private RespClient watcher() {
        if (watcher == null) {
            watcher = connect();
        }
        return watcher;
    }
}
