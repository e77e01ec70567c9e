package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tutti.Await;
import dev.tutti.BoundedProcess;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every worker that the documents show, each with the newest client that is here, at one server. Each worker must
 * go on after a long wait, after an item that was cancelled under it, and after a stop and a kill of the server.
 */
@Timeout(180)
class WorkersIT {

    private static final Path DOCUMENTS = Path.of("src/site/markdown");
    private static final Pattern FILE = Pattern.compile("(?:#|//) (\\w+\\.(?:py|js|java))");
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    private static final String JAVA = "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + CLASS_PATH + "' ";
    private static final String PYTHON = "python3 -u ";
    private static final String TUTTI =
            "env PYTHONPATH='" + Path.of("src/clients/python").toAbsolutePath() + "' python3 -uB ";

    /**
     * A worker that a document shows.
     *
     * @param needed a command that succeeds where the worker can run
     * @param item an item of which its task makes the result
     * @param bad an item that its task fails
     */
    private record Worker(
            String file, Path document, String needed, String command, String item, String result, String bad) {

        static Worker square(String file, Path document, String needed, String command) {
            return new Worker(file, document, needed, command, "12", "144", "twelve");
        }

        /** The queue has the name of the worker's file, so that each worker has its own. */
        String queue() {
            return file;
        }
    }

    private static final Path CLIENTS = DOCUMENTS.resolve("clients.md");
    private static final List<Worker> WORKERS = List.of(
            Worker.square("worker.py", Path.of("README.md"), "python3 -c 'import redis'", PYTHON),
            Worker.square("worker_asyncio.py", CLIENTS, "python3 -c 'import redis.asyncio'", PYTHON),
            Worker.square("worker_tutti.py", CLIENTS, TUTTI + "-c 'import tutti'", TUTTI),
            Worker.square("JedisWorker.java", CLIENTS, "true", JAVA),
            Worker.square("LettuceWorker.java", CLIENTS, "true", JAVA),
            Worker.square("VertxWorker.java", CLIENTS, "true", JAVA),
            Worker.square("worker_ioredis.js", CLIENTS, "node -e 'require(\"ioredis\")'", "node "),
            new Worker(
                    "worker.js",
                    DOCUMENTS.resolve("tasks.md"),
                    "node -e 'require(\"redis\")'",
                    "node ",
                    "[1,2,3]",
                    "6",
                    "[1,2"));

    @TempDir
    private Path directory;

    private final JsonObject listener = new JsonObject().put("port", 0);
    private final Map<Worker, Process> processes = new HashMap<>();
    private final Map<Worker, Long> connections = new HashMap<>();
    private final Map<Worker, Long> held = new HashMap<>();
    private Shell shell;
    private ServerProcess server;
    private RespClient client;

    @AfterEach
    void endEverything() {
        processes.values().forEach(BoundedProcess::end);
        client.close();
        server.kill();
    }

    @TestFactory
    Stream<DynamicTest> workersGoOnAfterLongWaitsLostItemsAndRestarts() throws IOException {
        shell = new Shell(directory).withPythonThatHasRedis();
        start();
        return Stream.of(
                        each("starts", this::startWorker),
                        each("finishes and fails items", this::finishesAndFails),
                        each("waits", this::noteConnection),
                        Stream.of(dynamicTest("longer than clients usually do", this::letSomeTimePass)),
                        each("kept its connection", this::hasItsConnection),
                        each("goes on after a cancelled item", this::goesOnAfterACancelledItem),
                        each("holds an item", this::holdsAnItem),
                        Stream.of(dynamicTest("the server stops and starts", this::stopAndStart)),
                        each("finishes its item after a stop", this::finishesItsItem),
                        Stream.of(dynamicTest("the server is killed and starts", this::killAndStart)),
                        each("goes on after a kill", this::finishesAndFails))
                .flatMap(tests -> tests);
    }

    private Stream<DynamicTest> each(String what, Consumer<Worker> test) {
        return WORKERS.stream()
                .map(worker -> dynamicTest(worker.file() + " " + what, () -> {
                    assumeTrue(
                            what.equals("starts") || processes.containsKey(worker),
                            () -> "left out: this does not work here: " + worker.needed());
                    test.accept(worker);
                }));
    }

    // ---- the server

    private void start() throws IOException {
        JsonObject configuration = new JsonObject()
                .put("server", listener)
                .put("producer", new JsonObject().put("journal", "journal").put("reserve", "1MiB"))
                .put(
                        "consumers",
                        new JsonArray()
                                .add(new JsonObject().put("queue", "sleep").put("task", "sleep")));
        server = ServerProcess.startQuickly(directory, "--conf", configuration.encode());
        listener.put("port", server.port());
        client = new RespClient(listener.getInteger("port"));
    }

