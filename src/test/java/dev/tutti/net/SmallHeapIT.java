package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a server with a heap of 128 MiB survives clients that ask for more than that, and loses no reply. */
class SmallHeapIT {

    private static final int MIB = 1 << 20;
    private static final byte[] MEBIBYTE = "x".repeat(MIB).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private ServerProcess server;
    private int port;
    private final List<RespClient> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.startWithHeap("128m", directory, "--conf", """
                {"server":{"port":0},"producer":{"maxMemory":"32MiB"},
                 "consumers":[{"queue":"echo","task":"echo","concurrency":4},
                              {"queue":"many","task":"echo","concurrency":200},
                              {"queue":"fail","task":"fail"}]}""");
        port = server.port();
    }

    @AfterEach
    void stop() {
        clients.forEach(RespClient::close);
        threads.shutdownNow();
        server.kill();
    }

    private RespClient connect() {
        RespClient client = new RespClient(port);
        clients.add(client);
        return client;
    }

    private void assertLives() {
        assertThat(connect().ask("PING")).isEqualTo("PONG");
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] request(String command, byte[] last) {
        String[] words = command.split(" ");
        byte[][] bytes = new byte[words.length + 1][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = word(words[i]);
        }
        bytes[words.length] = last;
        return RespClient.request(bytes);
    }

    /** Sends without an answer, and goes on when the server closes the connection meanwhile. */
    private static void press(RespClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (RuntimeException closed) {
            assertThat(closed).hasRootCauseInstanceOf(IOException.class);
        }
    }

    /** What comes of a read: a reply, or null if the connection was closed. */
    private static Object replyOrEnd(RespClient client) {
        try {
            return client.read();
        } catch (RuntimeException | AssertionError closed) {
            return null;
        }
    }

    private List<Object> atOnce(int count, Function<RespClient, Object> does) {
        List<CompletableFuture<Object>> replies = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> does.apply(new RespClient(port)), threads))
                .toList();
        return replies.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void aClientThatPipelinesMoreRepliesThanTheHeapHoldsGetsAllOfThem() {
        RespClient client = connect();
        client.send(request("QUEUE PUT q", MEBIBYTE)).read();
        int count = 200;
        client.send("QUEUE PEEK q\r\n".repeat(count) + "ECHO marker\r\n");
        for (int i = 0; i < count; i++) {
            List<?> items = (List<?>) client.read();
            assertThat(((List<?>) items.get(0)).get(1).toString()).hasSize(MIB);
        }
        assertThat(client.read()).isEqualTo("marker");
    }

    @Test
    void manyClientsThatAskForLongRepliesAtOnceGetTheirsInTurn() {
        RespClient client = connect();
        for (int i = 0; i < 12; i++) {
            client.send(request("QUEUE PUT q", MEBIBYTE)).read();
        }
        List<Object> replies =
                atOnce(20, asker -> asker.list("QUEUE PEEK q COUNT 12").size());
        assertThat(replies).hasSize(20).containsOnly(3);
    }

    @Test
    void aGetOfManyItemsTakesWhatItsReplyHasRoomFor() {
        RespClient client = connect();
        client.ask("QUEUE CREATE q ATTEMPTS 1");
        for (int i = 0; i < 20; i++) {
            client.send(request("QUEUE PUT q", MEBIBYTE)).read();
        }
        assertThat(client.list("QUEUE PEEK q COUNT 20")).hasSizeBetween(2, 19);
        int taken = 0;
        for (int gets = 0; taken < 20 && gets < 20; gets++) {
            taken += client.list("QUEUE GET q COUNT 20").size();
        }
        assertThat(taken).isEqualTo(20);
        assertThat(client.ask("QUEUE SIZE q.dead")).isEqualTo(0L);
    }

    @Test
    void theRepliesOfATransactionAreNoLongerThanThereIsRoomFor() {
        RespClient client = connect();
        for (int i = 0; i < 20; i++) {
            client.send(request("QUEUE PUT q", MEBIBYTE)).read();
        }
        client.send("MULTI\r\n" + "QUEUE PEEK q COUNT 20\r\n".repeat(20) + "EXEC\r\n");
        for (int i = 0; i < 21; i++) {
            client.read();
        }
        List<?> replies = (List<?>) client.read();
        assertThat(replies).hasSize(20);
        assertThat((List<?>) replies.get(0)).hasSizeBetween(2, 19);
        assertThat(replies.subList(1, 20))
                .allSatisfy(reply -> assertThat(reply.toString()).contains("TOOBIG"));
    }

    @Test
    void aReaderThatReadsNothingKeepsOthersFromLongRepliesForAShortTimeOnly() {
        RespClient client = connect();
        for (int i = 0; i < 12; i++) {
            client.send(request("QUEUE PUT q", MEBIBYTE)).read();
        }
        for (int i = 0; i < 2; i++) {
            assertThat(connect().send("PING\r\nQUEUE PEEK q COUNT 12\r\n").read())
                    .isEqualTo("PONG");
        }
        assertThat(client.list("QUEUE PEEK q COUNT 12")).hasSize(3);
    }

    @Test
    void partsOfCommandsTakeABoundedPartOfTheHeap() {
        for (int i = 0; i < 6; i++) {
            RespClient client = connect();
            press(client, word("*60\r\n$6\r\nGATHER\r\n"));
            for (int k = 0; k < 30; k++) {
                press(client, word("$" + MIB + "\r\n"));
                press(client, MEBIBYTE);
                press(client, word("\r\n"));
            }
        }
        assertLives();
    }

    @Test
    void emptyBulksCountToo() {
        byte[] bulks = "$0\r\n\r\n".repeat(1_047_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 15; i++) {
            RespClient client = connect();
            press(client, word("*1048000\r\n"));
            press(client, bulks);
        }
        assertLives();
    }

    @Test
    void manyClientsThatRunLongTasksAtOnceAreAnsweredRefusedOrClosed() {
        byte[] request = request("RUN echo", new byte[900_000]);
        List<Object> replies = atOnce(150, client -> {
            press(client, request);
            Object reply = replyOrEnd(client);
            return reply == null || reply instanceof Failure || reply.toString().length() > 0;
        });
        assertThat(replies).containsOnly(true);
        assertLives();
    }

    @Test
    void theResultsOfTasksTakeNoMemoryOnceTheyAreAnswered() {
        for (int i = 0; i < 12; i++) {
            connect().send(request("QUEUE PUT q", MEBIBYTE)).read();
        }
        byte[] request = request("RUN many", new byte[900_000]);
        for (int task = 0; task < 150; task++) {
            RespClient client = new RespClient(port);
            assertThat(client.send(request).read()).isNotInstanceOf(Failure.class);
            client.close();
        }
        assertLives();
    }

    @Test
    void aPipelineBehindACommandThatWaitsTakesABoundedPartOfTheHeap() {
        byte[] echo = request("ECHO", new byte[10_000]);
        for (int i = 0; i < 20; i++) {
            RespClient client = connect();
            press(client, word("EVENT WAIT never\r\n"));
            threads.submit(() -> {
                for (int k = 0; k < 3000; k++) {
                    press(client, echo);
                }
            });
            press(client, word("COMMAND DOCS\r\n".repeat(2000)));
        }
        assertLives();
    }

    @Test
    void waitingPutsAreRefusedWhenThereIsNoRoom() {
        connect().ask("QUEUE CREATE q MAXSIZE 1");
        connect().send(request("QUEUE PUT q", word("first"))).read();
        byte[] put = request("QUEUE PUT q", MEBIBYTE);
        for (int i = 0; i < 100; i++) {
            press(connect(), put);
        }
        assertLives();
    }

    @Test
    void largeGathersAreAnsweredRefusedOrClosed() {
        StringBuilder words = new StringBuilder("*400001\r\n$6\r\nGATHER\r\n");
        words.append("$6\r\nnobody\r\n$0\r\n\r\n".repeat(200_000));
        for (int i = 0; i < 5; i++) {
            press(connect(), words.toString().getBytes(StandardCharsets.US_ASCII));
        }
        assertLives();
    }

    @Test
    void theItemsThatFailedGathersHoldBackTakeABoundedPartOfTheHeap() {
        int parts = 12;
        for (int i = 0; i < 12; i++) {
            RespClient client = new RespClient(port);
            client.send("*" + (5 + 2 * parts) + "\r\n$6\r\nGATHER\r\n$5\r\nLIMIT\r\n$1\r\n1\r\n"
                    + "$4\r\nfail\r\n$1\r\nx\r\n");
            for (int part = 0; part < parts; part++) {
                client.send("$6\r\nnobody\r\n$" + MIB + "\r\n").send(MEBIBYTE).send("\r\n");
            }
            assertThat(client.read()).isEqualTo(new Failure("FAILED x"));
            client.close();
        }
        assertLives();
    }

    @Test
    void locksThatNobodyReleasesAreRefusedWhenThereIsNoRoom() {
        RespClient client = connect();
        StringBuilder commands = new StringBuilder();
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            commands.append("LOCK ACQUIRE lock").append(i).append("\r\n");
        }
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> client.send(commands.toString()), threads);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            refused += client.read() instanceof Failure ? 1 : 0;
        }
        sent.join();
        assertThat(refused).isBetween(1, count - 1);
        assertLives();
    }
}
