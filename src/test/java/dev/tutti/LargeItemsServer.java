package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server whose journal has few large records, and which is started with heaps that are too small for them. */
final class LargeItemsServer {

    static final int RECORDS = 900;
    static final int BYTES = 100_000;
    /** Too small for so many records of that size. */
    static final String SMALL_HEAP = "64m";

    private static final String CONF = "{\"server\":{\"port\":0},\"producer\":{\"journal\":\"data\","
            + "\"reserve\":\"1MiB\",\"sync\":\"none\",\"maxMemory\":\"90%\"}}";
    private static final byte[] LARGE = "x".repeat(BYTES).getBytes(StandardCharsets.US_ASCII);
    private static final Pattern ADVICE = Pattern.compile("the journal holds \\d+ items and results, and the heap of"
            + " \\d+ MiB is used up after \\d+: start with JAVA_OPTS=-Xmx(\\d+m) or more");

    private final Path directory;
    private ServerProcess process;

    LargeItemsServer(Path directory) {
        this.directory = directory;
    }

    /** With all the memory that it may want. */
    RespClient startToFill() throws Exception {
        process = ServerProcess.startQuickly(directory, "--conf", CONF);
        return new RespClient(process.port(), 0);
    }

    RespClient start(String heap) throws Exception {
        process = ServerProcess.startWithHeapOfRunScript(heap, directory, "--conf", CONF);
        return new RespClient(process.port(), 0);
    }

    void stop() throws Exception {
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    void kill() {
        process.kill();
    }

    /** Sends the command so many times. Its word {@code #} stands for the large one, and {@code @} for the number. */
    static void fill(RespClient client, String command, int times) {
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

    static void assertLives(RespClient client) {
        assertThat(client.ask("PING")).isEqualTo("PONG");
        assertThat(client.ask("QUEUE PUT other x")).isNotNull();
        List<Object> item = client.list("QUEUE GET ready");
        assertThat(client.ask("QUEUE DONE ready " + item.get(0))).isEqualTo("OK");
    }

    /** Starts with a small heap, which must end in the line, and then with the heap that the line advises. */
    void assertIsAdvisedOfTheHeap() throws Exception {
        process = ServerProcess.startWithHeapOfRunScript(SMALL_HEAP, directory, "--conf", CONF);
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