    private void stopAndStart() throws Exception {
        server.terminate();
        server.exitCode();
        client.close();
        start();
    }

    private void killAndStart() throws Exception {
        server.kill();
        server.exitCode();
        client.close();
        start();
    }

    /** Longer than redis-py, go-redis and Jedis wait with their defaults. */
    private void letSomeTimePass() {
        assertThat(client.ask("RUN sleep 6000")).isEqualTo("6000");
    }

    // ---- the workers

    private void startWorker(Worker worker) {
        assumeTrue(shell.succeeds(worker.needed()), () -> "left out: this does not work here: " + worker.needed());
        try {
            Files.writeString(directory.resolve(worker.file()), code(worker));
            String command = "exec " + worker.command() + worker.file() + " >" + worker.file() + ".log 2>&1";
            processes.put(worker, shell.start(command));
        } catch (IOException e) {
            throw new AssertionError(worker.file(), e);
        }
    }

    private String code(Worker worker) {
        String shown = Markdown.read(worker.document()).blocks().stream()
                .filter(block -> {
                    Matcher file = FILE.matcher(block.lines().get(0));
                    return file.matches() && file.group(1).equals(worker.file());
                })
                .findFirst()
                .orElseThrow()
                .text();
        return shown.replace("8888", String.valueOf(listener.getInteger("port")))
                .replaceAll("\"(square|sum)\"", '"' + worker.queue() + '"');
    }

    private String run(Worker worker, String item) {
        Object reply = client.ask("RUN " + worker.queue() + " " + item + " TIMEOUT 9000");
        if (reply instanceof Failure failure) {
            return failure.text();
        }
        return reply instanceof String result ? result : reply + ", and it has said: " + said(worker);
    }

    private String said(Worker worker) {
        try {
            return Files.readString(directory.resolve(worker.file() + ".log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void finishesAndFails(Worker worker) {
        awaitWaiting(worker);
        assertThat(run(worker, worker.item())).isEqualTo(worker.result());
        assertThat(run(worker, worker.bad())).startsWith("FAILED ");
        assertThat(run(worker, worker.item())).isEqualTo(worker.result());
    }

    /** The connection that waits in GET at the worker's queue. */
    private long waiting(Worker worker) {
        for (Object queue : client.list("WAITERS " + worker.queue())) {
            List<?> map = (List<?>) queue;
            List<?> waiters = (List<?>) map.get(map.indexOf("waiters") + 1);
            if (waiters.size() == 1) {
                return (Long) ((List<?>) waiters.get(0)).get(0);
            }
        }
        return 0;
    }

    private void awaitWaiting(Worker worker) {
        Await.until(worker.file() + " waits", () -> waiting(worker) > 0);
    }

    private void noteConnection(Worker worker) {
        awaitWaiting(worker);
        connections.put(worker, waiting(worker));
    }

    private void hasItsConnection(Worker worker) {
        assertThat(waiting(worker)).isEqualTo(connections.get(worker));
        assertThat(run(worker, worker.item())).isEqualTo(worker.result());
    }

    /** Submits an item, and waits until the worker, which is stopped meanwhile, has it in flight. */
    private long submitToStopped(Worker worker) {
        noteConnection(worker);
        assertThat(shell.succeeds("kill -STOP " + processes.get(worker).pid())).isTrue();
        long id = client.integer("SUBMIT " + worker.queue() + " " + worker.item());
        List<Object> stats = client.list("QUEUE STATS " + worker.queue());
        assertThat(stats.get(stats.indexOf("inflight") + 1)).isEqualTo(1L);
        return id;
    }

    private void resume(Worker worker) {
        assertThat(shell.succeeds("kill -CONT " + processes.get(worker).pid())).isTrue();
    }

    private void goesOnAfterACancelledItem(Worker worker) {
        long id = submitToStopped(worker);
        assertThat(client.integer("CANCEL " + worker.queue() + " " + id)).isEqualTo(1);
        resume(worker);
        finishesAndFails(worker);
    }

    private void holdsAnItem(Worker worker) {
        held.put(worker, submitToStopped(worker));
    }

    private void finishesItsItem(Worker worker) {
        resume(worker);
        String await = "AWAIT " + worker.queue() + " " + held.get(worker) + " TIMEOUT 9000";
        assertThat(client.ask(await)).as("after " + said(worker)).isEqualTo(worker.result());
    }
}
