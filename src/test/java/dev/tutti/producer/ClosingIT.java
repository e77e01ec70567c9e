package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection got, and what it waits for, when it closes; and who may act on an item. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ClosingIT {

    /** The ways in which a connection's coroutine ends. */
    private enum End {
        CLOSE {
            @Override
            void of(RespClient client) {
                client.close();
            }
        },
        CONNECTION_RESET {
            @Override
            void of(RespClient client) {
                client.abort();
            }
        },
        RESET {
            @Override
            void of(RespClient client) {
                assertThat(client.ask("RESET")).isEqualTo("RESET");
            }
        },
        QUIT {
            @Override
            void of(RespClient client) {
                assertThat(client.ask("QUIT")).isEqualTo("OK");
            }
        };

        abstract void of(RespClient client);

        /** Whether the client says that it ends, so that its attempts do not count. */
        boolean inOrder() {
            return this == RESET || this == QUIT;
        }
    }

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient worker;

    ClosingIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        worker = server.connect();
    }

    private String items(String queue) {
        return client.list("QUEUE PEEK " + queue + " COUNT 99").stream()
                .map(item -> (String) ((List<?>) item).get(1))
                .collect(Collectors.joining(" "));
    }

    private void put(String queue, String... items) {
        for (String item : items) {
            client.ask("QUEUE PUT " + queue + " " + item);
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatItHadGoesBackInItsOrderToTheFront(End end) {
        put("q", "a", "b", "c", "d");
        put("r", "x", "y");
        worker.ask("QUEUE GET q");
        worker.ask("QUEUE GET r");
        worker.ask("QUEUE GET q COUNT 2");
        end.of(worker);
        server.awaitStat("q", "inflight", 0);
        server.awaitStat("r", "inflight", 0);
        assertThat(items("q")).isEqualTo("a b c d");
        assertThat(items("r")).isEqualTo("x y");
        assertThat(client.list("QUEUE GET q").get(2)).isEqualTo(end.inOrder() ? 1L : 2L);
    }

    @Test
    void whatItHasFinishedDoesNotComeBack() {
        put("q", "a", "b");
        List<Object> a = worker.list("QUEUE GET q");
        worker.ask("QUEUE GET q");
        worker.ask("QUEUE DONE q " + a.get(0));
        worker.close();
        server.awaitStat("q", "inflight", 0);
        assertThat(items("q")).isEqualTo("b");
    }

    @Test
    void whatComesBackIsForWhoeverWaits() {
        put("q", "a");
        worker.ask("QUEUE GET q");
        client.tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        worker.close();
        assertThat(((List<?>) client.read()).subList(1, 3)).isEqualTo(List.of("a", 2L));
    }

    @Test
    void outOfAttemptsItHasFailed() {
        client.ask("QUEUE CREATE q ATTEMPTS 1");
        put("q", "a");
        worker.ask("QUEUE GET q");
        worker.close();
        server.awaitStat("q.dead", "size", 1);
        assertThat(items("q.dead")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"RESET", "QUIT"})
    void itemsThatAreGivenUpInOrderKeepTheirLastAttempt(End end) {
        client.ask("QUEUE CREATE q ATTEMPTS 1");
        put("q", "a", "b", "c", "d", "e", "f", "g", "h", "i");
        worker.ask("QUEUE GET q COUNT 9");
        end.of(worker);
        server.awaitStat("q", "inflight", 0);
        assertThat(items("q")).isEqualTo("a b c d e f g h i");
        assertThat(server.stat("q", "failed")).isZero();
    }

    @Test
    void withoutAttemptsALostItemAlwaysComesBack() {
        put("q", "a");
        for (long attempt = 1; attempt <= 5; attempt++) {
            RespClient lost = server.connect();
            assertThat(lost.list("QUEUE GET q").get(2)).isEqualTo(attempt);
            lost.close();
            server.awaitStat("q", "inflight", 0);
        }
        assertThat(items("q")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"CLOSE", "CONNECTION_RESET"})
    void aGetThatWaitsIsWithdrawn(End end) {
        worker.tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        end.of(worker);
        server.awaitStat("q", "getters", 0);
        put("q", "a");
        assertThat(items("q")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"CLOSE", "CONNECTION_RESET"})
    void aPutThatWaitsIsWithdrawn(End end) {
        client.ask("QUEUE CREATE q MAXSIZE 1");
        put("q", "a");
        worker.tell("QUEUE PUT q b");
        server.awaitStat("q", "putters", 1);
        end.of(worker);
        server.awaitStat("q", "putters", 0);
        client.ask("QUEUE GET q");
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void whatIsBehindACommandThatWaitsDoesNotRun() {
        worker.tell("QUEUE GET q").tell("QUEUE PUT q lost");
        server.awaitStat("q", "getters", 1);
        worker.close();
        server.awaitStat("q", "getters", 0);
        assertThat(server.stat("q", "put")).isZero();
    }

    @Test
    void resetForgetsNameAndProtocolAndGoesOn() {
        worker.ask("HELLO 3 SETNAME w");
        assertThat(worker.ask("RESET")).isEqualTo("RESET");
        assertThat(worker.ask("CLIENT GETNAME")).isEqualTo(Null.BULK);
        assertThat(worker.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void whatIsPipelinedBehindResetRunsAfterIt() {
        put("q", "a");
        worker.tell("QUEUE GET q").tell("RESET").tell("QUEUE GET q TIMEOUT 0").tell("PING");
        worker.read();
        assertThat(worker.read()).isEqualTo("RESET");
        assertThat(((List<?>) worker.read()).subList(1, 3)).isEqualTo(List.of("a", 1L));
        assertThat(worker.read()).isEqualTo("PONG");
    }

    // ---- who may act on an item

    @Test
    void anotherConnectionMayFinishAnItemByItsId() {
        put("q", "a", "b", "c");
        Object a = worker.list("QUEUE GET q").get(0);
        Object b = worker.list("QUEUE GET q").get(0);
        Object c = worker.list("QUEUE GET q").get(0);
        assertThat(client.ask("QUEUE DONE q " + a)).isEqualTo("OK");
        assertThat(client.ask("QUEUE RELEASE q " + b)).isEqualTo("OK");
        assertThat(client.ask("QUEUE FAIL q " + c)).isEqualTo("OK");
        assertThat(worker.refusal("QUEUE DONE q " + a)).startsWith("NOITEM ");
        worker.close();
        assertThat(items("q")).isEqualTo("b");
        assertThat(items("q.dead")).isEqualTo("c");
    }

    @Test
    void whoHadAnItemAndLostItIsRefusedThoughSomebodyElseHasIt() {
        put("q", "a");
        Object a = worker.list("QUEUE GET q").get(0);
        client.ask("QUEUE RELEASE q " + a);
        assertThat(client.list("QUEUE GET q").get(0)).isEqualTo(a);
        assertThat(worker.refusal("QUEUE DONE q " + a)).startsWith("NOITEM ");
        assertThat(worker.refusal("QUEUE FAIL q " + a)).startsWith("NOITEM ");
        assertThat(worker.refusal("QUEUE RELEASE q " + a)).startsWith("NOITEM ");
        assertThat(server.connect().ask("QUEUE DONE q " + a)).isEqualTo("OK");
    }

    @Test
    void whoGetsItAgainMayActOnItAgain() {
        put("q", "a");
        Object a = worker.list("QUEUE GET q").get(0);
        worker.ask("QUEUE RELEASE q " + a);
        worker.ask("QUEUE GET q");
        assertThat(worker.ask("QUEUE DONE q " + a)).isEqualTo("OK");
    }
}
