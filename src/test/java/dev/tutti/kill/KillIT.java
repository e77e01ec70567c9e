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

    @TempDir
    private Path directory;

    private final Notebook notebook = Notebook.empty();
    private ServerProcess server;
    private int port;
    private long token;

    @AfterEach
    void killTheLast() {
        server.kill();
    }

    @ParameterizedTest
    @CsvSource({"always, KILLED, 5", "interval, KILLED, 2", "always, STOPPED, 2"})
    void whatWasAcknowledgedIsThereAndWhatWasFinishedIsNot(String sync, Ending ending, int ends) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ends; i++) {
            endWhileTheyAct(startAndCheck(sync), ending, random);
        }
        if (ending == Ending.KILLED) {
            killAtTheStart(sync);
        }
        drain(startAndCheck(sync));
        assertThat(notebook.history().violations())
                .as("seed " + seed + ", " + notebook.history().summary())
                .isEmpty();
    }

    private ServerProcess start(String sync) throws IOException {
        JsonObject producer = new JsonObject()
                .put("journal", "journal")
                .put("sync", sync)
                .put("reserve", "1MiB")
                .put("instances", 2);
        JsonObject configuration =
                new JsonObject().put("server", new JsonObject().put("port", 0)).put("producer", producer);
        server = ServerProcess.startQuickly(directory, "--conf", configuration.encode());
        return server;
    }

    /** As soon as it has said a word: it reads the journal then. */
    private void killAtTheStart(String sync) throws Exception {
        ServerProcess starting = start(sync);
        assertThat(starting.firstLine()).isNotNull();
        starting.kill();
        starting.exitCode();
    }

    private RespClient startAndCheck(String sync) throws IOException {
        port = start(sync).port();
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
        RandomClient asking =
                new RandomClient(notebook, "nobody", new Random(0), client, new Fuse(Integer.MAX_VALUE, server::kill));
        notebook.results().ids().forEach(asking::await);
        notebook.order().begin();
        return client;
    }

    private void endWhileTheyAct(RespClient checking, Ending ending, Random random) throws Exception {
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
        checking.close();
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
