package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a client which reads at once gets all that it has asked for, although its replies together are larger than
 * the room that a server with a heap of 256 MiB has for replies.
 */
class LongRepliesIT {

    private static final int COUNT = 60;
    private static final int SIZE = 1_000_000;
    private static final byte[] ITEM = "x".repeat(SIZE).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private ServerProcess server;
    private int port;
    private final List<RespClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.startWithHeap("256m", directory, "--conf", "{\"server\":{\"port\":0}}");
        port = server.port();
    }

    @AfterEach
    void stop() {
        clients.forEach(RespClient::close);
        server.kill();
    }

    private RespClient connect() {
        RespClient client = new RespClient(port);
        clients.add(client);
        return client;
    }

    private static byte[] request(String command) {
        String[] words = command.split(" ");
        byte[][] bytes = new byte[words.length + 1][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        bytes[words.length] = ITEM;
        return RespClient.request(bytes);
    }

    private void put(int count) {
        RespClient client = connect();
        for (int i = 0; i < count; i++) {
            assertThat(client.send(request("QUEUE PUT q")).read()).isInstanceOf(Long.class);
        }
    }

    /** Tasks with results that are kept: the words {@code queue id} of each. */
    private List<String> results(int count) {
        RespClient client = connect();
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String task = "tasks " + client.ask("SUBMIT tasks a KEY k" + i);
            client.ask("QUEUE GET tasks");
            assertThat(client.send(request("QUEUE DONE " + task)).read()).isEqualTo("OK");
            tasks.add(task);
        }
        return tasks;
    }

    private void sendAll(RespClient client, List<String> commands) {
        client.send(String.join("\r\n", commands) + "\r\nECHO marker\r\n");
    }

    private static void assertItem(Object reply, int index) {
        assertThat(((List<?>) reply).get(index).toString()).hasSize(SIZE);
    }

    @Test
    void pipelinedGets() {
        put(COUNT);
        RespClient client = connect();
        sendAll(client, IntStream.range(0, COUNT).mapToObj(i -> "QUEUE GET q").toList());
        for (int i = 0; i < COUNT; i++) {
            assertItem(client.read(), 1);
        }
        assertThat(client.read()).isEqualTo("marker");
    }

    @Test
    void pipelinedGetsOfSeveralQueues() {
        put(COUNT);
        RespClient client = connect();
        sendAll(
                client,
                IntStream.range(0, COUNT).mapToObj(i -> "QUEUE GETANY 2 p q").toList());
        for (int i = 0; i < COUNT; i++) {
            assertItem(client.read(), 2);
        }
        assertThat(client.read()).isEqualTo("marker");
    }

    @Test
    void pipelinedAwaits() {
        List<String> tasks = results(COUNT);
        RespClient client = connect();
        sendAll(client, tasks.stream().map(task -> "AWAIT " + task).toList());
        for (int i = 0; i < COUNT; i++) {
            assertThat(client.read().toString()).hasSize(SIZE);
        }
        assertThat(client.read()).isEqualTo("marker");
    }

    @Test
    void pipelinedRunsWhoseResultsAreKept() {
        results(COUNT);
        RespClient client = connect();
        sendAll(
                client,
                IntStream.range(0, COUNT).mapToObj(i -> "RUN tasks a KEY k" + i).toList());
        for (int i = 0; i < COUNT; i++) {
            assertThat(client.read().toString()).hasSize(SIZE);
        }
        assertThat(client.read()).isEqualTo("marker");
    }

    @Test
    void aWaitForManyTasks() {
        List<String> tasks = results(COUNT);
        RespClient client = connect();
        for (int i = 0; i < 3; i++) {
            sendAll(client, List.of("WAIT " + String.join(" ", tasks)));
            List<?> replies = (List<?>) client.read();
            assertThat(replies)
                    .hasSize(COUNT)
                    .allSatisfy(reply -> assertThat(reply.toString()).hasSize(SIZE));
            assertThat(client.read()).isEqualTo("marker");
        }
    }

    @Test
    void aTransactionOfManyAwaits() {
        List<String> tasks = results(40);
        RespClient client = connect();
        List<String> commands = new ArrayList<>(List.of("MULTI"));
        tasks.forEach(task -> commands.add("AWAIT " + task));
        commands.add("EXEC");
        sendAll(client, commands);
        for (int i = 0; i <= tasks.size(); i++) {
            client.read();
        }
        List<?> replies = (List<?>) client.read();
        assertThat(replies).hasSize(tasks.size());
        assertThat(replies.get(0).toString()).hasSize(SIZE);
        assertThat(replies.get(tasks.size() - 1))
                .isInstanceOfSatisfying(
                        Failure.class, refused -> assertThat(refused.text()).startsWith("TOOBIG"));
        assertThat(client.read()).isEqualTo("marker");
    }

    @Test
    void manyClientsAtOnce() {
        put(COUNT);
        List<CompletableFuture<Integer>> got = IntStream.range(0, 20)
                .mapToObj(i -> {
                    RespClient client = connect();
                    return CompletableFuture.supplyAsync(() -> {
                        sendAll(client, List.of("QUEUE GET q", "QUEUE GET q", "QUEUE GET q"));
                        for (int k = 0; k < 3; k++) {
                            assertItem(client.read(), 1);
                        }
                        assertThat(client.read()).isEqualTo("marker");
                        return 3;
                    });
                })
                .toList();
        assertThat(got.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(COUNT);
    }

    @Test
    void anItemIsNotTakenForAClientThatDoesNotRead() {
        put(COUNT);
        RespClient silent = connect();
        long id = (Long) silent.ask("CLIENT ID");
        sendAll(silent, IntStream.range(0, COUNT).mapToObj(i -> "QUEUE GET q").toList());
        RespClient other = connect();
        String before = " cmd-waiting=";
        Await.until("all commands have arrived", () -> {
            String line = other.ask("CLIENT LIST ID " + id).toString();
            int waiting = Integer.parseInt(
                    line.substring(line.indexOf(before) + before.length()).trim());
            return waiting > COUNT / 2 && waiting < COUNT + 1;
        });
        assertThat((Long) other.ask("QUEUE SIZE q")).isGreaterThan(COUNT / 2);
        silent.close();
        Await.until("all items are back", () -> other.ask("QUEUE SIZE q").equals((long) COUNT));
    }
}
