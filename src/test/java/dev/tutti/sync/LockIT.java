package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class LockIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    LockIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    /** Connects a client that waits for the lock. */
    private RespClient waiting(String command) {
        RespClient one = server.connect();
        long id = one.id();
        one.tell(command);
        server.awaitUnanswered(id, 1);
        return one;
    }

    @Test
    void tokensGrowWhateverTheLock() {
        long last = 0;
        for (int i = 0; i < 100; i++) {
            String lock = "l" + i % 7;
            long token = client.integer("LOCK ACQUIRE " + lock);
            assertThat(token).isGreaterThan(last);
            last = token;
            assertThat(client.ask("LOCK LOCKED " + lock)).isEqualTo(1L);
            assertThat(client.ask("LOCK RELEASE " + lock)).isEqualTo("OK");
            assertThat(client.ask("LOCK LOCKED " + lock)).isEqualTo(0L);
        }
    }

    @Test
    void goesFromOneToTheNextInTheOrderTheyCame() {
        long token = client.integer("LOCK ACQUIRE l");
        List<RespClient> line = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            line.add(waiting("LOCK ACQUIRE l"));
        }
        client.ask("LOCK RELEASE l");
        for (RespClient next : line) {
            long nextToken = (Long) next.read();
            assertThat(nextToken).isGreaterThan(token);
            token = nextToken;
            assertThat(client.ask("LOCK ACQUIRE l TIMEOUT 0")).isEqualTo(Null.BULK);
            assertThat(next.ask("LOCK RELEASE l")).isEqualTo("OK");
        }
        assertThat(client.ask("LOCK LOCKED l")).isEqualTo(0L);
    }

    @Test
    void itsTimeRunsOut() {
        client.ask("LOCK ACQUIRE l");
        assertThat(other.ask("LOCK ACQUIRE l TIMEOUT 10")).isEqualTo(Null.BULK);
        assertThat(client.ask("LOCK RELEASE l")).isEqualTo("OK");
        assertThat(client.ask("LOCK LOCKED l")).isEqualTo(0L);
    }

    @Test
    void anotherConnectionReleasesItByItsTokenOnly() {
        long token = client.integer("LOCK ACQUIRE l");
        assertThat(other.refusal("LOCK RELEASE l")).startsWith("NOTHELD ");
        assertThat(other.refusal("LOCK RELEASE l " + (token + 1))).startsWith("NOTHELD ");
        assertThat(other.ask("LOCK TOUCH l " + token)).isEqualTo("OK");
        assertThat(other.ask("LOCK RELEASE l " + token)).isEqualTo("OK");
        assertThat(client.refusal("LOCK RELEASE l")).startsWith("NOTHELD ");
        assertThat(client.refusal("LOCK TOUCH l " + token)).startsWith("NOTHELD ");
    }

    @Test
    void isNotReentrant() {
        long token = client.integer("LOCK ACQUIRE l");
        assertThat(client.ask("LOCK ACQUIRE l TIMEOUT 0")).isEqualTo(Null.BULK);
        client.tell("LOCK ACQUIRE l");
        other.ask("LOCK RELEASE l " + token);
        assertThat((Long) client.read()).isGreaterThan(token);
    }

    @Test
    void whenTheLeaseEndsItGoesToTheNext() {
        long token = client.integer("LOCK ACQUIRE l LEASE 50");
        long next = other.integer("LOCK ACQUIRE l");
        assertThat(next).isGreaterThan(token);
        assertThat(client.refusal("LOCK RELEASE l")).startsWith("NOTHELD ");
        assertThat(client.refusal("LOCK RELEASE l " + token)).startsWith("NOTHELD ");
        assertThat(client.refusal("LOCK TOUCH l " + token)).startsWith("NOTHELD ");
        assertThat(other.ask("LOCK RELEASE l")).isEqualTo("OK");
    }

    @Test
    void touchGivesTheLeaseAnotherLength() {
        long token = client.integer("LOCK ACQUIRE l LEASE 3600000");
        assertThat(other.ask("LOCK TOUCH l " + token + " LEASE 20")).isEqualTo("OK");
        assertThat(other.integer("LOCK ACQUIRE l")).isGreaterThan(token);
        assertThat(client.refusal("LOCK TOUCH l " + token + " LEASE 20")).startsWith("NOTHELD ");
    }

    @Test
    void leasesPassALockThroughAWholeLine() {
        List<RespClient> line = new ArrayList<>();
        client.ask("LOCK ACQUIRE l LEASE 1");
        for (int i = 0; i < 20; i++) {
            line.add(server.connect().tell("LOCK ACQUIRE l LEASE 1"));
        }
        assertThat(line).allMatch(one -> one.read() instanceof Long);
        other.integer("LOCK ACQUIRE l");
        assertThat(client.ask("LOCK LOCKED l")).isEqualTo(1L);
    }

    @Test
    void aThousandPipelinedRoundsAreAnsweredInTheirOrder() {
        StringBuilder rounds = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            rounds.append("LOCK ACQUIRE l\nLOCK RELEASE l\n");
        }
        client.send(rounds.toString());
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            long token = (Long) client.read();
            assertThat(token).isGreaterThan(last);
            last = token;
            assertThat(client.read()).isEqualTo("OK");
        }
    }

    @Test
    void helpKnowsIt() {
        assertThat(client.list("HELP LOCK")).hasSize(5).allMatch(line -> ((String) line).startsWith("LOCK "));
        assertThat(client.refusal("LOCK STEAL l"))
                .isEqualTo(
                        "ERR unknown subcommand 'STEAL' of LOCK, expected one of ACQUIRE, ACQUIREALL, RELEASE, TOUCH, LOCKED");
        assertThat(client.refusal("LOCK ACQUIRE l LEASE x")).startsWith("ERR LEASE: 'x' is not an integer from 0");
    }
}
