package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LOCK ACQUIREALL of locks of one owner, or of three. Among three, a to h are spread over all. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
@Timeout(60)
class AcquireAllIT {

    private static final String ALL = "LOCK ACQUIREALL 8 h b a c d f e g";
    private static final List<String> NAMES = List.of("h", "b", "a", "c", "d", "f", "e", "g");

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    AcquireAllIT(int owners) {
        server = TuttiServer.usual()
                .server("instances", owners)
                .producer("instances", owners)
                .server("deadlockTimeout", "200ms");
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    /** Sends a command, and waits until it waits. */
    private void await(RespClient one, String command) {
        long id = one.id();
        one.tell(command);
        server.awaitUnanswered(id, 1);
    }

    private void assertNothingIsHeldOrWaitedFor() {
        assertThat(other.ask("WAITERS")).isEqualTo(List.of());
    }

    /** The connection is as usual: its next commands have their own replies, and what it holds can be released. */
    private void assertReleases(RespClient one, List<Object> tokens) {
        for (int i = 0; i < NAMES.size(); i++) {
            assertThat(one.ask("LOCK LOCKED " + NAMES.get(i))).isEqualTo(1L);
            assertThat(one.ask("LOCK RELEASE " + NAMES.get(i) + " " + tokens.get(i)))
                    .isEqualTo("OK");
        }
        assertThat(one.ask("ECHO usual")).isEqualTo("usual");
    }

    @Test
    void givesTheTokensInTheOrderOfTheCommand() {
        assertReleases(client, client.list(ALL));
        assertReleases(client, client.list(ALL + " TIMEOUT 0"));
        assertReleases(client, client.list(ALL + " TIMEOUT 5000 LEASE 60000"));
        assertNothingIsHeldOrWaitedFor();
    }

    @Test
    void holdsNoneBeforeItHoldsAll() {
        client.integer("LOCK ACQUIRE e");
        RespClient waiter = server.connect();
        await(waiter, ALL);
        for (String name : NAMES) {
            assertThat(other.ask("LOCK LOCKED " + name)).isEqualTo(name.equals("e") ? 1L : 0L);
            Map<?, ?> seen = (Map<?, ?>) resp3().list("WAITERS " + name).get(0);
            assertThat((List<?>) seen.get("waiters")).hasSize(1);
            assertThat((List<?>) seen.get("holders")).hasSize(name.equals("e") ? 1 : 0);
        }
        assertThat(other.integer("LOCK ACQUIRE a")).isPositive();
        assertThat(client.ask("LOCK RELEASE e")).isEqualTo("OK");
        assertThat(other.ask("LOCK RELEASE a")).isEqualTo("OK");
        assertReleases(waiter, list(waiter.read()));
        assertNothingIsHeldOrWaitedFor();
    }

    private RespClient resp3() {
        return server.connectResp3();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object reply) {
        assertThat(reply).isInstanceOf(List.class);
        return (List<Object>) reply;
    }

    @Test
    void withTimeout0ItAsks() {
        client.integer("LOCK ACQUIRE g");
        assertThat(other.ask(ALL + " TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(other.ask("ECHO usual")).isEqualTo("usual");
        assertThat(client.ask("LOCK RELEASE g")).isEqualTo("OK");
        assertNothingIsHeldOrWaitedFor();
    }

    @Test
    void itsTimeRunsOut() {
        client.integer("LOCK ACQUIRE g");
        assertThat(other.ask(ALL + " TIMEOUT 20")).isEqualTo(Null.ARRAY);
        assertThat(other.ask("ECHO usual")).isEqualTo("usual");
        client.close();
        assertReleases(other, other.list(ALL));
    }

    @Test
    void isUnblocked() {
        client.integer("LOCK ACQUIRE g");
        RespClient waiter = server.connect();
        long id = waiter.id();
        await(waiter, ALL);
        assertThat(other.ask("CLIENT UNBLOCK " + id)).isEqualTo(1L);
        assertThat(waiter.read()).isEqualTo(Null.ARRAY);
        await(waiter, ALL);
        assertThat(other.ask("CLIENT UNBLOCK " + id + " ERROR")).isEqualTo(1L);
        assertThat(waiter.read()).isEqualTo(new Failure("UNBLOCKED client unblocked via CLIENT UNBLOCK"));
        assertThat(waiter.ask("ECHO usual")).isEqualTo("usual");
        client.close();
        assertReleases(waiter, waiter.list(ALL));
    }

    @Test
    void twoOfThemServeEachOtherInAnyOrder() {
        client.list(ALL);
        RespClient one = server.connect();
        RespClient two = server.connect();
        await(one, "LOCK ACQUIREALL 3 a b c");
        await(two, "LOCK ACQUIREALL 3 c b a");
        client.close();
        CompletableFuture.allOf(closedWhenServed(one), closedWhenServed(two)).join();
    }

    private static CompletableFuture<?> closedWhenServed(RespClient waiter) {
        return CompletableFuture.runAsync(() -> {
            assertThat(list(waiter.read())).hasSize(3);
            waiter.close();
        });
    }

    @ParameterizedTest
    @EnumSource(SessionEnd.class)
    void theEndOfAConnectionGivesAllBack(SessionEnd end) {
        client.list(ALL);
        RespClient waiter = server.connect();
        await(waiter, ALL);
        end.of(client, other);
        assertReleases(waiter, list(waiter.read()));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE", "CONNECTION_RESET", "KILL", "END_OF_STREAM"})
    void whoseConnectionEndsWhileItWaitsIsServedNever(SessionEnd end) {
        client.integer("LOCK ACQUIRE f");
        RespClient waiter = server.connect();
        long id = waiter.id();
        await(waiter, ALL);
        if (end == SessionEnd.KILL) {
            assertThat(other.ask("CLIENT KILL ID " + id)).isEqualTo(1L);
        } else {
            end.of(waiter, other);
        }
        server.awaitGone(id);
        assertThat(client.ask("LOCK RELEASE f")).isEqualTo("OK");
        Await.until("all owners know of it", () -> other.ask("WAITERS").equals(List.of()));
    }

    @Test
    void whoHoldsOneAlreadyIsRefusedAsADeadlock() {
        long token = client.integer("LOCK ACQUIRE d");
        assertThat(client.refusal(ALL)).startsWith("DEADLOCK ");
        assertThat(client.ask("LOCK RELEASE d " + token)).isEqualTo("OK");
        assertNothingIsHeldOrWaitedFor();
    }

    /** Of two that came in the same millisecond, the younger connection is refused. */
    @Test
    void aCycleIsFound() {
        other.integer("LOCK ACQUIRE x");
        client.integer("LOCK ACQUIRE f");
        await(client, "LOCK ACQUIRE x");
        assertThat(other.refusal(ALL)).startsWith("DEADLOCK ");
        assertThat(other.ask("LOCK RELEASE x")).isEqualTo("OK");
        assertThat((Long) client.read()).isPositive();
    }

    @Test
    void inATransactionItAsksAndTheOthersRun() {
        for (String line : List.of("MULTI", "LOCK LOCKED a", ALL, "LOCK LOCKED a", "LOCK ACQUIREALL 2 a x")) {
            client.ask(line);
        }
        List<Object> replies = client.list("EXEC");
        assertThat(replies.get(0)).isEqualTo(0L);
        assertThat(replies.get(2)).isEqualTo(1L);
        assertThat(replies.get(3)).isEqualTo(Null.ARRAY);
        assertReleases(client, list(replies.get(1)));
        assertNothingIsHeldOrWaitedFor();
    }

    @Test
    void aPipelineOfThemIsAnsweredInOrder() {
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            batch.append("LOCK ACQUIREALL 3 a b c\nLOCK RELEASE a\nLOCK RELEASE c\nLOCK RELEASE b\n");
            batch.append("ECHO ").append(i).append('\n');
        }
        client.send(batch.toString());
        for (int i = 0; i < 200; i++) {
            assertThat(list(client.read())).hasSize(3);
            assertThat(client.read(4)).isEqualTo(List.of("OK", "OK", "OK", String.valueOf(i)));
        }
    }

    @Test
    void wrongOnesAreRefused() {
        assertThat(client.refusal("LOCK ACQUIREALL 2 a a")).isEqualTo("ERR lock a is named twice");
        assertThat(client.refusal("LOCK ACQUIREALL 0 a")).startsWith("ERR n: '0' is not an integer from 1 to 1000");
        assertThat(client.refusal("LOCK ACQUIREALL 2 a"))
                .isEqualTo("ERR expected 2 lock names, since n is 2, but got 1");
        assertThat(client.refusal("LOCK ACQUIREALL 1 a b")).startsWith("ERR syntax error at 'b', expected TIMEOUT");
        assertThat(client.refusal("LOCK ACQUIREALL 1 a DETACHED")).isEqualTo("ERR DETACHED needs a LEASE above 0");
        assertNothingIsHeldOrWaitedFor();
    }

    @Test
    void aThousandAreOne() {
        String names = IntStream.range(0, 1000).mapToObj(i -> " n" + i).reduce("", String::concat);
        assertThat(client.list("LOCK ACQUIREALL 1000" + names)).hasSize(1000).doesNotHaveDuplicates();
        assertThat(other.ask("LOCK ACQUIREALL 1000" + names + " TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(client.ask("RESET")).isEqualTo("RESET");
        assertThat(other.list("LOCK ACQUIREALL 1000" + names + " TIMEOUT 0")).hasSize(1000);
    }
}
