package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process ends in bounded time when it is told to, whatever users' classes do, and says why if it was not told to. */
@Timeout(60)
class ProcessEndIT {

    @TempDir
    private Path directory;

    private ServerProcess process;

    private RespClient start(String threading) throws Exception {
        return start(threading, "0s");
    }

    private RespClient start(String threading, String drainTimeout) throws Exception {
        String conf = "{\"server\":{\"port\":0,\"drainTimeout\":\"" + drainTimeout
                + "\"},\"producer\":{\"journal\":\"data\",\"reserve\":\"1MiB\"},"
                + "\"consumers\":[{\"queue\":\"q\",\"class\":\"example.HostileTask\",\"threading\":\"" + threading
                + "\"}]}";
        process = ServerProcess.startWithTestClasses(directory, "--conf", conf);
        return new RespClient(process.port(), 0);
    }

    private static long inFlight(RespClient client) {
        List<?> stats = client.list("QUEUE STATS q");
        return (Long) stats.get(stats.indexOf("inflight") + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_loop", "worker"})
    void aTaskThatHangsIsNamedAndDoesNotKeepTheProcess(String threading) throws Exception {
        try (RespClient client = start(threading)) {
            client.ask("SUBMIT q hang");
            Await.until("the item is taken", () -> inFlight(client) == 1);
        }
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        String log = process.output();
        assertThat(log).contains("Tutti stops: SIGTERM");
        if (threading.equals("event_loop")) {
            assertThat(log).contains("did not stop within 10000 ms", "still running: example.HostileTask.hang on ");
            assertThat(log).containsOnlyOnce("io.vertx.core.VertxException: Thread blocked");
        } else {
            assertThat(log).doesNotContain("the process is halted");
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void theFirstSignalWaitsForItemsInFlightAndALaterOneForNothing(String signal, int code) throws Exception {
        try (RespClient client = start("worker", "1h")) {
            client.ask("QUEUE PUT mine a");
            client.ask("QUEUE GET mine");
            process.signal(signal);
            assertThat(process.firstLine()).endsWith("Tutti stops: SIG" + signal);
            assertThat(process.firstLine()).contains("1 item in flight may be finished within 3600000 ms");
            assertThat(client.ask("PING")).isEqualTo("PONG");
            process.signalUntilItsEnd(signal);
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(process.exitCode()).isEqualTo(code);
        assertThat(process.output()).contains("a second signal: the process ends at once");
    }

    /** As {@code timeout} of GNU does, which tells the process, and then its group. */
    @Test
    void severalSignalsAtOnceAreOne() throws Exception {
        try (RespClient client = start("worker", "1h")) {
            long id = client.integer("QUEUE PUT mine a");
            client.ask("QUEUE GET mine");
            process.signal("TERM", 3);
            process.lineWith("1 item in flight may be finished");
            assertThat(client.ask("QUEUE DONE mine " + id)).isEqualTo("OK");
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        assertThat(process.output()).contains("Tutti has stopped after ").doesNotContain("second signal");
    }

    @ParameterizedTest
    @CsvSource({"close, a class in this process has closed Vert.x", "end-loop, event loop 0 has ended"})
    void aTaskThatEndsTheServerFromWithinEndsTheProcess(String item, String reason) throws Exception {
        try (RespClient client = start("worker")) {
            client.tell("SUBMIT q " + item);
            assertThat(process.exitCode()).isEqualTo(4);
        }
        assertThat(process.output())
                .contains(reason + ": the server ends with exit code 4")
                .doesNotContain("System.exit")
                .doesNotContain("did not stop within");
    }

    @Test
    @Timeout(120)
    void aJournalThatNeedsMoreThanTheHeapSaysHowMuchAndThatIsEnough() throws Exception {
        String conf = "{\"server\":{\"port\":0},\"queues\":{\"q\":{\"maxSize\":0}},"
                + "\"producer\":{\"journal\":\"data\",\"reserve\":\"1MiB\",\"sync\":\"none\"}}";
        process = ServerProcess.startWithHeap("512m", directory, "--conf", conf);
        int items = 160_000;
        try (RespClient client = new RespClient(process.port(), 0)) {
            for (int done = 0; done < items; done += 1000) {
                for (int i = 0; i < 1000; i++) {
                    client.tell("QUEUE PUT q " + "x".repeat(200) + " DELAY 3600000");
                }
                client.read(1000);
            }
        }
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        for (String heap : List.of("40m", "64m")) {
            process = ServerProcess.startWithHeapOfRunScript(heap, directory, "--conf", conf);
            Matcher advised = Pattern.compile("the journal holds 160000 items and results, and the heap of \\d+ MiB is"
                            + " used up after \\d+: start with JAVA_OPTS=-Xmx(\\d+m) or more")
                    .matcher(String.join("\n", process.errors()));
            assertThat(advised.matches()).as(heap + " " + process.said()).isTrue();
            assertThat(process.exitCode()).isEqualTo(3);
            process = ServerProcess.startWithHeapOfRunScript(advised.group(1), directory, "--conf", conf);
            try (RespClient client = new RespClient(process.port(), 0)) {
                assertThat(client.ask("QUEUE SIZE q")).isNotNull();
            }
            process.terminate();
            assertThat(process.exitCode())
                    .as("with the heap as advised, " + advised.group(1))
                    .isEqualTo(128 + 15);
        }
    }

    @Test
    void aClosedTerminalDoesNotEndTheServer() throws Exception {
        try (RespClient client = start("worker")) {
            process.signal("HUP");
            assertThat(process.firstLine())
                    .contains(
                            "there is nothing to reload, since the configuration is not in a file: the text of --conf");
            assertThat(client.ask("PING")).isEqualTo("PONG");
        }
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        assertThat(process.output())
                .matches("(?s).*INFO  ProcessEnd: Tutti stops: SIGTERM\n.*Tutti has stopped after \\d+ ms\\R?");
    }

    @Test
    void aCallOfSystemExitIsTheReason() throws Exception {
        try (RespClient client = start("worker")) {
            client.tell("SUBMIT q exit");
            assertThat(process.exitCode()).isEqualTo(7);
        }
        assertThat(process.output()).contains("Tutti stops: System.exit was called by example.HostileTask.run on ");
    }
}
