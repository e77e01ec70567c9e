package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.Seeds;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Hundreds of connections at once. Each ends at a random moment and in a random way, while it holds or waits. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(120)
class CrowdIT {

    private static final int CONNECTIONS = 320;
    private static final int MAX_ROUNDS = 6;
    private static final int PERMITS = 3;
    private static final int PARTIES = 4;

    /** The clients inside the section that a lock or semaphore guards, and the token of the last one that entered. */
    private static final class Guarded {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger maxInside = new AtomicInteger();
        private final AtomicLong lastToken = new AtomicLong();

        void enter() {
            int now = inside.incrementAndGet();
            maxInside.accumulateAndGet(now, Math::max);
        }

        void enter(long token) {
            enter();
            assertThat(lastToken.getAndSet(token)).isLessThan(token);
        }

        /** To be called before the release, since another client may enter from then on. */
        void leave() {
            inside.decrementAndGet();
        }
    }

    /** One connection, which sends random commands and then ends in a random way. */
    private final class RandomSession implements Runnable {
        private final Random random = new Random(seeds.nextLong());
        private final RespClient client = server.connect();

        @Override
        public void run() {
            try {
                for (int round = random.nextInt(MAX_ROUNDS); round > 0; round--) {
                    act();
                }
                end();
            } catch (Throwable failure) {
                failures.add(failure);
            }
        }

        private void act() {
            switch (random.nextInt(5)) {
                case 0 -> lock();
                case 1 -> semaphore();
                case 2 -> condition();
                case 3 -> barrier();
                default -> event();
            }
        }

        private void lock() {
            long token = client.integer("LOCK ACQUIRE l LEASE 3600000");
            lock.enter(token);
            lock.leave();
            assertThat(client.ask("LOCK RELEASE l" + (random.nextBoolean() ? "" : " " + token)))
                    .isEqualTo("OK");
        }

        private void semaphore() {
            client.integer("SEMAPHORE ACQUIRE s LIMIT " + PERMITS);
            semaphore.enter();
            semaphore.leave();
            assertThat(client.ask("SEMAPHORE RELEASE s")).isEqualTo("OK");
        }

        private void condition() {
            client.integer("CONDITION ACQUIRE c");
            condition.enter();
            if (random.nextBoolean()) {
                client.integer("CONDITION NOTIFY c " + random.nextInt(3));
            } else {
                condition.leave();
                assertThat(client.ask("CONDITION WAIT c TIMEOUT 20")).isIn(1L, Null.BULK);
                condition.enter();
            }
            condition.leave();
            assertThat(client.ask("CONDITION RELEASE c")).isEqualTo("OK");
        }

        private void barrier() {
            assertThat(client.ask("BARRIER WAIT b TIMEOUT 20 PARTIES " + PARTIES))
                    .isIn(0L, 1L, 2L, 3L, Null.BULK);
        }

        private void event() {
            assertThat(client.ask(random.nextBoolean() ? "EVENT SET e" : "EVENT CLEAR e"))
                    .isEqualTo("OK");
            assertThat(client.ask("EVENT WAIT e TIMEOUT 10")).isIn(1L, Null.BULK);
        }

        /** Ends while the connection holds a lock and a permit, or while it waits. */
        private void end() {
            if (random.nextBoolean()) {
                lock.enter(client.integer("LOCK ACQUIRE l"));
                client.integer("SEMAPHORE ACQUIRE s LIMIT " + PERMITS);
                semaphore.enter();
                semaphore.leave();
                lock.leave();
                SessionEnd.values()[random.nextInt(SessionEnd.values().length)].of(client, watcher.get());
            } else {
                List<String> last = List.of(
                        "LOCK ACQUIRE l",
                        "SEMAPHORE ACQUIRE s LIMIT " + PERMITS,
                        "CONDITION ACQUIRE c\nCONDITION WAIT c",
                        "CONDITION ACQUIRE c\nCONDITION NOTIFY c\nCONDITION WAIT c",
                        "BARRIER WAIT b PARTIES " + PARTIES,
                        "EVENT CLEAR e\nEVENT WAIT e");
                client.send(last.get(random.nextInt(last.size())) + "\n");
                leave();
            }
        }

        private void leave() {
            switch (random.nextInt(3)) {
                case 0 -> client.close();
                case 1 -> client.abort();
                default -> client.endOutput();
            }
        }
    }

    @RegisterExtension
    private final TuttiServer server;

    private final Random seeds = Seeds.random();
    private final Guarded lock = new Guarded();
    private final Guarded semaphore = new Guarded();
    private final Guarded condition = new Guarded();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<RespClient> watcher = ThreadLocal.withInitial(() -> server().connect());

    CrowdIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    private TuttiServer server() {
        return server;
    }

    @Test
    void nobodyIsInsideWhereAnotherIsAndAllIsFreeAndForgottenInTheEnd() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(new Thread(new RandomSession(), "session-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(lock.maxInside).hasValue(1);
        assertThat(condition.maxInside).hasValue(1);
        assertThat(semaphore.maxInside).hasValueBetween(1, PERMITS);
        RespClient client = watcher.get();
        Await.until("the lock is free", () -> client.integer("LOCK LOCKED l") == 0);
        Await.until("the semaphore is forgotten", () -> client.integer("SEMAPHORE VALUE s") == 1);
        Await.until("the condition is free", () -> client.integer("CONDITION LOCKED c") == 0);
        Await.until(
                "nobody waits at the barrier",
                () -> client.list("BARRIER STATE b").equals(List.of("parties", 0L, "waiting", 0L, "broken", 0L)));
        client.integer("CONDITION ACQUIRE c");
        assertThat(client.ask("CONDITION NOTIFY_ALL c")).isEqualTo(0L);
    }
}
