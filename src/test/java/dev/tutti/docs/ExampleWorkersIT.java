package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Await;
import dev.tutti.BoundedProcess;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.docs.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the workers of the examples. Each must go on after an item that was cancelled under it and after a lost
 * connection, and must end when its queue is shut down.
 */
@Timeout(120)
class ExampleWorkersIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    @TempDir
    private Path home;

    private Shell shell;
    private RespClient client;
    private Process worker;

    @BeforeEach
    void writeTheFiles() throws IOException {
        for (Block file :
                Markdown.read(Path.of("src/site/markdown/examples.md")).blocks("python")) {
            String name = file.lines().get(0).replaceAll("# (\\w+\\.py)\\b.*", "$1");
            Files.writeString(home.resolve(name), file.text().replace("8888", String.valueOf(server.port())));
        }
        // Nobody listens there, so the sender of webhooks fails its items.
        Files.writeString(home.resolve("receiver.url"), "http://localhost:1");
        shell = new Shell(home).withPythonThatHasRedis();
        assumeTrue(shell.succeeds("python3 -c 'import redis'"), "left out, for there is no redis-py here");
        client = server.connect();
    }

    @AfterEach
    void endTheWorker() {
        if (worker != null) {
            BoundedProcess.end(worker);
        }
    }

    @ParameterizedTest
    @CsvSource({"square.py, numbers", "report.py, reports", "sender.py, hooks", "mailer.py, mails"})
    void aWorkerGoesOnUntilItsQueueIsShutDown(String file, String queue) throws Exception {
        worker = shell.start("exec python3 " + file);
        waiting(queue, 0);
        signal("STOP");
        long id = client.integer("QUEUE PUT " + queue + " 7");
        assertThat(client.integer("CANCEL " + queue + " " + id)).isOne();
        signal("CONT");

        long connection = waiting(queue, 0);
        assertThat(client.integer("CLIENT KILL ID " + connection)).isOne();
        waiting(queue, connection);

        assertThat(client.ask("QUEUE SHUTDOWN " + queue)).isEqualTo("OK");
        List<String> printed = worker.inputReader().lines().toList();
        assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).as(String.join("\n", printed)).isZero();
        assertThat(printed).filteredOn(line -> line.contains("begins again:")).hasSize(2);
        assertThat(printed).last().asString().contains("ends: SHUTDOWN");
    }

    /** Waits until the worker waits in GET on a later connection than that, and returns the id of its connection. */
    private long waiting(String queue, long earlier) {
        long[] id = new long[1];
        Await.until("the worker waits at " + queue, () -> {
            for (Object line : client.list("WAITERS " + queue)) {
                List<?> map = (List<?>) line;
                for (Object waiter : (List<?>) map.get(map.indexOf("waiters") + 1)) {
                    id[0] = (Long) ((List<?>) waiter).get(0);
                    return id[0] > earlier;
                }
            }
            return false;
        });
        return id[0];
    }

    private void signal(String name) {
        assertThat(shell.succeeds("kill -s " + name + " " + worker.pid())).isTrue();
    }
}
