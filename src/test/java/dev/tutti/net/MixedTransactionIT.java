package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of queues together with events and locks. All have one name, and so one owner, however many there are. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class MixedTransactionIT {

    private static final String ON = "MULTI\r\nEVENT SET a\r\nQUEUE PUT a x\r\nQUEUE PUT a y\r\nEXEC\r\n";
    private static final String OFF = "MULTI\r\nQUEUE PURGE a\r\nEVENT CLEAR a\r\nEXEC\r\n";
    private static final String LOOK = "MULTI\r\nQUEUE SIZE a\r\nEVENT IS_SET a\r\nEXEC\r\n";

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    MixedTransactionIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).journaled();
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    /** The replies to one of these transactions. */
    private static List<?> results(RespClient from, String transaction) {
        List<Object> replies = from.read(
                (int) transaction.lines().filter(line -> !line.isEmpty()).count());
        return (List<?>) replies.get(replies.size() - 1);
    }

    @Test
    void whoeverHasSeenTheEventFindsTheItem() {
        for (int round = 0; round < 100; round++) {
            other.tell("EVENT WAIT a").tell("QUEUE GET a COUNT 2 TIMEOUT 0");
            client.send(ON);
            assertThat(results(client, ON)).hasSize(3);
            assertThat(other.read()).isEqualTo(1L);
            List<?> items = (List<?>) other.read();
            assertThat(items).hasSize(2);
            for (Object item : items) {
                assertThat(other.ask("QUEUE DONE a " + ((List<?>) item).get(0))).isEqualTo("OK");
            }
            assertThat(client.ask("EVENT CLEAR a")).isEqualTo("OK");
        }
    }

    @Test
    void nobodySeesOneEffectWithoutTheOther() {
        int rounds = 200;
        for (int round = 0; round < rounds; round++) {
            client.send(ON + OFF);
            other.send(LOOK + LOOK);
        }
        for (int round = 0; round < rounds; round++) {
            assertThat(results(client, ON)).hasSize(3);
            assertThat(results(client, OFF)).isEqualTo(List.of(2L, "OK"));
            assertThat(List.of(results(other, LOOK), results(other, LOOK)))
                    .isSubsetOf(List.of(0L, 0L), List.of(2L, 1L));
        }
    }

    @Test
    void aTransactionComesBeforeALongChangeOfItsQueueOrBehindIt() {
        int items = 50_000;
        other.send("QUEUE PUT a x\r\n".repeat(items));
        other.read(items);
        other.tell("QUEUE PURGE a");
        String look = "MULTI\r\nLOCK ACQUIRE a\r\nQUEUE SIZE a\r\nLOCK RELEASE a\r\nEXEC\r\n";
        Object size;
        do {
            client.send(look);
            size = results(client, look).get(1);
            assertThat(size).isIn(0L, (long) items);
        } while (!size.equals(0L));
        assertThat(other.read()).isEqualTo((long) items);
    }

    /** A RESET is told to all owners, and the transaction to one of the two that take part in it. */
    @Test
    void aResetBeforeATransactionEndsNothingOfIt() {
        client.send("LOCK ACQUIRE b\r\nRESET\r\nMULTI\r\nLOCK ACQUIRE a\r\nQUEUE PUT a x\r\nEXEC\r\n");
        client.read(6);
        assertThat(other.integer("LOCK LOCKED b")).isZero();
        assertThat(other.integer("LOCK LOCKED a")).isEqualTo(1);
        assertThat(client.ask("LOCK RELEASE a")).isEqualTo("OK");
    }

    @Test
    void aConnectionThatClosesAtOnceGivesBackWhateverItsTransactionTook() {
        other.integer("QUEUE PUT a x");
        for (int round = 0; round < 30; round++) {
            RespClient hasty = server.connect();
            long id = hasty.id();
            hasty.send("MULTI\r\nLOCK ACQUIRE a\r\nQUEUE GET a\r\nEXEC\r\n");
            if (round % 2 == 0) {
                hasty.abort();
            } else {
                hasty.close();
            }
            server.awaitGone(id);
            assertThat(other.ask("LOCK ACQUIRE a")).isInstanceOf(Long.class);
            List<?> item = other.list("QUEUE GET a");
            assertThat(other.ask("QUEUE RELEASE a " + item.get(0))).isEqualTo("OK");
            assertThat(other.ask("LOCK RELEASE a")).isEqualTo("OK");
        }
    }

    @ParameterizedTest
    @EnumSource(StopMode.class)
    void aTransactionThatIsAnsweredSurvives(StopMode mode) throws Exception {
        String transaction =
                "MULTI\r\nQUEUE PUT a x\r\nLOCK ACQUIRE a LEASE 3600000 DETACHED\r\nEVENT SET a\r\nEXEC\r\n";
        client.send(transaction);
        assertThat(results(client, transaction)).hasSize(3);
        server.restart(mode);
        client = server.connect();
        assertThat(client.integer("LOCK LOCKED a")).isEqualTo(1);
        client.send(LOOK);
        assertThat(results(client, LOOK)).isEqualTo(List.of(1L, 1L));
    }
}
