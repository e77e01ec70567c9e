package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that wait for each other's locks, which may be on different event loops. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class DeadlockIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server;

    private RespClient a;
    private RespClient b;
    private RespClient c;

    DeadlockIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).server("deadlockTimeout", "100ms");
    }

    @BeforeEach
    void connect() {
        a = named("a");
        b = named("b");
        c = named("c");
    }

    private RespClient named(String name) {
        RespClient client = server.connect();
        assertThat(client.ask("CLIENT SETNAME " + name)).isEqualTo("OK");
        return client;
    }

    /** Sends a command that will wait, and waits until it does. */
    private void await(RespClient client, String command) {
        long id = client.id();
        client.tell(command);
        server.awaitUnanswered(id, 1);
    }

    private void take(RespClient client, String lock) {
        assertThat(client.integer("LOCK ACQUIRE " + lock)).isPositive();
    }

    @Test
    void theLastToComeIsRefusedAndTheOthersGoOn() {
        long victim = c.id();
        take(a, "x");
        take(b, "y");
        take(c, "z");
        await(a, "LOCK ACQUIRE y");
        await(b, "LOCK ACQUIRE z");
        assertThat(c.refusal("LOCK ACQUIRE x")).isEqualTo("DEADLOCK c -> a -> b -> c");
        Await.until("it is logged", logged.has(EventKind.DEADLOCK));
        assertThat(logged.of(EventKind.DEADLOCK))
                .singleElement()
                .asString()
                .startsWith("deadlock of connections: ")
                .contains("(a) waits for lock y", "(b) waits for lock z", "(c) waits for lock x")
                .endsWith("; the ACQUIRE of connection " + victim + " is refused");
        assertThat(c.ask("LOCK RELEASE z")).isEqualTo("OK");
        assertThat((Long) b.read()).isPositive();
        b.close();
        assertThat((Long) a.read()).isPositive();
        assertThat(c.integer("LOCK LOCKED z")).isZero();
    }

    @Test
    void manyPairsAreAllFound() {
        for (int pair = 0; pair < 20; pair++) {
            RespClient one = named("one");
            RespClient other = named("other");
            take(one, "x" + pair);
            take(other, "y" + pair);
            await(one, "LOCK ACQUIRE y" + pair);
            assertThat(other.refusal("LOCK ACQUIRE x" + pair)).isEqualTo("DEADLOCK other -> one -> other");
        }
    }

    @Test
    void whoHasATimeoutIsNotRefused() {
        take(a, "x");
        take(b, "y");
        await(a, "LOCK ACQUIRE y");
        await(b, "LOCK ACQUIRE x TIMEOUT 20000");
        assertThat(a.read()).isEqualTo(new Failure("DEADLOCK a -> b -> a"));
        a.close();
        assertThat((Long) b.read()).isPositive();
    }

    @Test
    void takingALockTwiceIsOne() {
        take(a, "x");
        assertThat(a.refusal("LOCK ACQUIRE x")).isEqualTo("DEADLOCK a -> a: this connection holds lock x already");
        assertThat(a.ask("LOCK RELEASE x")).isEqualTo("OK");
    }

    @Test
    void locksPermitsAndConditionsMayBeMixed() {
        assertThat(a.integer("SEMAPHORE ACQUIRE s")).isPositive();
        assertThat(b.integer("CONDITION ACQUIRE c")).isPositive();
        take(c, "l");
        await(a, "CONDITION ACQUIRE c");
        await(b, "LOCK ACQUIRE l");
        assertThat(c.refusal("SEMAPHORE ACQUIRE s")).isEqualTo("DEADLOCK c -> a -> b -> c");
    }

    /** The cycle closes without a new command, when a wait for a condition is over and another client has its lock. */
    @Test
    void whoIsToHaveAConditionsLockAgainMayCloseACycle() {
        take(a, "l");
        assertThat(a.integer("CONDITION ACQUIRE c")).isPositive();
        await(a, "CONDITION WAIT c TIMEOUT 1000");
        assertThat(b.integer("CONDITION ACQUIRE c")).isPositive();
        b.tell("LOCK ACQUIRE l");
        assertThat(b.read()).isEqualTo(new Failure("DEADLOCK b -> a -> b"));
        assertThat(b.ask("CONDITION RELEASE c")).isEqualTo("OK");
        assertThat(a.read()).isEqualTo(Null.BULK);
    }

    @Test
    void oneFreeHolderOfSeveralPermitsIsAWayOut() {
        assertThat(a.integer("SEMAPHORE ACQUIRE s LIMIT 2")).isPositive();
        assertThat(b.integer("SEMAPHORE ACQUIRE s")).isPositive();
        take(c, "l");
        await(a, "LOCK ACQUIRE l");
        assertThat(c.ask("SEMAPHORE ACQUIRE s TIMEOUT 500")).isEqualTo(Null.BULK);
        await(c, "SEMAPHORE ACQUIRE s");
        b.tell("LOCK ACQUIRE l");
        assertThat(c.read()).isEqualTo(new Failure("DEADLOCK c -> a -> c"));
        assertThat(c.ask("LOCK RELEASE l")).isEqualTo("OK");
        assertThat((Long) a.read()).isPositive();
    }

    @Test
    void aLongLineBehindOneHolderIsNone() {
        take(a, "x");
        await(b, "LOCK ACQUIRE x");
        assertThat(c.ask("LOCK ACQUIRE x TIMEOUT 500")).isEqualTo(Null.BULK);
        assertThat(a.ask("LOCK RELEASE x")).isEqualTo("OK");
        assertThat((Long) b.read()).isPositive();
    }
}
