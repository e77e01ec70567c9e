package dev.tutti;

import dev.tutti.RespClient.Failure;
import dev.tutti.config.Configuration;
import dev.tutti.journal.JournalCopy;
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
 * A server of this process for each test, on a free port, with the built-in tasks on queues of their names; and the
 * connections to it. All of it is closed after the test.
 */
public final class TuttiServer implements BeforeEachCallback, AfterEachCallback {

    private final JsonObject server = new JsonObject().put("port", 0);
    private final JsonObject producer = new JsonObject();
    private final JsonObject queues = new JsonObject();
    private final JsonArray consumers = new JsonArray();
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

    public static TuttiServer on(Scale scale) {
        return new TuttiServer(scale.instances());
    }

    /** One without consumers. */
    public static TuttiServer bare() {
        TuttiServer bare = on(Scale.ONE_EVENT_LOOP);
        bare.consumers.clear();
        return bare;
    }

    public static TuttiServer usual() {
        return on(Scale.ONE_EVENT_LOOP);
    }

    // ---- its configuration

    public TuttiServer server(String key, Object value) {
        server.put(key, value);
        return this;
    }

    /** There are so many, and no more instances than that. */
    public TuttiServer eventLoops(int count) {
        eventLoops = count;
        return this;
    }

    public TuttiServer producer(String key, Object value) {
        producer.put(key, value);
        return this;
    }

    /** Keeps what it has in a directory that is there as long as the test. */
    public TuttiServer journaled() {
        journaled = true;
        return producer("reserve", "1MiB");
    }

    /** The same, and finds a copy of this journal there. */
    public TuttiServer journaled(Path journal) {
        found = journal;
        return journaled();
    }

    public TuttiServer queue(String name, JsonObject settings) {
        queues.put(name, settings);
        return this;
    }

    public TuttiServer consumer(JsonObject consumer) {
        consumers.add(consumer);
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

    /** Another directory for a journal, which it has from the next start. */
    private Path nextJournal() throws IOException {
        Path journal = Files.createTempDirectory("tutti-journal");
        journals.add(journal);
        producer("journal", journal.toString());
        return journal;
    }

    private void start() throws Exception {
        JsonObject json = new JsonObject()
                .put("server", server)
                .put("producer", producer)
                .put("queues", queues)
                .put("consumers", consumers);
        Configuration asked = Configuration.from(json);
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(eventLoops > 0 ? eventLoops : asked.ownerLoops() + asked.taskLoops());
        options.getFileSystemOptions().setFileCachingEnabled(false);
        vertx = Vertx.vertx(options);
        main = new MainVerticle();
        vertx.deployVerticle(main, new DeploymentOptions().setConfig(json)).await(20, TimeUnit.SECONDS);
    }

    /** Stops it, as SIGTERM does, and waits until it has stopped. */
    public void stop() throws Exception {
        if (vertx != null) {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    /** The directory of its journal. */
    public Path journal() {
        return journals.get(journals.size() - 1);
    }

    /** Ends it and starts it with the same journal, and with the configuration as it is by now. */
    public void restart(Ending ending) throws Exception {
        if (ending == Ending.KILLED) {
            // All that was written before is in the log by then.
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

    // ---- its clients

    public RespClient connect() {
        return connect(0);
    }

    /** One whose system takes that many bytes at most which the client has not read, or about twice that. */
    public RespClient connect(int receiveBuffer) {
        RespClient client = new RespClient(port(), receiveBuffer);
        clients.add(client);
        return client;
    }

    /** One that has said HELLO 3. */
    public RespClient connectResp3() {
        RespClient client = connect();
        client.ask("HELLO 3");
        return client;
    }

    // ---- what goes on in it, seen from a connection of its own

    /** A number of QUEUE STATS. */
    public long stat(String queue, String key) {
        List<?> stats = watcher().list("QUEUE STATS " + queue);
        return (Long) stats.get(stats.indexOf(key) + 1);
    }

    /** The items of a queue that are ready, in order. */
    public List<String> items(String queue) {
        return watcher().list("QUEUE PEEK " + queue + " COUNT 1000").stream()
                .map(item -> (String) ((List<?>) item).get(1))
                .toList();
    }

    /** Waits until a number of QUEUE STATS is this one. */
    public void awaitStat(String queue, String key, long number) {
        Await.until(key + " of " + queue + " is " + number, () -> stat(queue, key) == number);
    }

    /** Waits until the server has that many commands of a connection unanswered. */
    public void awaitUnanswered(long connection, int commands) {
        String expected = " cmd-waiting=" + commands + "\n";
        Await.until(
                "connection " + connection + " has " + commands + " unanswered",
                () -> describe(connection).endsWith(expected));
    }

    /** Waits until the server has noticed that a connection is over. */
    public void awaitGone(long connection) {
        Await.until(
                "connection " + connection + " is gone",
                () -> describe(connection).isEmpty());
    }

    /** Its line of CLIENT LIST. */
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
