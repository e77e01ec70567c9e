package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.Ending;
import dev.tutti.RespClient;
import dev.tutti.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server that is killed, or stopped, again and again, at any moment, while clients put, get and finish: what was
 * acknowledged and not finished comes out in the end, what was finished never does again, and nothing else comes out.
 */
@Timeout(120)
class KillIT {

    private static final int CLIENTS = 6;
    /** Before each end. */
    private static final int MOST_REPLIES = 1500;
    /** A queue is longer from the beginning than what of it stays in memory, where that is short. */
    private static final int FILLING = 400;

    @TempDir
    private Path directory;

    private final JsonObject listener = new JsonObject().put("port", 0).put("maxItemSize", "64KiB");
    private final JsonObject producer =
            new JsonObject().put("journal", "journal").put("reserve", "1MiB").put("instances", 2);
    private final Notebook notebook = Notebook.empty();
    private ServerProcess server;
    private int port;
    private long token;

    @AfterEach
    void killTheLast() {
        server.kill();
    }

    @ParameterizedTest
    @CsvSource({"always, 50%, KILLED, 4", "interval, 256KiB, KILLED, 2", "always, 50%, STOPPED, 2"})
    void whatWasAcknowledgedIsThereAndWhatWasFinishedIsNot(String sync, String memory, Ending ending, int ends)
            throws Exception {
        producer.put("sync", sync).put("maxMemory", memory);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ends; i++) {
            RespClient client = startAndCheck();
            if (i == 0) {
                clerk(client).fill(FILLING);
            }
            endWhileTheyAct(ending, random);
            client.close();
        }
        if (ending == Ending.KILLED) {
            killAtTheStart();
        }
        drain(startAndCheck());
        assertThat(notebook.history().violations())
                .as("seed " + seed + ", " + notebook.history().summary())
                .isEmpty();
    }

    private ServerProcess start() throws IOException {
        JsonObject configuration = new JsonObject().put("server", listener).put("producer", producer);
        server = ServerProcess.startQuickly(
                directory, "--conf", configuration.encode(), "--options", "{\"eventLoopPoolSize\":2}");
        return server;
    }

    /** As soon as it has said a word: it reads the journal then. */
    private void killAtTheStart() throws Exception {
        ServerProcess starting = start();
        assertThat(starting.firstLine()).isNotNull();
        starting.kill();
        starting.exitCode();
    }

    private RespClient startAndCheck() throws IOException {
        port = start().port();
        RespClient client = new RespClient(port);
        for (RandomClient.Queue queue : RandomClient.Queue.values()) {
            assertThat(client.ask(("QUEUE CREATE " + queue.key + " " + queue.settings).strip()))
                    .isEqualTo("OK");
        }
        for (Map.Entry<String, Set<Boolean>> event :
                notebook.events().possible().entrySet()) {
            assertThat(client.integer("EVENT IS_SET " + event.getKey()) == 1).isIn(event.getValue());
        }
        long next = client.integer("LOCK ACQUIRE lock");
        assertThat(next).isGreaterThan(token);
        token = next;
        notebook.results().ids().forEach(clerk(client)::await);
        notebook.order().begin();
        return client;
    }

    /** One that does what it is told, and outlives no kill. */
    private RandomClient clerk(RespClient client) {
        return new RandomClient(notebook, "clerk", new Random(1), client, new Fuse(Integer.MAX_VALUE, server::kill));
    }

    private void endWhileTheyAct(Ending ending, Random random) throws Exception {
        Runnable end = ending == Ending.KILLED ? server::kill : server::terminate;
        Fuse fuse = new Fuse(1 + random.nextInt(MOST_REPLIES), end);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RespClient connection = new RespClient(port);
            Random own = new Random(random.nextLong());
            clients.add(new Thread(new RandomClient(notebook, "p" + i, own, connection, fuse)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(fuse.hasBlown()).isTrue();
        server.exitCode();
    }

    // ---- the end

    private void drain(RespClient client) {
        for (RandomClient.Queue queue : RandomClient.Queue.values()) {
            Await.until(
                    "nothing is delayed in " + queue.key,
                    () -> client.ask("QUEUE STATS " + queue.key).toString().contains("delayed, 0,"));
            drain(queue, client);
        }
    }

    private void drain(RandomClient.Queue queue, RespClient client) {
        long asked = notebook.history().getting(queue.family);
        List<String> bodies = new ArrayList<>();
        if (client.ask("QUEUE GET " + queue.key + " COUNT 100000 TIMEOUT 0") instanceof List<?> deliveries) {
            for (Object delivery : deliveries) {
                List<?> item = (List<?>) delivery;
                String body = (String) item.get(1);
                notebook.history().got(queue.family, asked, body, (Long) item.get(0), (Long) item.get(2));
                notebook.history().left(body);
                bodies.add(body);
            }
        }
        notebook.history().answered(queue.family);
        if (queue == RandomClient.Queue.LINE) {
            notebook.came(notebook.order().asking(), bodies);
        } else if (queue == RandomClient.Queue.RANKED) {
            assertThat(bodies).isSortedAccordingTo(Comparator.comparing(Notebook::priority));
        }
    }
}
