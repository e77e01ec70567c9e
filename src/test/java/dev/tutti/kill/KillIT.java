package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.Seeds;
import dev.tutti.ServerProcess;
import dev.tutti.StopMode;
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
 * Kills or stops a server again and again, at any moment, while clients put, get and finish items. In the end every
 * item that was acknowledged and not finished must be there, and no others.
 */
@Timeout(120)
class KillIT {

    private static final int CLIENTS = 6;
    /** The most replies that clients read before a server ends. */
    private static final int MOST_REPLIES = 1500;
    /** The number of items at the start. In the runs with little memory they do not all fit. */
    private static final int FILLING = 400;

    @TempDir
    private Path directory;

    private final JsonObject listener = new JsonObject().put("port", 0).put("maxItemSize", "64KiB");
    private final JsonObject producer =
            new JsonObject().put("journal", "journal").put("reserve", "1MiB").put("instances", 2);
    private final Histories histories = Histories.empty();
    private final Random random = Seeds.random();
    private ServerProcess server;
    private int port;
    private long token;

    @AfterEach
    void killTheLast() {
        server.kill();
    }

    @ParameterizedTest
    @CsvSource({"always, 50%, KILLED, 4", "interval, 256KiB, KILLED, 2", "always, 50%, GRACEFUL, 2"})
    void whatWasAcknowledgedIsThereAndWhatWasFinishedIsNot(String sync, String memory, StopMode mode, int ends)
            throws Exception {
        producer.put("sync", sync).put("maxMemory", memory);
        for (int i = 0; i < ends; i++) {
            RespClient client = startAndCheck();
            if (i == 0) {
                checker(client).fill(FILLING);
            }
            endDuringTraffic(mode);
            client.close();
        }
        if (mode == StopMode.KILLED) {
            killAtTheStart();
        }
        drain(startAndCheck());
        assertThat(histories.history().violations())
                .as(histories.history().summary())
                .isEmpty();
    }

    private ServerProcess start() throws IOException {
        JsonObject configuration = new JsonObject().put("server", listener).put("producer", producer);
        server = ServerProcess.startQuickly(
                directory, "--conf", configuration.encode(), "--options", "{\"eventLoopPoolSize\":2}");
        return server;
    }

    /** Kills a server at its first line of output, which comes while it reads the journal. */
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
                histories.events().possible().entrySet()) {
            assertThat(client.integer("EVENT IS_SET " + event.getKey()) == 1).isIn(event.getValue());
        }
        long next = client.integer("LOCK ACQUIRE lock");
        assertThat(next).isGreaterThan(token);
        token = next;
        histories.tasks().ids().forEach(checker(client)::await);
        histories.order().begin();
        return client;
    }

    /** A client for the test's own commands, which does not end the server. */
    private RandomClient checker(RespClient client) {
        return new RandomClient(
                histories,
                "checker",
                new Random(random.nextLong()),
                client,
                new StopTrigger(Integer.MAX_VALUE, server::kill));
    }

    private void endDuringTraffic(StopMode mode) throws Exception {
        Runnable end = mode == StopMode.KILLED ? server::kill : server::terminate;
        StopTrigger trigger = new StopTrigger(1 + random.nextInt(MOST_REPLIES), end);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RespClient connection = new RespClient(port);
            Random own = new Random(random.nextLong());
            clients.add(new Thread(new RandomClient(histories, "p" + i, own, connection, trigger)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(trigger.hasFired()).isTrue();
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
        long asked = histories.history().getting(queue.family);
        List<String> bodies = new ArrayList<>();
        if (client.ask("QUEUE GET " + queue.key + " COUNT 100000 TIMEOUT 0") instanceof List<?> deliveries) {
            for (Object delivery : deliveries) {
                List<?> item = (List<?>) delivery;
                String body = (String) item.get(1);
                histories.history().got(queue.family, asked, body, (Long) item.get(0), (Long) item.get(2));
                histories.history().left(body);
                bodies.add(body);
            }
        }
        histories.history().answered(queue.family);
        if (queue == RandomClient.Queue.LINE) {
            histories.gotInOrder(histories.order().asking(), bodies);
        } else if (queue == RandomClient.Queue.RANKED) {
            assertThat(bodies).isSortedAccordingTo(Comparator.comparing(Histories::priority));
        }
    }
}
