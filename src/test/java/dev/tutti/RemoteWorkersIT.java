package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Processes that take the items of one server, which are killed and stopped, and a server that is. */
@Timeout(120)
class RemoteWorkersIT {

    private static final int CONCURRENCY = 8;
    private static final int ITEMS = 2000;
    private static final int KILLS = 3;

    @RegisterExtension
    final TuttiServer server = TuttiServer.bare().journaled();

    @TempDir
    private Path directory;

    private final List<ServerProcess> processes = new ArrayList<>();

    private ServerProcess worker(int port) throws IOException {
        ServerProcess worker = ServerProcess.startQuickly(
                directory,
                "--conf",
                "{\"connect\":\"redis://127.0.0.1:" + port + "\",\"consumers\":[{\"queue\":\"sleep\","
                        + "\"task\":\"sleep\",\"concurrency\":" + CONCURRENCY + "}]}");
        processes.add(worker);
        return worker;
    }

    @AfterEach
    void killThem() {
        processes.forEach(ServerProcess::kill);
    }

    @Test
    void noItemIsLostWhenWorkersAreKilledAtRandomMoments() throws Exception {
        Random random = Seeds.random();
        List<ServerProcess> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            workers.add(worker(server.port()));
        }
        RespClient client = server.connect();
        for (int i = 0; i < ITEMS; i++) {
            client.tell("SUBMIT sleep " + (20 + random.nextInt(40)));
        }
        List<Object> ids = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            ids.add(client.read());
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            int done = (kill - 1) * ITEMS / (KILLS + 1) + 1 + random.nextInt(ITEMS / (KILLS + 1));
            Await.until(done + " items are done", () -> server.stat("sleep", "done") >= done);
            workers.remove(random.nextInt(workers.size())).kill();
            workers.add(worker(server.port()));
        }
        Await.until("all items are done", () -> server.stat("sleep", "done") == ITEMS);
        long further = 0;
        for (Object id : ids) {
            List<Object> item = client.list("QUEUE INSPECT sleep " + id);
            assertThat(item.get(item.indexOf("state") + 1)).isEqualTo("done");
            further += (Long) item.get(item.indexOf("attempts") + 1) - 1;
        }
        assertThat(further).as("attempts that were lost").isBetween(0L, (long) KILLS * CONCURRENCY);
        assertThat(server.stat("sleep", "inflight")).isZero();
    }

    @Test
    void aWorkerThatIsStoppedFinishesItsItemsAndTakesNoOther() throws Exception {
        RespClient client = server.connect();
        ServerProcess worker = worker(server.port());
        worker.lineWith("connected to");
        List<Object> running = new ArrayList<>();
        for (int i = 0; i < CONCURRENCY; i++) {
            running.add(client.ask("SUBMIT sleep 1000"));
        }
        server.awaitStat("sleep", "inflight", CONCURRENCY);
        client.ask("SUBMIT sleep 1");
        worker.terminate();
        assertThat(worker.exitCode()).isEqualTo(128 + 15);
        assertThat(running.stream().map(id -> client.ask("AWAIT sleep " + id)))
                .isEqualTo(Collections.nCopies(CONCURRENCY, "1000"));
        assertThat(server.stat("sleep", "size")).isEqualTo(1);
        assertThat(server.stat("sleep", "done")).isEqualTo(CONCURRENCY);
        assertThat(server.stat("sleep", "inflight")).isZero();
        assertThat(worker.errors()).isEmpty();
    }

    @Test
    void aWorkerGoesOnWhenItsServerIsKilledAndStartedAgain() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        String[] conf = {
            "--conf", "{\"server\":{\"port\":" + port + "},\"producer\":{\"journal\":\"journal\",\"reserve\":\"1MiB\"}}"
        };
        ServerProcess worker = worker(port);
        assertThat(worker.lineWith("takes items from"))
                .contains("redis://127.0.0.1:" + port + "; consumers: 1 on 1 queue");
        ServerProcess killed = ServerProcess.startQuickly(directory, conf);
        processes.add(killed);
        killed.port();
        worker.lineWith("connected to");
        List<Object> ids = new ArrayList<>();
        try (RespClient client = new RespClient(port)) {
            for (int i = 0; i < 40; i++) {
                ids.add(client.ask("SUBMIT sleep 100"));
            }
        }
        killed.kill();
        killed.exitCode();
        worker.lineWith("gives no items, it is tried again");
        ServerProcess next = ServerProcess.startQuickly(directory, conf);
        processes.add(next);
        next.port();
        try (RespClient client = new RespClient(port)) {
            for (Object id : ids) {
                assertThat(client.ask("AWAIT sleep " + id)).isEqualTo("100");
            }
        }
    }
}
