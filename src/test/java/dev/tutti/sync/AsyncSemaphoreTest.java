package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Of CPython's {@code test_locks.py}, {@code SemaphoreTests}:
 *
 * <ul>
 *   <li>{@code test_repr}: {@link #tellsItsStateAsAsyncioDoes}
 *   <li>{@code test_acquire}: {@link #thoseWhoWaitGetWhatIsGivenBackInTheOrderTheyCame}
 *   <li>{@code test_acquire_cancel}: {@link #whoLeavesTheLineIsPassedOver}
 *   <li>{@code test_acquire_cancel_before_awoken}, {@code test_acquire_hang}, {@code test_acquire_fifo_order_3}: {@link
 *       #aReleaseAfterTheFirstOnesHaveLeftServesTheNextOnce}
 *   <li>{@code test_acquire_no_hang}: {@link #aReleaseAndThenALeaveLeaveNothingBehind}
 *   <li>{@code test_release_not_acquired}: {@link SemaphoreServiceTest#overReleaseIsRefused}
 *   <li>{@code test_release_no_waiters}: {@link #isForgottenWhenNobodyHoldsAnyOfIt}
 *   <li>{@code test_acquire_fifo_order}: {@link #whoComesAgainStandsAtTheEnd}
 *   <li>{@code test_acquire_fifo_order_2}: {@link #whoReleasesAndComesBackAtOnceDoesNotOvertake}
 *   <li>{@code test_acquire_fifo_order_4}: {@link #severalReleasesInOneTurnServeAsMany}
 *   <li>{@code test_semaphore_value}: LIMIT is 1 or more, which {@code BadRequestTest} asserts
 *   <li>{@code test_initial_value_zero}: does not apply, since LIMIT is 1 or more
 *   <li>{@code test_semaphore}: about Python's syntax, and does not apply
 * </ul>
 */
class AsyncSemaphoreTest {

    private final SyncFixture fixture = new SyncFixture();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");
    private final SyncClient d = fixture.client("d");
    private final SyncClient e = fixture.client("e");

    /** Lets each client acquire a permit, in this order. */
    private void acquire(int limit, SyncClient... clients) {
        for (SyncClient client : clients) {
            client.acquire(fixture.semaphore(limit));
        }
    }

    @Test
    void tellsItsStateAsAsyncioDoes() {
        AsyncSemaphore semaphore = fixture.semaphore(2);
        assertThat(semaphore).hasToString("<AsyncSemaphore [unlocked, value:2]>");
        acquire(2, a, b);
        assertThat(semaphore).hasToString("<AsyncSemaphore [locked]>");
        acquire(2, c, d);
        assertThat(semaphore).hasToString("<AsyncSemaphore [locked, waiters:2]>");
    }

    @Test
    void asManyHoldItAsThereArePermits() {
        acquire(3, a, b);
        assertThat(fixture.semaphore(3).value()).isEqualTo(1);
        acquire(3, c, d);
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2", "c has 3");
        assertThat(fixture.semaphore(3).value()).isZero();
    }

    @Test
    void thoseWhoWaitGetWhatIsGivenBackInTheOrderTheyCame() {
        acquire(3, a, a, b, c, d, e);
        a.release(fixture.semaphore(3));
        a.release(fixture.semaphore(3));
        assertThat(fixture.told()).containsExactly("a has 1", "a has 2", "b has 3", "c has 4", "d has 5");
        assertThat(fixture.semaphore(3).value()).isZero();
        assertThat(e.isWaiting()).isTrue();
    }

    @Test
    void whoLeavesTheLineIsPassedOver() {
        acquire(1, a, b, c);
        b.giveUp();
        a.release(fixture.semaphore(1));
        assertThat(fixture.told()).containsExactly("a has 1", "b gave up", "c has 2");
    }

    @Test
    void aReleaseAfterTheFirstOnesHaveLeftServesTheNextOnce() {
        acquire(1, a, b, c, d, e);
        b.close();
        c.giveUp();
        a.release(fixture.semaphore(1));
        assertThat(fixture.told()).containsExactly("a has 1", "c gave up", "d has 2");
        assertThat(e.isWaiting()).isTrue();
        d.release(fixture.semaphore(1));
        assertThat(fixture.told()).containsExactly("e has 3");
    }

    @Test
    void aReleaseAndThenALeaveLeaveNothingBehind() {
        acquire(1, a, b);
        a.release(fixture.semaphore(1));
        b.close();
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2");
        assertThat(fixture.remembered()).isZero();
        acquire(1, c);
        assertThat(fixture.told()).containsExactly("c has 3");
    }

    @Test
    void whoComesAgainStandsAtTheEnd() {
        acquire(1, a, b, c);
        for (SyncClient client : List.of(a, b, c)) {
            client.release(fixture.semaphore(1));
            acquire(1, client);
        }
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2", "c has 3", "a has 4");
        a.release(fixture.semaphore(1));
        b.release(fixture.semaphore(1));
        assertThat(fixture.told()).containsExactly("b has 5", "c has 6");
    }

    @Test
    void whoReleasesAndComesBackAtOnceDoesNotOvertake() {
        acquire(1, a, b, c);
        b.then(() -> {
            b.release(fixture.semaphore(1));
            acquire(1, b);
        });
        a.release(fixture.semaphore(1));
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2", "c has 3");
        assertThat(b.isWaiting()).isTrue();
    }

    @Test
    void severalReleasesInOneTurnServeAsMany() {
        acquire(3, a, a, a, b, c, d);
        a.holdings.releaseAll(fixture.timers);
        assertThat(fixture.told()).containsExactly("a has 1", "a has 2", "a has 3", "b has 4", "c has 5", "d has 6");
        assertThat(fixture.semaphore(3).value()).isZero();
    }

    @Test
    void isForgottenWhenNobodyHoldsAnyOfIt() {
        acquire(2, a, b);
        a.release(fixture.semaphore(2));
        assertThat(fixture.semaphore(2).value()).isEqualTo(1);
        assertThat(fixture.remembered()).isEqualTo(1);
        b.release(fixture.semaphore(2));
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void itsLimitIsSetWhileNobodyHoldsAnyOfIt() {
        acquire(2, a);
        assertThatIllegalStateException().isThrownBy(() -> fixture.semaphore(2).limit(3));
        a.close();
        assertThat(fixture.semaphore(3).limit()).isEqualTo(3);
    }

    @Test
    void theNewestPermitOfAHolderIsFoundAmongOthers() {
        acquire(5, a, b, a);
        a.acquire(fixture.lock());
        AsyncSemaphore semaphore = fixture.semaphore(5);
        assertThat(semaphore.newest(a.holdings).token()).isEqualTo(3);
        a.release(semaphore);
        assertThat(semaphore.newest(a.holdings).token()).isEqualTo(1);
        a.release(semaphore);
        assertThat(semaphore.newest(a.holdings)).isNull();
        assertThat(semaphore.value()).isEqualTo(4);
        assertThat(fixture.lock().isLocked()).isTrue();
    }

    @Test
    void eachPermitHasALeaseOfItsOwn() {
        a.acquire(fixture.semaphore(3), -1, 100);
        a.acquire(fixture.semaphore(3), -1, 50);
        acquire(3, a, b, c);
        fixture.told();
        fixture.pass(50);
        assertThat(fixture.told()).containsExactly("b has 4");
        fixture.pass(50);
        assertThat(fixture.told()).containsExactly("c has 5");
        assertThat(a.holdings.size()).isEqualTo(1);
        assertThat(fixture.nothingIsDue()).isTrue();
    }

    @Test
    void leasesThatEndTogetherServeAsMany() {
        a.acquire(fixture.semaphore(2), -1, 100);
        a.acquire(fixture.semaphore(2), -1, 100);
        acquire(2, b, c, d);
        fixture.told();
        fixture.pass(100);
        assertThat(fixture.told()).containsExactly("b has 3", "c has 4");
        assertThat(d.isWaiting()).isTrue();
    }

    @Test
    void aThousandShareTen() {
        List<SyncClient> clients = fixture.clients(1000);
        clients.forEach(client -> client.acquire(fixture.semaphore(10)));
        assertThat(fixture.told()).hasSize(10);
        for (int i = 0; i < 990; i++) {
            clients.get(i).release(fixture.semaphore(10));
            assertThat(fixture.told()).containsExactly("p" + (i + 10) + " has " + (i + 11));
        }
        clients.forEach(SyncClient::close);
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void aThousandWhoCloseInAnyOrderLeaveNothingBehind() {
        List<SyncClient> clients = fixture.clients(1000);
        clients.forEach(client -> client.acquire(fixture.semaphore(10)));
        for (int i = 0; i < 1000; i++) {
            clients.get(i * 7 % 1000).close();
        }
        assertThat(fixture.remembered()).isZero();
        assertThat(fixture.nothingIsDue()).isTrue();
    }

    @Test
    void showsWhoHoldsIt() {
        acquire(2, a, b);
        assertThat(fixture.semaphore(2).holders())
                .containsExactly(
                        new ParticipantSnapshot(1, "a", 1000, "1", false),
                        new ParticipantSnapshot(2, "b", 1000, "2", false));
    }
}
