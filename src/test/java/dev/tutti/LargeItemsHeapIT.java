package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal of few large records, which may need more than the heap although a look at every thousandth is too late. */
@Timeout(120)
class LargeItemsHeapIT {

    private static final String CONF = "{\"server\":{\"port\":0},\"producer\":{\"journal\":\"data\","
            + "\"reserve\":\"1MiB\",\"sync\":\"none\",\"maxMemory\":\"90%\"}}";
    private static final byte[] LARGE = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    private static final int RECORDS = 900;
    private static final Pattern ADVICE = Pattern.compile("the journal holds \\d+ items and results, and the heap of"
            + " \\d+ MiB is used up after \\d+: start with JAVA_OPTS=-Xmx(\\d+m) or more");

    @TempDir
    private Path directory;

    private ServerProcess process;

    @AfterEach
    void end() {
        process.kill();
    }

    private RespClient startToFill() throws Exception {
        process = ServerProcess.startQuickly(directory, "--conf", CONF);
        return new RespClient(process.port(), 0);
    }

    private RespClient start(String heap) throws Exception {
        process = ServerProcess.startWithHeapOfRunScript(heap, directory, "--conf", CONF);
        return new RespClient(process.port(), 0);
    }

    private void stop() throws Exception {
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    /** Sends the command so many times. Its word {@code #} stands for the large one, and {@code @} for the number. */
    private static void fill(RespClient client, String command, int times) {
        for (int i = 1; i <= times; i++) {
            String[] words = command.split(" ");
            byte[][] bytes = new byte[words.length][];
            for (int word = 0; word < words.length; word++) {
                String text = words[word].replace("@", String.valueOf(i));
                bytes[word] = text.equals("#") ? LARGE : text.getBytes(StandardCharsets.US_ASCII);
            }
            assertThat(client.ask(bytes)).isNotInstanceOf(Failure.class);
        }
    }

    private static void assertLives(RespClient client) {
        assertThat(client.ask("PING")).isEqualTo("PONG");
        assertThat(client.ask("QUEUE PUT other x")).isNotNull();
        List<Object> item = client.list("QUEUE GET ready");
        assertThat(client.ask("QUEUE DONE ready " + item.get(0))).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE PUT q # DELAY 86400000",
                "QUEUE PUT q # KEY k@",
                "QUEUE PUT q # EXPIRES 86400000",
                "SUBMIT q #",
                "SCHEDULE SET s@ q # EVERY 86400000",
            })
    void whatStaysInMemoryGetsTheLineThatSaysWhichHeapIsEnough(String command) throws Exception {
        try (RespClient client = startToFill()) {
            client.ask("QUEUE CREATE q MAXSIZE 0");
            client.ask("QUEUE PUT ready x");
            fill(client, command, RECORDS);
        }
        stop();
        assertIsAdvised("64m");
    }

    @Test
    void delayedItemsOfPriorityAndFairQueuesGetTheLine() throws Exception {
        try (RespClient client = startToFill()) {
            client.ask("QUEUE CREATE priority MAXSIZE 0 KIND priority");
            client.ask("QUEUE CREATE fair MAXSIZE 0 KIND fair");
            client.ask("QUEUE PUT ready x");
            fill(client, "QUEUE PUT priority # PRIORITY @ DELAY 86400000", RECORDS / 2);
            fill(client, "QUEUE PUT fair # GROUP g@ DELAY 86400000", RECORDS / 2);
        }
        stop();
        assertIsAdvised("64m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE DONE q", "QUEUE FAIL q"})
    void resultsAndFailuresGetTheLine(String end) throws Exception {
        try (RespClient client = startToFill()) {
            client.ask("QUEUE CREATE q ATTEMPTS 1");
            client.ask("QUEUE PUT ready x");
            for (int i = 0; i < RECORDS; i++) {
                client.ask("SUBMIT q x TTL 86400000");
                fill(client, end + " " + client.list("QUEUE GET q").get(0) + " #", 1);
            }
        }
        stop();
        assertIsAdvised("64m");
    }

    @Test
    void itemsOnDetachedLeasesGetTheLine() throws Exception {
        try (RespClient client = startToFill()) {
            client.ask("QUEUE CREATE q MAXSIZE 0");
            client.ask("QUEUE PUT ready x");
            for (int i = 0; i < RECORDS; i++) {
                fill(client, "QUEUE PUT q #", 1);
                client.list("QUEUE GET q LEASE 86400000 DETACHED");
            }
        }
        stop();
        assertIsAdvised("64m");
    }

    @Test
    void readyAndDeadItemsStayOnTheDisk() throws Exception {
        try (RespClient client = startToFill()) {
            client.ask("QUEUE CREATE line MAXSIZE 0");
            client.ask("QUEUE CREATE priority MAXSIZE 0 KIND priority");
            client.ask("QUEUE CREATE fair MAXSIZE 0 KIND fair");
            client.ask("QUEUE CREATE once MAXSIZE 0 ATTEMPTS 1");
            client.ask("QUEUE PUT ready x");
            fill(client, "QUEUE PUT line #", 300);
            fill(client, "QUEUE PUT priority # PRIORITY @", 300);
            fill(client, "QUEUE PUT fair # GROUP g@", 300);
            for (int i = 0; i < 300; i++) {
                fill(client, "QUEUE PUT once #", 1);
                fill(client, "QUEUE FAIL once " + client.list("QUEUE GET once").get(0) + " #", 1);
            }
        }
        stop();
        try (RespClient client = start("64m")) {
            assertLives(client);
            for (String queue : List.of("line", "priority", "fair", "once.dead")) {
                List<Object> item = client.list("QUEUE GET " + queue);
                assertThat(item.get(1).toString()).hasSize(LARGE.length);
                assertThat(client.ask("QUEUE DONE " + queue + " " + item.get(0)))
                        .isEqualTo("OK");
            }
        }
        stop();
    }

    private void assertIsAdvised(String heap) throws Exception {
        process = ServerProcess.startWithHeapOfRunScript(heap, directory, "--conf", CONF);
        List<String> errors = process.errors();
        Matcher advised = ADVICE.matcher(String.join("\n", errors));
        assertThat(advised.matches()).as("%s", errors).isTrue();
        assertThat(process.exitCode()).isEqualTo(3);
        try (RespClient client = start(advised.group(1))) {
            assertLives(client);
        }
        stop();
    }
}
