package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ConditionIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    ConditionIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    /** Connects a client that has taken the lock and waits. */
    private RespClient waiting(String command) {
        RespClient one = server.connect();
        one.integer("CONDITION ACQUIRE c");
        one.tell(command);
        awaitLocked(0);
        return one;
    }

    private void awaitLocked(long locked) {
        Await.until("the lock is free or not: " + locked, () -> client.integer("CONDITION LOCKED c") == locked);
    }

    @Test
    void whoIsNotifiedHasTheLockAgainUnderTheSameToken() {
        long token = other.integer("CONDITION ACQUIRE c");
        other.tell("CONDITION WAIT c");
        awaitLocked(0);
        assertThat(client.refusal("CONDITION RELEASE c " + token)).startsWith("NOTHELD ");
        client.integer("CONDITION ACQUIRE c");
        assertThat(client.ask("CONDITION NOTIFY c")).isEqualTo(1L);
        assertThat(client.ask("CONDITION NOTIFY c")).isEqualTo(0L);
        client.ask("CONDITION RELEASE c");
        assertThat(other.read()).isEqualTo(1L);
        assertThat(client.ask("CONDITION LOCKED c")).isEqualTo(1L);
        assertThat(client.ask("CONDITION RELEASE c " + token)).isEqualTo("OK");
    }

    @Test
    void withoutTheLockItIsRefused() {
        other.integer("CONDITION ACQUIRE c");
        for (String command : List.of("WAIT c", "NOTIFY c", "NOTIFY_ALL c", "RELEASE c")) {
            assertThat(client.refusal("CONDITION " + command))
                    .isEqualTo("NOTHELD condition c is not held by this connection");
        }
    }

    @Test
    void notifyAllWakesEverybodyOneAfterTheOther() {
        List<RespClient> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(waiting("CONDITION WAIT c"));
        }
        client.integer("CONDITION ACQUIRE c");
        assertThat(client.ask("CONDITION NOTIFY c 5")).isEqualTo(5L);
        assertThat(client.ask("CONDITION NOTIFY_ALL c")).isEqualTo(15L);
        client.ask("CONDITION RELEASE c");
        for (RespClient one : waiting) {
            assertThat(one.read()).isEqualTo(1L);
            assertThat(one.ask("CONDITION RELEASE c")).isEqualTo("OK");
        }
    }

    @Test
    void outOfTimeItHasTheLockAgainBeforeItAnswers() {
        RespClient waiting = waiting("CONDITION WAIT c TIMEOUT 20");
        assertThat(waiting.read()).isEqualTo(Null.BULK);
        assertThat(client.ask("CONDITION LOCKED c")).isEqualTo(1L);
        assertThat(waiting.ask("CONDITION WAIT c TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(waiting.ask("CONDITION RELEASE c")).isEqualTo("OK");
    }

    @Test
    void unblockedItHasTheLockAgainBeforeItAnswersAndIsUnblockedOnce() {
        long id = other.id();
        other.integer("CONDITION ACQUIRE c");
        other.tell("CONDITION WAIT c");
        awaitLocked(0);
        client.integer("CONDITION ACQUIRE c");
        assertThat(client.ask("CLIENT UNBLOCK " + id + " ERROR")).isEqualTo(1L);
        assertThat(client.ask("CLIENT UNBLOCK " + id)).isEqualTo(0L);
        server.awaitUnanswered(id, 1);
        client.ask("CONDITION RELEASE c");
        assertThat(((RespClient.Failure) other.read()).text()).startsWith("UNBLOCKED ");
        assertThat(other.ask("CONDITION RELEASE c")).isEqualTo("OK");
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionEnd.class,
            names = {"CLOSE", "CONNECTION_RESET", "END_OF_STREAM"})
    void aNotifiedOneThatIsGonePassesItsWakeUpOn(SessionEnd end) {
        RespClient first = server.connect();
        long id = first.id();
        first.integer("CONDITION ACQUIRE c");
        first.tell("CONDITION WAIT c");
        awaitLocked(0);
        RespClient second = waiting("CONDITION WAIT c");
        client.integer("CONDITION ACQUIRE c");
        assertThat(client.ask("CONDITION NOTIFY c")).isEqualTo(1L);
        end.of(first, other);
        server.awaitGone(id);
        client.ask("CONDITION RELEASE c");
        assertThat(second.read()).isEqualTo(1L);
    }

    /** A buffer of one number in this test's memory, which clients guard by a condition of the server. */
    @Test
    void aProducerAndItsConsumersAgreeByIt() throws InterruptedException {
        List<Integer> buffer = Collections.synchronizedList(new ArrayList<>());
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        List<Thread> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RespClient consumer = server.connect();
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 50; n++) {
                    consumer.integer("CONDITION ACQUIRE c");
                    while (buffer.isEmpty()) {
                        consumer.integer("CONDITION WAIT c");
                    }
                    taken.add(buffer.remove(0));
                    consumer.ask("CONDITION NOTIFY_ALL c");
                    consumer.ask("CONDITION RELEASE c");
                }
            });
            consumers.add(thread);
            thread.start();
        }
        for (int n = 0; n < 150; n++) {
            client.integer("CONDITION ACQUIRE c");
            while (!buffer.isEmpty()) {
                client.integer("CONDITION WAIT c");
            }
            buffer.add(n);
            client.ask("CONDITION NOTIFY_ALL c");
            client.ask("CONDITION RELEASE c");
        }
        for (Thread consumer : consumers) {
            consumer.join();
        }
        assertThat(taken).hasSize(150).isSorted().doesNotHaveDuplicates();
    }
}
