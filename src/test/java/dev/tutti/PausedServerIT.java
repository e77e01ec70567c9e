package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server whose process is paused for longer than leases and timeouts last. Clients that have sent their commands in
 * time lose nothing by the pause.
 */
class PausedServerIT {

    /** All leases and timeouts. None may end before the server is paused, even if the machine is busy. */
    private static final String MILLIS = "3000";

    /** Tells how time passes while the other server is paused. */
    @RegisterExtension
    private final TuttiServer clock = TuttiServer.bare();

    @TempDir
    private Path directory;

    private final List<RespClient> told = new ArrayList<>();
    private final List<Runnable> leases = new ArrayList<>();
    private final List<Runnable> commands = new ArrayList<>();
    private final List<RespClient> clients = new ArrayList<>();
    private ServerProcess paused;
    private int port;

    @AfterEach
    void end() {
        clients.forEach(RespClient::close);
        if (paused != null) {
            paused.kill();
        }
    }

    private void start(EventLoopCount eventLoops) throws IOException {
        start("{'server':{'port':0,'instances':I},'producer':{'instances':I}}"
                .replace("I", String.valueOf(eventLoops.instances())));
    }

    private void start(String configuration) throws IOException {
        paused = ServerProcess.startQuickly(directory, "--conf", configuration.replace('\'', '"'));
        port = paused.port();
    }

    private RespClient connect() {
        RespClient client = new RespClient(port);
        clients.add(client);
        return client;
    }

    private void pauseUntilAllIsOver(Runnable commands) throws IOException, InterruptedException {
        paused.signal("STOP");
        commands.run();
        assertThat(clock.connect().ask("QUEUE GET nothing TIMEOUT 3500")).isEqualTo(RespClient.Null.ARRAY);
        paused.signal("CONT");
    }

    private void send(RespClient client, String command) {
        client.tell(command);
        told.add(client);
    }

    private void assertAllAreOk() {
        assertThat(told.stream().map(RespClient::read)).isNotEmpty().containsOnly("OK");
        told.clear();
    }

    /** Lets a client lease what it holds for a short time, when all clients are ready, and then send the command. */
    private void lease(RespClient client, String family, String command, String held) {
        leases.add(() -> send(client, family + " TOUCH " + held + " LEASE " + MILLIS));
        commands.add(() -> send(client, family + " " + command + " " + held));
    }

    private void assertThatCommandsInTimeAreCarriedOut() throws IOException, InterruptedException {
        leases.forEach(Runnable::run);
        assertAllAreOk();
        pauseUntilAllIsOver(() -> commands.forEach(Runnable::run));
        assertAllAreOk();
    }

    /** Several queues, whose names belong to different owners if there are several. */
    @ParameterizedTest
    @EnumSource(EventLoopCount.class)
    void itemsThatWereSettledBeforeTheirLeasesEndedAreSettled(EventLoopCount eventLoops) throws Exception {
        start(eventLoops);
        for (String queue : List.of("a", "b", "c", "d")) {
            for (String command : List.of("DONE", "FAIL", "RELEASE", "TOUCH")) {
                RespClient worker = connect();
                long id = worker.integer("QUEUE PUT " + queue + " x");
                worker.list("QUEUE GET " + queue);
                lease(worker, "QUEUE", command, queue + " " + id);
            }
        }
        assertThatCommandsInTimeAreCarriedOut();
    }

    @ParameterizedTest
    @EnumSource(EventLoopCount.class)
    void locksAndPermitsThatWereGivenBackOrProlongedInTimeAreStillHeldThen(EventLoopCount eventLoops) throws Exception {
        start(eventLoops);
        for (String name : List.of("a", "b", "c", "d")) {
            RespClient touching = connect();
            lease(touching, "LOCK", "TOUCH", "t" + name + " " + touching.integer("LOCK ACQUIRE t" + name));
            RespClient releasing = connect();
            lease(releasing, "LOCK", "RELEASE", "r" + name + " " + releasing.integer("LOCK ACQUIRE r" + name));
            RespClient permitted = connect();
            permitted.ask("SEMAPHORE CREATE s" + name + " 2");
            long permit = permitted.integer("SEMAPHORE ACQUIRE s" + name);
            lease(permitted, "SEMAPHORE", "RELEASE", "s" + name + " " + permit);
        }
        assertThatCommandsInTimeAreCarriedOut();
    }

    @ParameterizedTest
    @EnumSource(EventLoopCount.class)
    void whatCameWithinATimeoutIsAnswered(EventLoopCount eventLoops) throws Exception {
        start(eventLoops);
        RespClient putter = connect();
        RespClient worker = connect();
        RespClient getter = connect();
        getter.tell("QUEUE GET waited TIMEOUT " + MILLIS);
        RespClient runner = connect();
        runner.tell("RUN task x TIMEOUT " + MILLIS);
        List<Object> task = worker.list("QUEUE GET task");
        RespClient gatherer = connect();
        gatherer.tell("GATHER TIMEOUT " + MILLIS + " parts x");
        List<Object> part = worker.list("QUEUE GET parts");
        long waited = putter.integer("SUBMIT awaited x");
        RespClient waiter = connect();
        waiter.tell("WAIT TIMEOUT " + MILLIS + " awaited " + waited);
        worker.list("QUEUE GET awaited");
        RespClient any = connect();
        any.tell("QUEUE GETANY 4 p q r s TIMEOUT " + MILLIS);
        Await.until("all wait", () -> ((String) putter.ask("INFO clients")).contains("blocked_clients:5\r\n"));

        pauseUntilAllIsOver(() -> {
            putter.tell("QUEUE PUT waited y").tell("QUEUE PUT r z");
            worker.tell("QUEUE DONE task " + task.get(0) + " done")
                    .tell("QUEUE DONE parts " + part.get(0) + " done")
                    .tell("QUEUE DONE awaited " + waited + " done");
        });
        assertThat(putter.read(2)).allMatch(Long.class::isInstance);
        assertThat(worker.read(3)).containsOnly("OK");
        assertThat(((List<?>) getter.read()).get(1)).isEqualTo("y");
        assertThat(runner.read()).isEqualTo("done");
        assertThat(gatherer.read()).isEqualTo(List.of("done"));
        assertThat(waiter.read()).isEqualTo(List.of("done"));
        assertThat(((List<?>) any.read()).get(2)).isEqualTo("z");
    }

    @Test
    void thePasswordThatWasSentInTimeIsTaken() throws Exception {
        start("{'server':{'port':0,'password':'secret','helloTimeout':'3000ms'}}");
        RespClient client = connect();
        assertThat(client.refusal("PING")).startsWith("NOAUTH ");
        pauseUntilAllIsOver(() -> client.tell("AUTH secret").tell("PING"));
        assertThat(client.read(2)).containsExactly("OK", "PONG");
    }

    @Test
    void theAnswerOfAnotherServerThatCameWithinTheTimeoutOfAConsumerIsTheResult() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start("{'server':{'port':0},'consumers':[{'queue':'up','tcp':'127.0.0.1:" + upstream.getLocalPort()
                    + "','timeout':'3000ms'}]}");
            RespClient client = connect();
            client.tell("RUN up x");
            try (Socket item = upstream.accept()) {
                pauseUntilAllIsOver(() -> answer(item));
                assertThat(client.read()).isEqualTo("answer");
            }
        }
    }

    private static void answer(Socket item) {
        try {
            item.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
            item.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
