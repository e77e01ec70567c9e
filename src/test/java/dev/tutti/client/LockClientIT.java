package dev.tutti.client;

import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.client.TuttiException.BrokenBarrier;
import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.NotHeld;
import dev.tutti.client.TuttiException.TimedOut;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The locks of the Java client and their kin. */
@Timeout(60)
class LockClientIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare();

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private RespClient other;
    private Tutti tutti;

    @BeforeEach
    void connect() {
        other = server.connect();
        tutti = clients.connect(server.port());
    }

    private void awaitWaiter(String name) {
        Await.until(
                "somebody waits for " + name,
                () -> other.list("WAITERS " + name).stream()
                        .anyMatch(each -> !((List<?>) ((List<?>) each).get(7)).isEmpty()));
    }

    @Test
    void aLockIsHeldByOneAndTokensGrow() {
        TuttiLock lock = tutti.lock("l");
        Hold first = get(lock.acquire());
        Future<Hold> second = lock.acquire();
        awaitWaiter("l");
        assertThat(second.isComplete()).isFalse();
        get(first.release());
        assertThat(get(second).token()).isGreaterThan(first.token());
        get(get(second).release());
        assertThat(failure(first.release())).isInstanceOf(NotHeld.class);
        assertThat(other.ask("LOCK LOCKED l")).isEqualTo(0L);
    }

    @Test
    void anAcquireThatEndsInVainHoldsNothing() {
        Hold hold = get(tutti.lock("l").acquire());
        assertThat(failure(tutti.lock("l").acquire(Duration.ZERO))).isInstanceOf(TimedOut.class);
        assertThat(failure(tutti.lock("l").acquire(Duration.ofMillis(5)))).isInstanceOf(TimedOut.class);
        Future<Hold> cancelled = tutti.lock("l").acquire();
        awaitWaiter("l");
        assertThat(get(tutti.cancel(cancelled))).isTrue();
        assertThat(failure(cancelled)).isInstanceOf(Cancelled.class);
        get(hold.release());
        assertThat(other.ask("LOCK LOCKED l")).isEqualTo(0L);
    }

    @Test
    void nothingIsHeldWhenAcquiresAreCancelledAsTheyAreServed() {
        for (int i = 0; i < 100; i++) {
            Hold hold = get(tutti.lock("l").acquire());
            Future<Hold> next = tutti.lock("l").acquire();
            Future<Void> released = hold.release();
            if (!get(tutti.cancel(next))) {
                get(get(next).release());
            }
            get(released);
        }
        Await.until("the lock is free", () -> other.ask("LOCK LOCKED l").equals(0L));
    }

    @Test
    void aLeaseIsRenewedAndItsLossIsTold() {
        Hold hold = get(tutti.lock("l", Duration.ofMillis(300)).acquire());
        CompletableFuture<Throwable> lost = new CompletableFuture<>();
        hold.onLost(lost::complete);
        long start = System.nanoTime();
        Await.until("two leases are over", () -> {
            assertThat(other.ask("LOCK LOCKED l")).isEqualTo(1L);
            return System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(600);
        });
        assertThat(lost).isNotDone();
        assertThat(other.ask("LOCK RELEASE l " + hold.token())).isEqualTo("OK");
        assertThat(lost.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(NotHeld.class);
        assertThat(failure(hold.release())).isInstanceOf(NotHeld.class);
    }

    @Test
    void aHolderWhoseConnectionIsKilledIsTold() {
        Hold hold = get(tutti.lock("l").acquire());
        CompletableFuture<Throwable> lost = new CompletableFuture<>();
        hold.onLost(lost::complete);
        String waiters = other.list("WAITERS l").toString();
        String id = waiters.replaceAll("(?s).*holders, \\[\\[(\\d+).*", "$1");
        assertThat(other.ask("CLIENT KILL ID " + id)).isEqualTo(1L);
        lost.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(failure(hold.release())).isInstanceOf(NotHeld.class);
        get(get(tutti.lock("l").acquire()).release());
    }

    @Test
    void aSemaphoreHasSoManyPermits() {
        TuttiLock semaphore = tutti.semaphore("s", 2);
        Hold first = get(semaphore.acquire());
        Hold second = get(semaphore.acquire());
        assertThat(failure(semaphore.acquire(Duration.ZERO))).isInstanceOf(TimedOut.class);
        get(first.release());
        get(get(semaphore.acquire()).release());
        get(second.release());
        assertThat(failure(tutti.semaphore("s", 0).acquire())).hasMessageStartingWith("ERR ");
    }

    @Test
    void anEventWakesAllWhoWait() {
        TuttiEvent event = tutti.event("e");
        Future<Void> one = event.await();
        Future<Void> two = event.await();
        Await.until("two wait", () -> other.list("WAITERS e").toString().split("wait", -1).length == 4);
        assertThat(failure(event.await(Duration.ofMillis(5)))).isInstanceOf(TimedOut.class);
        get(event.set());
        get(one);
        get(two);
        assertThat(get(event.isSet())).isTrue();
        get(event.await());
        get(event.clear());
        assertThat(get(event.isSet())).isFalse();
    }

    @Test
    void aConditionsWaiterIsSignalledAndHasTheLockAgain() {
        TuttiCondition condition = tutti.condition("c");
        TuttiCondition.Held waiter = get(condition.acquire());
        assertThat(failure(waiter.await(Duration.ofMillis(5)))).isInstanceOf(TimedOut.class);
        Future<Void> woken = waiter.await();
        TuttiCondition.Held signaller = get(condition.acquire());
        get(signaller.signal());
        assertThat(woken.isComplete()).isFalse();
        get(signaller.release());
        get(woken);
        Future<Void> cancelled = waiter.await();
        awaitWaiter("c");
        assertThat(get(tutti.cancel(cancelled))).isTrue();
        get(waiter.release());
        assertThat(other.ask("CONDITION LOCKED c")).isEqualTo(0L);
    }

    @Test
    void aBarrierLetsItsPartiesGoTogetherOrBreaks() {
        TuttiBarrier barrier = tutti.barrier("b", 2);
        Future<Long> first = barrier.await();
        awaitWaiter("b");
        assertThat(get(barrier.await())).isEqualTo(1);
        assertThat(get(first)).isZero();
        Future<Long> alone = barrier.await();
        awaitWaiter("b");
        get(barrier.abort());
        assertThat(failure(alone)).isInstanceOf(BrokenBarrier.class);
        get(barrier.reset());
        assertThat(failure(barrier.await(Duration.ofMillis(5)))).isInstanceOf(TimedOut.class);
    }
}
