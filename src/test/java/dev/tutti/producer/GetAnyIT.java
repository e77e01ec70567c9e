package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QUEUE GETANY of queues of one owner, or of three. Among three, a to h are spread over all. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
@Timeout(60)
class GetAnyIT {

    private static final List<String> NAMES = List.of("h", "b", "a", "c", "d", "f", "e", "g");
    private static final String ANY = "QUEUE GETANY 8 h b a c d f e g";

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    GetAnyIT(int owners) {
        server = TuttiServer.bare()
                .server("instances", owners)
                .producer("instances", owners)
                .server("closeGrace", "100ms")
                .journaled();
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    /** Sends a command, and waits until it stands in the line of each queue. */
    private void await(RespClient one, String command) {
        one.tell(command);
        NAMES.forEach(name -> server.awaitStat(name, "getters", 1));
    }

    private long put(String queue, String item) {
        return other.integer("QUEUE PUT " + queue + " " + item);
    }

    private void assertNobodyWaits() {
        NAMES.forEach(name -> server.awaitStat(name, "getters", 0));
        assertThat(other.ask("WAITERS")).isEqualTo(List.of());
    }

    private void assertIsAsUsual(RespClient one) {
        assertThat(one.ask("ECHO usual")).isEqualTo("usual");
    }

    @Test
    void takesFromTheFirstQueueThatHasAnItem() {
        long last = put("g", "last");
        long second = put("c", "second");
        long first = put("b", "first");
        assertThat(client.list(ANY)).containsExactly("b", first, "first", 1L);
        assertThat(client.list(ANY + " TIMEOUT 0")).containsExactly("c", second, "second", 1L);
        assertThat(client.list(ANY + " TIMEOUT 5000 LEASE 60000")).containsExactly("g", last, "last", 1L);
        assertThat(client.ask(ANY + " TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(client.ask("QUEUE DONE c " + second)).isEqualTo("OK");
        assertThat(client.ask("QUEUE RELEASE g " + last)).isEqualTo("OK");
        assertThat(client.list(ANY)).containsExactly("g", last, "last", 1L);
    }

    @Test
    void waitsAtAllQueuesAndIsServedOnce() {
        for (String name : NAMES) {
            await(client, ANY);
            long id = put(name, "x");
            assertThat(client.read()).isEqualTo(List.of(name, id, "x", 1L));
            assertNobodyListed(name);
            assertThat(client.ask("QUEUE DONE " + name + " " + id)).isEqualTo("OK");
        }
        assertNobodyWaits();
        assertThat(other.ask("QUEUE LIST")).isEqualTo(List.of());
    }

    /** The others leave once they have heard of it, before the connection's next command. */
    private void assertNobodyListed(String served) {
        assertIsAsUsual(client);
        for (String name : NAMES) {
            assertThat(server.stat(name, "getters")).isZero();
            assertThat(server.stat(name, "inflight")).isEqualTo(name.equals(served) ? 1 : 0);
        }
    }

    @Test
    void overtakesNobodyAndTheOtherLinesLoseNothing() {
        RespClient early = server.connect();
        early.tell("QUEUE GET d");
        server.awaitStat("d", "getters", 1);
        client.tell(ANY);
        server.awaitStat("d", "getters", 2);
        RespClient late = server.connect();
        late.tell("QUEUE GET a");
        server.awaitStat("a", "getters", 2);
        long one = put("d", "one");
        assertThat(early.read()).isEqualTo(List.of(one, "one", 1L));
        long two = put("d", "two");
        assertThat(client.read()).isEqualTo(List.of("d", two, "two", 1L));
        long three = put("a", "three");
        assertThat(late.read()).isEqualTo(List.of(three, "three", 1L));
    }

    @Test
    void countGetsSeveralOfOneQueue() {
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            expected.add(List.of("c", put("c", "x"), "x", 1L));
        }
        put("e", "y");
        assertThat(client.list(ANY + " COUNT 9")).isEqualTo(expected);
        assertThat(client.list(ANY + " COUNT 9")).hasSize(1);
    }

    @Test
    void itsTimeRunsOut() {
        assertThat(client.ask(ANY + " TIMEOUT 20")).isEqualTo(Null.ARRAY);
        assertIsAsUsual(client);
        assertNobodyWaits();
        assertThat(other.ask("QUEUE LIST")).isEqualTo(List.of());
    }

    @Test
    void isUnblocked() {
        long id = client.id();
        await(client, ANY);
        assertThat(other.ask("CLIENT UNBLOCK " + id)).isEqualTo(1L);
        assertThat(client.read()).isEqualTo(Null.ARRAY);
        await(client, ANY);
        assertThat(other.ask("CLIENT UNBLOCK " + id + " ERROR")).isEqualTo(1L);
        assertThat(client.read()).isEqualTo(new Failure("UNBLOCKED client unblocked via CLIENT UNBLOCK"));
        assertIsAsUsual(client);
        assertNobodyWaits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "kill", "end of output"})
    void whoLeavesWhileItWaitsGetsNothing(String end) {
        long id = client.id();
        await(client, ANY);
        switch (end) {
            case "close" -> client.close();
            case "abort" -> client.abort();
            case "kill" -> other.ask("CLIENT KILL ID " + id);
            default -> assertThat(client.endOutput().isAtEnd()).isTrue();
        }
        server.awaitGone(id);
        assertNobodyWaits();
        put("e", "x");
        assertThat(server.stat("e", "size")).isEqualTo(1);
    }

    @Test
    void anItemOfAClosedConnectionComesBack() {
        await(client, ANY);
        long id = put("f", "x");
        client.read();
        client.close();
        assertThat(other.list(ANY)).containsExactly("f", id, "x", 2L);
    }

    @Test
    void isRefusedWhenAllQueuesAreOver() {
        await(client, ANY);
        for (String name : NAMES) {
            assertThat(other.ask("QUEUE SHUTDOWN " + name)).isEqualTo("OK");
        }
        assertThat(client.read()).isEqualTo(new Failure("SHUTDOWN all of these queues are shut down"));
        assertThat(client.refusal(ANY)).isEqualTo("SHUTDOWN all of these queues are shut down");
        assertThat(client.refusal(ANY + " TIMEOUT 0")).startsWith("SHUTDOWN");
        assertIsAsUsual(client);
    }

    @Test
    void aDeletedQueueIsWaitedForUnderItsName() {
        await(client, ANY);
        assertThat(other.ask("QUEUE DELETE d")).isEqualTo("OK");
        server.awaitStat("d", "getters", 1);
        long id = put("d", "x");
        assertThat(client.read()).isEqualTo(List.of("d", id, "x", 1L));
    }

    @Test
    void aPausedQueueIsPassedOver() {
        put("b", "paused");
        assertThat(other.ask("QUEUE PAUSE b")).isEqualTo("OK");
        long id = put("g", "x");
        assertThat(client.list(ANY)).containsExactly("g", id, "x", 1L);
        client.tell(ANY);
        server.awaitStat("b", "getters", 1);
        assertThat(other.ask("QUEUE RESUME b")).isEqualTo("OK");
        assertThat((List<?>) client.read()).element(0).isEqualTo("b");
    }

    @Test
    void waitersListsItAtEachQueue() {
        client.ask("CLIENT SETNAME worker");
        await(client, ANY);
        RespClient watcher = server.connectResp3();
        for (String name : NAMES) {
            Map<?, ?> seen = (Map<?, ?>) watcher.list("WAITERS " + name).get(0);
            assertThat((List<?>) seen.get("waiters")).hasSize(1);
            assertThat(seen.toString()).contains("worker");
        }
        assertThat((String) other.ask("INFO clients")).contains("blocked_clients:1\r\n");
    }

    @Test
    void inATransactionItAsksAndTheOthersRun() {
        for (String line : List.of("MULTI", "QUEUE PUT e x", ANY, "QUEUE SIZE e", ANY, "QUEUE GETANY 1 a")) {
            client.ask(line);
        }
        List<Object> replies = client.list("EXEC");
        assertThat(replies.get(1)).isEqualTo(List.of("e", replies.get(0), "x", 1L));
        assertThat(replies.subList(2, 5)).containsExactly(0L, Null.ARRAY, Null.ARRAY);
        assertIsAsUsual(client);
        NAMES.forEach(name -> assertThat(server.stat(name, "getters")).isZero());
    }

    @Test
    void aPipelineIsAnsweredInOrder() {
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            batch.append("QUEUE PUT ")
                    .append(NAMES.get(i % 8))
                    .append(" i")
                    .append(i)
                    .append('\n');
            batch.append(ANY).append("\nECHO ").append(i).append('\n');
        }
        client.send(batch.toString());
        for (int i = 0; i < 200; i++) {
            Object id = client.read();
            assertThat(client.read()).isEqualTo(List.of(NAMES.get(i % 8), id, "i" + i, 1L));
            assertThat(client.read()).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void aDetachedItemStaysWithItsLease() {
        assertThat(client.refusal(ANY + " DETACHED")).startsWith("ERR DETACHED needs a LEASE above 0");
        long id = put("d", "x");
        assertThat(client.list(ANY + " LEASE 60000 DETACHED")).containsExactly("d", id, "x", 1L);
        client.close();
        assertThat(other.ask("QUEUE DONE d " + id + " ATTEMPT 1")).isEqualTo("OK");
    }

    @Test
    void aThousandQueuesAreOneWait() {
        String names = IntStream.range(0, 1000).mapToObj(i -> "n" + i).collect(Collectors.joining(" "));
        client.tell("QUEUE GETANY 1000 " + names);
        server.awaitStat("n999", "getters", 1);
        server.awaitStat("n0", "getters", 1);
        long id = put("n998", "x");
        assertThat(client.read()).isEqualTo(List.of("n998", id, "x", 1L));
        assertThat(client.ask("QUEUE DONE n998 " + id)).isEqualTo("OK");
        assertThat(other.ask("QUEUE LIST")).isEqualTo(List.of());
    }

    @Test
    void aServerThatStopsClosesTheConnection() throws Exception {
        await(client, ANY);
        server.stop();
        assertThat(client.isAtEnd()).isTrue();
    }
}
