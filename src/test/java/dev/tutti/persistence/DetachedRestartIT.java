package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is detached stays where it is when the server starts again, until its lease ends. */
class DetachedRestartIT extends RestartCase {

    DetachedRestartIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled().producer("instances", 3));
    }

    @Test
    void anItemStaysInFlightUntilItsLeaseEnds() throws Exception {
        for (String queue : List.of("a", "b", "c", "d")) {
            client.ask("QUEUE PUT " + queue + " item");
            client.list("QUEUE GET " + queue + " LEASE 600000 DETACHED");
        }
        restart();
        for (String queue : List.of("a", "b", "c", "d")) {
            assertThat(server.stat(queue, "inflight")).isEqualTo(1);
        }
        assertThat(client.ask("QUEUE DONE a 1 ATTEMPT 1")).isEqualTo("OK");
        assertThat(client.ask("QUEUE TOUCH b 2 ATTEMPT 1")).isEqualTo("OK");
        assertThat(client.ask("WAITERS").toString()).contains("1 detached");
        restart();
        assertThat(server.stat("a", "inflight")).isZero();
        assertThat(client.ask("QUEUE DONE b 2 ATTEMPT 1")).isEqualTo("OK");
    }

    @Test
    void aLeaseThatEndsGivesTheItemBack() throws Exception {
        client.ask("QUEUE CREATE q LEASE 1000 DETACHED yes");
        long id = client.integer("QUEUE PUT q item");
        client.list("QUEUE GET q");
        restart();
        assertThat(client.list("QUEUE GET q TIMEOUT 30000")).isEqualTo(List.of(id, "item", 2L));
    }

    @Test
    void locksAndPermitsAreHeldByTheirTokens() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            long lock = client.integer("LOCK ACQUIRE " + name + " LEASE 600000 DETACHED");
            long permit = client.integer("SEMAPHORE ACQUIRE " + name + " LIMIT 2 LEASE 600000 DETACHED");
            restart();
            assertThat(client.ask("LOCK LOCKED " + name)).isEqualTo(1L);
            assertThat(client.ask("SEMAPHORE VALUE " + name)).isEqualTo(1L);
            assertThat(client.ask("LOCK TOUCH " + name + " " + lock)).isEqualTo("OK");
            assertThat(client.ask("LOCK RELEASE " + name + " " + lock)).isEqualTo("OK");
            assertThat(client.ask("SEMAPHORE RELEASE " + name + " " + permit)).isEqualTo("OK");
            assertThat(client.integer("LOCK ACQUIRE " + name)).isGreaterThan(permit);
        }
        restart();
        assertThat(client.ask("LOCK LOCKED a")).isEqualTo(0L);
    }

    @Test
    void severalPermitsAndANewLeaseAreKept() throws Exception {
        long permits = client.integer("SEMAPHORE ACQUIRE s LIMIT 3 PERMITS 2 LEASE 600000 DETACHED");
        long lock = client.integer("LOCK ACQUIRE l LEASE 600000 DETACHED");
        assertThat(client.ask("LOCK TOUCH l " + lock + " LEASE 500")).isEqualTo("OK");
        restart();
        assertThat(client.ask("SEMAPHORE VALUE s")).isEqualTo(1L);
        assertThat(client.ask("SEMAPHORE RELEASE s " + permits)).isEqualTo("OK");
        assertThat(client.integer("LOCK ACQUIRE l TIMEOUT 30000")).isGreaterThan(permits);
    }

    @Test
    void locksThatWereTakenTogetherAreHeldByTheirTokens() throws Exception {
        List<Object> tokens = client.list("LOCK ACQUIREALL 4 a b c d LEASE 600000 DETACHED");
        restart();
        assertThat(client.ask("LOCK ACQUIREALL 4 a b c d TIMEOUT 0")).isEqualTo(RespClient.Null.ARRAY);
        for (int i = 0; i < 4; i++) {
            assertThat(client.ask("LOCK RELEASE " + "abcd".charAt(i) + " " + tokens.get(i)))
                    .isEqualTo("OK");
        }
        assertThat(client.list("LOCK ACQUIREALL 4 a b c d TIMEOUT 0")).hasSize(4);
    }

    @Test
    void aLockGoesOnWhenItsLeaseEnds() throws Exception {
        client.ask("LOCK ACQUIRE l LEASE 1000 DETACHED");
        restart();
        assertThat(client.integer("LOCK ACQUIRE l TIMEOUT 30000")).isPositive();
    }
}
