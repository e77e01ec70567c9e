package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every limit has a reply when it is hit, and the server goes on. */
@Timeout(60)
class LimitsIT {

    private static final int MAX_ITEM = 16 * 1024;
    private static final int MAX_CONNECTIONS = 8;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare()
            .server("maxItemSize", "16KiB")
            .server("maxCommandSize", "256KiB")
            .server("maxOutput", "1MiB")
            .server("maxPipeline", 10)
            .server("maxWaiters", 3)
            .server("maxConnections", MAX_CONNECTIONS)
            .producer("maxMemory", "1MiB");

    private RespClient client;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] item(int size) {
        return "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
    }

    private Object put(int size) {
        return client.ask(word("QUEUE"), word("PUT"), word("q"), item(size));
    }

    private static String kind(Object reply) {
        return ((Failure) reply).text().split(" ")[0];
    }

    // ---- items

    @Test
    void anItemMayHaveTheLargestSizeAndNoMore() {
        assertThat(put(MAX_ITEM)).isInstanceOf(Long.class);
        assertThat(kind(put(MAX_ITEM + 1))).isEqualTo("TOOBIG");
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(1);
    }

    @Test
    void aBulkOfAnyCommandThatIsTooBigIsSkippedAndTheConnectionGoesOn() {
        byte[] big = item(MAX_ITEM + 1);
        for (String command : List.of("ECHO", "NOSUCH", "RUN echo", "GATHER echo", "QUEUE DONE q 1", "PING")) {
            byte[] request = RespClient.request(command + " " + new String(big, StandardCharsets.US_ASCII));
            assertThat(kind(client.send(request).read())).isEqualTo("TOOBIG");
        }
        assertThat(kind(client.ask(big))).isEqualTo("TOOBIG");
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void anEnormousBulkIsSkippedAsItArrives() {
        int size = 64 << 20;
        client.send("PING\n*2\r\n$4\r\nECHO\r\n$" + size + "\r\n");
        byte[] piece = item(1 << 20);
        for (int sent = 0; sent < size; sent += piece.length) {
            client.send(piece);
        }
        client.send("\r\nPING\n");
        assertThat(client.read()).isEqualTo("PONG");
        assertThat(kind(client.read())).isEqualTo("TOOBIG");
        assertThat(client.read()).isEqualTo("PONG");
    }

    @Test
    void aCommandThatIsTooBigInAllIsRefused() {
        byte[][] words = new byte[41][];
        words[0] = word("GATHER");
        for (int i = 1; i < words.length; i += 2) {
            words[i] = word("echo");
            words[i + 1] = item(MAX_ITEM);
        }
        assertThat(kind(client.ask(words))).isEqualTo("TOOBIG");
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void whenTheMemoryForItemsIsUsedUpPutIsRefusedAndNothingIsAccepted() {
        int accepted = 0;
        Object reply = put(MAX_ITEM);
        for (; reply instanceof Long; reply = put(MAX_ITEM)) {
            accepted++;
        }
        assertThat(kind(reply)).isEqualTo("FULL");
        assertThat(accepted).isBetween(50, 64);
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(accepted);
        assertThat(kind(client.ask(word("RUN"), word("work"), item(MAX_ITEM)))).isEqualTo("FULL");
        assertThat(kind(client.ask(word("GATHER"), word("work"), item(MAX_ITEM))))
                .isEqualTo("FULL");
        Object id = client.list("QUEUE GET q").get(0);
        client.ask("QUEUE DONE q " + id);
        assertThat(put(MAX_ITEM)).isInstanceOf(Long.class);
        client.ask("QUEUE PURGE q");
        assertThat(client.ask("INFO memory").toString()).contains("queued_bytes:0\r\n");
    }

    // ---- connections and waiters

    @Test
    void oneConnectionTooManyIsToldSoAndClosed() {
        List<RespClient> connections = new ArrayList<>();
        for (int i = 1; i < MAX_CONNECTIONS; i++) {
            RespClient connection = server.connect();
            assertThat(connection.ask("PING")).isEqualTo("PONG");
            connections.add(connection);
        }
        RespClient tooMany = server.connect();
        assertThat(tooMany.read()).isEqualTo(new Failure("ERR max number of clients reached"));
        assertThat(tooMany.isAtEnd()).isTrue();
        assertThat(logged.of(EventKind.REFUSED_CLIENT))
                .singleElement()
                .asString()
                .matches("a connection from 127\\.0\\.0\\.1:\\d+ is refused: there are 8 connections"
                        + " \\(server\\.maxConnections\\)");
        connections.get(0).ask("QUIT");
        Await.until(
                "there is room again",
                () -> client.ask("INFO clients").toString().contains("connected_clients:" + (MAX_CONNECTIONS - 1)));
        assertThat(server.connect().ask("PING")).isEqualTo("PONG");
    }

    @Test
    void oneWaiterTooManyIsRefused() {
        for (int i = 1; i <= 3; i++) {
            server.connect().tell("QUEUE GET work" + i);
            server.awaitStat("work" + i, "getters", 1);
        }
        assertThat(client.refusal("QUEUE GET work4")).startsWith("ERR ").contains("maxWaiters");
        assertThat(client.refusal("RUN work4 a")).contains("maxWaiters");
        assertThat(client.list("QUEUE LIST")).doesNotContain("work4");
    }

    @Test
    void moreThanThePipelineAllowsIsReadLaterAndAnsweredInOrder() {
        RespClient waiter = server.connect();
        waiter.tell("QUEUE GET work");
        server.awaitStat("work", "getters", 1);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
                waiter.send("ECHO " + i + "\n");
            }
        });
        client.ask("QUEUE PUT work a");
        assertThat(waiter.read()).isInstanceOf(List.class);
        for (int i = 0; i < 20_000; i++) {
            assertThat(waiter.read()).isEqualTo(String.valueOf(i));
        }
        assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
    }

    // ---- slow readers

    @Test
    void aClientThatReadsSlowlyIsNotReadFromAndGetsEveryReplyInTheEnd() {
        int requests = 4000;
        RespClient slow = server.connect(8 * 1024);
        byte[] request = RespClient.request(word("ECHO"), item(MAX_ITEM));
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < requests; i++) {
                slow.send(request);
            }
        });
        awaitStandstill();
        assertThat(sent).isNotDone();
        for (int i = 0; i < requests; i++) {
            assertThat(slow.read()).asString().hasSize(MAX_ITEM);
        }
        assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
    }

    /** Waits until the server has carried out nothing but what is asked here in many round trips. */
    private void awaitStandstill() {
        long[] seen = {0, 0};
        Await.until("the server reads no more", () -> {
            long commands = commandsProcessed();
            seen[1] = commands == seen[0] + 1 && commands > 100 ? seen[1] + 1 : 0;
            seen[0] = commands;
            return seen[1] > 2000;
        });
    }

    private long commandsProcessed() {
        String info = client.ask("INFO stats").toString();
        return Long.parseLong(info.replaceAll("(?s).*total_commands_processed:(\\d+).*", "$1"));
    }

    @Test
    void aClientThatLeavesTooMuchUnreadIsClosedAndTheOthersAreNot() {
        for (int i = 0; i < 40; i++) {
            put(MAX_ITEM);
        }
        RespClient slow = server.connect(8 * 1024);
        long id = slow.id();
        slow.send("MULTI\n" + "QUEUE PEEK q COUNT 40\n".repeat(10) + "EXEC\n");
        server.awaitGone(id);
        assertThat(client.ask("PING")).isEqualTo("PONG");
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .startsWith("connection " + id + " (127.0.0.1:")
                .endsWith(" bytes of replies unread");
    }

    @Test
    void aClientThatReadsLateGetsAllThatItHasAskedFor() {
        for (int i = 0; i < 40; i++) {
            put(MAX_ITEM);
        }
        RespClient slow = server.connect(8 * 1024);
        int requests = 40;
        CompletableFuture<Void> sent = CompletableFuture.runAsync(
                () -> slow.send("QUEUE PEEK q COUNT 20\nQUEUE GET q\n".repeat(requests / 2)));
        awaitStandstill();
        for (int i = 0; i < requests / 2; i++) {
            assertThat((List<?>) slow.read()).hasSize(20);
            assertThat((List<?>) slow.read()).hasSize(3);
        }
        assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
    }

    /** The id of a connection whose client reads nothing of what it is owed: more than its system takes. */
    private long stuck() {
        for (int i = 0; i < 40; i++) {
            put(MAX_ITEM);
        }
        RespClient stuck = server.connect(8 * 1024);
        long id = stuck.id();
        stuck.send("QUEUE PEEK q COUNT 40\n".repeat(6));
        return id;
    }

    @Test
    void aClientThatReadsNothingMayBeKilled() {
        long id = stuck();
        assertThat(client.ask("CLIENT KILL ID " + id)).isEqualTo(1L);
        server.awaitGone(id);
    }

    @Test
    void aClientThatReadsNothingDoesNotKeepTheServerFromStopping() throws Exception {
        stuck();
        server.stop();
        assertThat(client.isAtEnd()).isTrue();
    }
}
