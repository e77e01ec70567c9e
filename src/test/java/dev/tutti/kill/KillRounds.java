package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.Seeds;
import dev.tutti.ServerProcess;
import dev.tutti.StopMode;
import dev.tutti.kill.Register.Kind;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ends a server again and again, at any moment, while clients send commands of all kinds. At each start the state that
 * was acknowledged must be there, and in the end every item that was acknowledged and not finished, and no others.
 */
final class KillRounds {

    private static final int CLIENTS = 6;
    /** The most replies that clients read before a server ends. */
    private static final int MOST_REPLIES = 1500;
    /** After so many ends all items are finished, or else they would become very many. */
    private static final int ENDS_OF_ITEMS = 10;
    /** The number of items at the start. In the runs with little memory they do not all fit. */
    private static final int FILLING = 400;

    private final Path directory;
    private final StopMode mode;
    /** A server that stops does not wait for long until clients have finished their items. */
    private final JsonObject listener =
            new JsonObject().put("port", 0).put("maxItemSize", "64KiB").put("drainTimeout", "200ms");

    private final JsonObject producer;
    private final Histories histories;
    private final Random random = Seeds.random();
    private ServerProcess server;
    private int port;
    private long token;

    /** @param memory the server's, in percent if there is enough */
    KillRounds(Path directory, String sync, String memory, StopMode mode) {
        this.directory = directory;
        this.mode = mode;
        this.producer = new JsonObject()
                .put("journal", "journal")
                .put("reserve", "1MiB")
                .put("instances", 2)
                .put("sync", sync)
                .put("maxMemory", memory);
        this.histories = new Histories(!memory.endsWith("%"));
    }

    /** Ends so many servers, and has the last one show what there is. Returns the violations. */
    List<String> run(int ends) throws Exception {
        for (int i = 0; i < ends; i++) {
            RespClient client = start();
            if (i == 0) {
                begin(client);
            } else if (i % ENDS_OF_ITEMS == 0) {
                finishAll(client);
            }
            endDuringTraffic();
            client.close();
        }
        if (mode == StopMode.KILLED) {
            killAtTheStart();
        }
        new Drain(histories, start()).getAll();
        return histories.history().violations();
    }

    /** What has happened, in a line. */
    String summary() {
        return histories.history().summary();
    }

    void killTheLast() {
        server.kill();
    }

    // ---- start

    private ServerProcess launch() throws IOException {
        JsonObject configuration = new JsonObject().put("server", listener).put("producer", producer);
        server = ServerProcess.startQuickly(
                directory, "--conf", configuration.encode(), "--options", "{\"eventLoopPoolSize\":2}");
        return server;
    }

    /** Kills a server at its first line of output, which comes while it reads the journal. */
    private void killAtTheStart() throws Exception {
        ServerProcess starting = launch();
        assertThat(starting.firstLine()).isNotNull();
        starting.kill();
        starting.exitCode();
    }

    /** Starts a server, and compares its state with the histories. */
    private RespClient start() throws IOException {
        histories.begin(mode == StopMode.KILLED);
        port = launch().port();
        RespClient client = new RespClient(port);
        for (KillQueue queue : KillQueue.values()) {
            create(queue, client);
        }
        compareTokens(client);
        compareRegisters(client);
        TaskActions tasks = new TaskActions(checker(client), List.of());
        histories.tasks().ids().forEach(tasks::await);
        new ListedItems(histories, client).check();
        return client;
    }

    private void compareTokens(RespClient client) {
        Object reply = client.ask("LOCK ACQUIRE lock");
        if (!histories.memoryIsShort() || !Caller.isFull(Caller.text(reply))) {
            assertThat((Long) reply).isGreaterThan(token);
            token = (Long) reply;
        }
    }

    private void compareRegisters(RespClient client) {
        RegisterReader reader = new RegisterReader(client);
        histories.registers().forEach((register, possible) -> {
            String value = reader.read(register, possible.values());
            if (possible.has(value)) {
                possible.seen(value);
                histories.forgetIfOver(register, value);
            } else {
                histories.history().violation(register + " is " + value + ", and not one of " + possible.values());
            }
        });
    }

    /** A queue that exists can be created again with the settings that it has. */
    private static void create(KillQueue queue, RespClient client) {
        assertThat(client.ask(("QUEUE CREATE " + queue.key + " " + queue.settings).strip()))
                .isEqualTo("OK");
    }

    /** Makes the queues that belong to one client each, and fills one that belongs to all. */
    private void begin(RespClient client) {
        for (int i = 0; i < CLIENTS; i++) {
            String settings = RegisterActions.queueOfSettings(name(i));
            assertThat(client.ask("QUEUE CREATE " + settings + " KIND fair")).isEqualTo("OK");
            histories.register(new Register(Kind.SETTINGS, settings)).seen("KIND fair");
            String pauses = RegisterActions.queueOfPauses(name(i));
            assertThat(client.ask("QUEUE PUT " + pauses + " item")).isInstanceOf(Long.class);
            histories.register(new Register(Kind.PAUSE, pauses));
        }
        new PutActions(checker(client)).fill(FILLING);
    }

    /** Finishes all items, releases all locks and permits, and has results forgotten. */
    private void finishAll(RespClient client) {
        Drain drain = new Drain(histories, client);
        new SettleActions(checker(client), drain.getAll()).endAll();
        drain.limitAgain();
        new RegisterActions(checker(client)).releaseAll();
        assertThat(client.ask("QUEUE DELETE " + KillQueue.TASKS.key)).isEqualTo("OK");
        create(KillQueue.TASKS, client);
        histories.forgetTasks();
    }

    private static String name(int client) {
        return "p" + client;
    }

    /** A client for the test's own commands, which does not end the server. */
    private Caller checker(RespClient client) {
        StopTrigger never = new StopTrigger(Integer.MAX_VALUE, server::kill);
        return new Caller(histories, "checker", new Random(random.nextLong()), client, never);
    }

    // ---- the end of a server

    private void endDuringTraffic() throws Exception {
        Runnable end = mode == StopMode.KILLED ? server::kill : server::terminate;
        StopTrigger trigger = new StopTrigger(1 + random.nextInt(MOST_REPLIES), end);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random own = new Random(random.nextLong());
            Caller caller = new Caller(histories, name(i), own, new RespClient(port), trigger);
            clients.add(new Thread(new RandomClient(caller)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(trigger.hasFired()).isTrue();
        server.exitCode();
    }
}
