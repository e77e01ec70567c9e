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

    private final SyncScene ensemble = new SyncScene();
    private final SyncClient a = ensemble.player("a");
    private final SyncClient b = ensemble.player("b");
    private final SyncClient c = ensemble.player("c");
    private final SyncClient d = ensemble.player("d");

    /** Everybody wants the lock, in this order. */
    private void acquire(SyncClient... players) {
        for (SyncClient player : players) {
            player.acquire(ensemble.lock());
        }
    }

    @Test
    void tellsItsStateAsAsyncioDoes() {
        AsyncLock lock = ensemble.lock();
        assertThat(lock).hasToString("<AsyncLock [unlocked]>");
        acquire(a);
        assertThat(lock).hasToString("<AsyncLock [locked]>");
        acquire(b);
        assertThat(lock).hasToString("<AsyncLock [locked, waiters:1]>");
    }

    @Test
    void goesFromOneToTheNextInTheOrderTheyCame() {
        acquire(a, b, c);
        assertThat(ensemble.told()).containsExactly("a has 1");
        a.release(ensemble.lock());
        assertThat(ensemble.told()).containsExactly("b has 2");
        acquire(d);
        b.release(ensemble.lock());
        c.release(ensemble.lock());
        d.release(ensemble.lock());
        assertThat(ensemble.told()).containsExactly("c has 3", "d has 4");
    }

    @Test
    void isFreeAgainWhenNobodyWaits() {
        acquire(a);
        AsyncLock lock = ensemble.lock();
        assertThat(lock.isLocked()).isTrue();
        a.release(lock);
        assertThat(lock.isLocked()).isFalse();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void isNeverFreeWhileAnybodyWaits() {
        acquire(a, b, c);
        a.then(() -> {}).release(ensemble.lock());
        assertThat(ensemble.lock().isLocked()).isTrue();
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2");
    }

    @Test
    void whoReleasesItAndWantsItAgainStandsAtTheEnd() {
        acquire(a, b, c);
        a.release(ensemble.lock());
        acquire(a);
        b.release(ensemble.lock());
        c.release(ensemble.lock());
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2", "c has 3", "a has 4");
    }

    @Test
    void isNotReentrant() {
        acquire(a, a);
        assertThat(ensemble.told()).containsExactly("a has 1");
        assertThat(a.isWaiting()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> ensemble.lock().take(a.holdings, 0));
    }

    @Test
    void nobodyWaitsForWhatIsFree() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ensemble.lock().await(a.holdings, 0, grant -> {}))
                .withMessageContaining("<AsyncLock [unlocked]>");
    }

    @Test
    void whoLeavesTheLineIsPassedOver() {
        acquire(a, b, c);
        b.giveUp();
        a.release(ensemble.lock());
        assertThat(ensemble.told()).containsExactly("a has 1", "b gave up", "c has 2");
    }

    @Test
    void aLeaveAndAReleaseInOneTurnServeTheNextOnce() {
        acquire(a, b, c, d);
        b.close();
        a.release(ensemble.lock());
        assertThat(ensemble.told()).containsExactly("a has 1", "c has 2");
        c.release(ensemble.lock());
        d.close();
        assertThat(ensemble.told()).containsExactly("d has 3");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whatItsHolderHadIsFreeWhenItCloses() {
        acquire(a, b);
        a.close();
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2");
        b.close();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whoHasItAndClosesWithEverybodyElseInTheSameTurnLeavesItFree() {
        acquire(a, b, c);
        List.of(a, b, c).forEach(SyncClient::close);
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2", "c has 3");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whoIsToldMayGiveItOnAtOnce() {
        AsyncLock lock = ensemble.lock();
        acquire(a);
        b.then(() -> b.release(lock)).acquire(lock);
        c.then(() -> c.release(lock)).acquire(lock);
        d.acquire(lock);
        a.release(lock);
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2", "c has 3", "d has 4");
        assertThat(lock.newest(d.holdings).token()).isEqualTo(4);
    }

    /** So many that it would take minutes if a hand-over cost more the longer the line is. */
    @Test
    @Timeout(20)
    void aHundredThousandGetItInTheirOrder() {
        List<SyncClient> players = ensemble.players(100_000);
        players.forEach(player -> player.acquire(ensemble.lock()));
        players.forEach(player -> player.release(ensemble.lock()));
        assertThat(ensemble.told()).hasSize(100_000).startsWith("p0 has 1").endsWith("p99999 has 100000");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void onlyItsHolderHasIt() {
        acquire(a);
        AsyncLock lock = ensemble.lock();
        assertThat(lock.newest(b.holdings)).isNull();
        assertThat(lock.newest(a.holdings)).isSameAs(lock.held(1)).isNotNull();
        assertThat(lock.held(2)).isNull();
    }

    @Test
    void isNotGivenBackTwice() {
        acquire(a);
        AsyncLock lock = ensemble.lock();
        Grant grant = lock.held(1);
        lock.release(grant);
        assertThatIllegalStateException().isThrownBy(() -> lock.release(grant));
    }

    // ---- leases

    @Test
    void whenTheLeaseEndsItGoesToTheNext() {
        a.acquire(ensemble.lock(), -1, 100);
        b.acquire(ensemble.lock(), -1, 50);
        ensemble.pass(99);
        assertThat(ensemble.told()).containsExactly("a has 1");
        ensemble.pass(1);
        assertThat(ensemble.told()).containsExactly("b has 2");
        assertThat(ensemble.lock().newest(a.holdings)).isNull();
        assertThat(a.holdings.size()).isZero();
        ensemble.pass(50);
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void theLeaseBeginsWhenItIsHeld() {
        acquire(a);
        b.acquire(ensemble.lock(), -1, 100);
        ensemble.pass(1000);
        a.release(ensemble.lock());
        ensemble.pass(99);
        assertThat(ensemble.lock().isLocked()).isTrue();
        ensemble.pass(1);
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void touchBeginsTheLeaseAnew() {
        a.acquire(ensemble.lock(), -1, 100);
        ensemble.pass(60);
        ensemble.lock().touch(ensemble.lock().held(1));
        ensemble.pass(99);
        assertThat(ensemble.lock().isLocked()).isTrue();
        ensemble.pass(1);
        assertThat(ensemble.remembered()).isZero();
        assertThat(ensemble.nothingIsDue()).isTrue();
    }

    @Test
    void touchOfWhatHasNoLeaseGivesItNone() {
        acquire(a);
        ensemble.lock().touch(ensemble.lock().held(1));
        assertThat(ensemble.nothingIsDue()).isTrue();
    }

    @Test
    void theLeaseEndsWithARelease() {
        a.acquire(ensemble.lock(), -1, 100);
        a.release(ensemble.lock());
        assertThat(ensemble.nothingIsDue()).isTrue();
        acquire(b);
        ensemble.pass(100);
        assertThat(ensemble.lock().newest(b.holdings).token()).isEqualTo(2);
    }

    @Test
    void aLeaseAndATimeoutThatEndTogetherServeTheOneWhoWaits() {
        a.acquire(ensemble.lock(), -1, 100);
        b.acquire(ensemble.lock(), 100, 0);
        ensemble.pass(100);
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2");
        assertThat(ensemble.nothingIsDue()).isTrue();
    }

    @Test
    void aTimeoutBeforeTheReleaseTakesNothing() {
        acquire(a);
        b.acquire(ensemble.lock(), 100, 0);
        acquire(c);
        ensemble.pass(100);
        a.release(ensemble.lock());
        assertThat(ensemble.told()).containsExactly("a has 1", "b gave up", "c has 2");
    }

    @Test
    void showsWhoHoldsItAndWhoWaits() {
        acquire(a);
        ensemble.pass(7);
        b.acquire(ensemble.lock(), 100, 0);
        acquire(c);
        assertThat(ensemble.lock().holders()).containsExactly(new ParticipantSnapshot(1, "a", 1000, "1", false));
        assertThat(ensemble.lock().waiters())
                .containsExactly(
                        new ParticipantSnapshot(2, "b", 1007, "acquire", false),
                        new ParticipantSnapshot(3, "c", 1007, "acquire", true));
    }
}
