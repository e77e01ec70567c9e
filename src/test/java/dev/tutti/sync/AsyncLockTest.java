package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Of CPython's {@code test_locks.py}, {@code LockTests}:
 *
 * <ul>
 *   <li>{@code test_repr}: {@link #tellsItsStateAsAsyncioDoes}
 *   <li>{@code test_acquire}: {@link #goesFromOneToTheNextInTheOrderTheyCame}
 *   <li>{@code test_acquire_cancel}: {@link #whoLeavesTheLineIsPassedOver}
 *   <li>{@code test_cancel_race}, {@code test_cancel_release_race}, {@code test_finished_waiter_cancelled}: {@link
 *       #aLeaveAndAReleaseInOneTurnServeTheNextOnce}, in both orders
 *   <li>{@code test_release_not_acquired}: {@link LockServiceTest}
 *   <li>{@code test_release_no_waiters}: {@link #isFreeAgainWhenNobodyWaits}
 *   <li>{@code test_context_manager}: {@link #whatItsHolderHadIsFreeWhenItCloses}; a connection is the only block here
 *   <li>{@code test_lock}, {@code test_lock_by_with_statement}, {@code test_lock_doesnt_accept_loop_parameter}: about
 *       Python's syntax, and do not apply
 * </ul>
 */
class AsyncLockTest {

    private final SyncFixture fixture = new SyncFixture();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");
    private final SyncClient d = fixture.client("d");

    /** Lets each client acquire the lock, in this order. */
    private void acquire(SyncClient... clients) {
        for (SyncClient client : clients) {
            client.acquire(fixture.lock());
        }
    }

    @Test
    void tellsItsStateAsAsyncioDoes() {
        AsyncLock lock = fixture.lock();
        assertThat(lock).hasToString("<AsyncLock [unlocked]>");
        acquire(a);
        assertThat(lock).hasToString("<AsyncLock [locked]>");
        acquire(b);
        assertThat(lock).hasToString("<AsyncLock [locked, waiters:1]>");
    }

    @Test
    void goesFromOneToTheNextInTheOrderTheyCame() {
        acquire(a, b, c);
        assertThat(fixture.told()).containsExactly("a has 1");
        a.release(fixture.lock());
        assertThat(fixture.told()).containsExactly("b has 2");
        acquire(d);
        b.release(fixture.lock());
        c.release(fixture.lock());
        d.release(fixture.lock());
        assertThat(fixture.told()).containsExactly("c has 3", "d has 4");
    }

    @Test
    void isFreeAgainWhenNobodyWaits() {
        acquire(a);
        AsyncLock lock = fixture.lock();
        assertThat(lock.isLocked()).isTrue();
        a.release(lock);
        assertThat(lock.isLocked()).isFalse();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void isNeverFreeWhileAnybodyWaits() {
        acquire(a, b, c);
        a.then(() -> {}).release(fixture.lock());
        assertThat(fixture.lock().isLocked()).isTrue();
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2");
    }

    @Test
    void whoReleasesItAndWantsItAgainStandsAtTheEnd() {
        acquire(a, b, c);
        a.release(fixture.lock());
        acquire(a);
        b.release(fixture.lock());
        c.release(fixture.lock());
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2", "c has 3", "a has 4");
    }

    @Test
    void isNotReentrant() {
        acquire(a, a);
        assertThat(fixture.told()).containsExactly("a has 1");
        assertThat(a.isWaiting()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> fixture.lock().take(a.holdings, 0));
    }

    @Test
    void nobodyWaitsForWhatIsFree() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fixture.lock().await(a.holdings, 0, grant -> {}))
                .withMessageContaining("<AsyncLock [unlocked]>");
    }

    @Test
    void whoLeavesTheLineIsPassedOver() {
        acquire(a, b, c);
        b.giveUp();
        a.release(fixture.lock());
        assertThat(fixture.told()).containsExactly("a has 1", "b gave up", "c has 2");
    }

    @Test
    void aLeaveAndAReleaseInOneTurnServeTheNextOnce() {
        acquire(a, b, c, d);
        b.close();
        a.release(fixture.lock());
        assertThat(fixture.told()).containsExactly("a has 1", "c has 2");
        c.release(fixture.lock());
        d.close();
        assertThat(fixture.told()).containsExactly("d has 3");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whatItsHolderHadIsFreeWhenItCloses() {
        acquire(a, b);
        a.close();
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2");
        b.close();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoHasItAndClosesWithEverybodyElseInTheSameTurnLeavesItFree() {
        acquire(a, b, c);
        List.of(a, b, c).forEach(SyncClient::close);
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2", "c has 3");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoIsToldMayGiveItOnAtOnce() {
        AsyncLock lock = fixture.lock();
        acquire(a);
        b.then(() -> b.release(lock)).acquire(lock);
        c.then(() -> c.release(lock)).acquire(lock);
        d.acquire(lock);
        a.release(lock);
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2", "c has 3", "d has 4");
        assertThat(lock.newest(d.holdings).token()).isEqualTo(4);
    }

    /** With this many waiters the test would take minutes if a hand-over were slower in a longer line. */
    @Test
    @Timeout(20)
    void aHundredThousandGetItInTheirOrder() {
        List<SyncClient> clients = fixture.clients(100_000);
        clients.forEach(client -> client.acquire(fixture.lock()));
        clients.forEach(client -> client.release(fixture.lock()));
        assertThat(fixture.told()).hasSize(100_000).startsWith("p0 has 1").endsWith("p99999 has 100000");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void onlyItsHolderHasIt() {
        acquire(a);
        AsyncLock lock = fixture.lock();
        assertThat(lock.newest(b.holdings)).isNull();
        assertThat(lock.newest(a.holdings)).isSameAs(lock.held(1)).isNotNull();
        assertThat(lock.held(2)).isNull();
    }

    @Test
    void isNotGivenBackTwice() {
        acquire(a);
        AsyncLock lock = fixture.lock();
        Grant grant = lock.held(1);
        lock.release(grant);
        assertThatIllegalStateException().isThrownBy(() -> lock.release(grant));
    }

    // ---- leases

    @Test
    void whenTheLeaseEndsItGoesToTheNext() {
        a.acquire(fixture.lock(), -1, 100);
        b.acquire(fixture.lock(), -1, 50);
        fixture.pass(99);
        assertThat(fixture.told()).containsExactly("a has 1");
        fixture.pass(1);
        assertThat(fixture.told()).containsExactly("b has 2");
        assertThat(fixture.lock().newest(a.holdings)).isNull();
        assertThat(a.holdings.size()).isZero();
        fixture.pass(50);
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void theLeaseBeginsWhenItIsHeld() {
        acquire(a);
        b.acquire(fixture.lock(), -1, 100);
        fixture.pass(1000);
        a.release(fixture.lock());
        fixture.pass(99);
        assertThat(fixture.lock().isLocked()).isTrue();
        fixture.pass(1);
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void touchBeginsTheLeaseAnew() {
        a.acquire(fixture.lock(), -1, 100);
        fixture.pass(60);
        fixture.lock().touch(fixture.lock().held(1), 100);
        fixture.pass(99);
        assertThat(fixture.lock().isLocked()).isTrue();
        fixture.pass(1);
        assertThat(fixture.remembered()).isZero();
        assertThat(fixture.nothingIsDue()).isTrue();
    }

    @Test
    void touchOfWhatHasNoLeaseGivesItNone() {
        acquire(a);
        fixture.lock().touch(fixture.lock().held(1), 0);
        assertThat(fixture.nothingIsDue()).isTrue();
    }

    @Test
    void theLeaseEndsWithARelease() {
        a.acquire(fixture.lock(), -1, 100);
        a.release(fixture.lock());
        assertThat(fixture.nothingIsDue()).isTrue();
        acquire(b);
        fixture.pass(100);
        assertThat(fixture.lock().newest(b.holdings).token()).isEqualTo(2);
    }

    @Test
    void aLeaseAndATimeoutThatEndTogetherServeTheOneWhoWaits() {
        a.acquire(fixture.lock(), -1, 100);
        b.acquire(fixture.lock(), 100, 0);
        fixture.pass(100);
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2");
        assertThat(fixture.nothingIsDue()).isTrue();
    }

    @Test
    void aTimeoutBeforeTheReleaseTakesNothing() {
        acquire(a);
        b.acquire(fixture.lock(), 100, 0);
        acquire(c);
        fixture.pass(100);
        a.release(fixture.lock());
        assertThat(fixture.told()).containsExactly("a has 1", "b gave up", "c has 2");
    }

    @Test
    void showsWhoHoldsItAndWhoWaits() {
        acquire(a);
        fixture.pass(7);
        b.acquire(fixture.lock(), 100, 0);
        acquire(c);
        assertThat(fixture.lock().holders()).containsExactly(new ParticipantSnapshot(1, "a", 1000, "1", false));
        assertThat(fixture.lock().waiters())
                .containsExactly(
                        new ParticipantSnapshot(2, "b", 1007, "acquire", false),
                        new ParticipantSnapshot(3, "c", 1007, "acquire", true));
    }
}
