package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Of CPython's {@code test_locks.py}, {@code ConditionTests}:
 *
 * <ul>
 *   <li>{@code test_wait}: {@link #whoIsNotifiedHasTheLockAgainWhenItIsFree}
 *   <li>{@code test_wait_cancel}, {@code test_timeout_in_block}: {@link #whoGivesUpHasTheLockAgain}
 *   <li>{@code test_wait_cancel_contested}: {@link AsyncConditionRaceTest#aNotifiedOneThatGivesUpStillHasTheLockInItsTurn}
 *   <li>{@code test_wait_cancel_after_notify}: {@link AsyncConditionRaceTest#aNotifiedOneThatClosesLeavesTheLockFree}
 *   <li>{@code test_wait_for}: {@link #aWakeUpWithoutACauseIsFollowedByAnotherWait}; the predicate is the client's
 *   <li>{@code test_notify}: {@link #notifiesThoseWhoHaveWaitedForTheLongest}
 *   <li>{@code test_notify_all}: {@link #notifiesAll}
 *   <li>{@code test_repr}: {@link #tellsItsStateAsAsyncioDoes}
 *   <li>{@code test_cancelled_wakeup}, {@code test_cancelled_wakeup_relock}: {@link
 *       AsyncConditionRaceTest#aWakeUpThatIsNotTakenIsPassedOn}, after a close and after a timeout
 *   <li>{@code test_cancelled_error_wakeup}, {@code test_cancelled_error_re_aquire}: {@link
 *       ConditionServiceTest#unblockedWithAnErrorItAnswersThatWhenItHasTheLock}
 *   <li>{@code test_wait_unacquired}, {@code test_notify_unacquired}, {@code test_notify_all_unacquired}: {@link
 *       ConditionServiceTest#withoutTheLockItIsRefused}
 *   <li>{@code test_context_manager}: {@link #isForgottenWhenNobodyHoldsItsLockOrWaits}
 *   <li>{@code test_wait_for_unacquired}, {@code test_explicit_lock}, {@code test_ambiguous_loops}: about predicates and
 *       objects that are passed in Python, and do not apply
 * </ul>
 */
class AsyncConditionTest {

    private final SyncFixture fixture = new SyncFixture();
    private final AsyncCondition condition = fixture.condition();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");
    private final SyncClient d = fixture.client("d");

    /** Lets each client take the lock and wait. */
    private void await(SyncClient... clients) {
        for (SyncClient client : clients) {
            client.acquire(condition.lock());
            client.await(condition);
        }
        fixture.told();
    }

    @Test
    void tellsItsStateAsAsyncioDoes() {
        assertThat(condition).hasToString("<AsyncCondition [unlocked]>");
        await(a);
        assertThat(condition).hasToString("<AsyncCondition [unlocked, waiters:1]>");
        b.acquire(condition.lock());
        c.acquire(condition.lock());
        assertThat(condition).hasToString("<AsyncCondition [locked, waiters:2]>");
    }

    @Test
    void whoWaitsHasGivenTheLockUp() {
        await(a);
        assertThat(condition.lock().isLocked()).isFalse();
        assertThat(condition.lock().held(1)).isNull();
        assertThat(a.holdings.size()).isZero();
        b.acquire(condition.lock());
        assertThat(fixture.told()).containsExactly("b has 2");
    }

    @Test
    void theLockGoesToTheFirstWhoWantsIt() {
        a.acquire(condition.lock());
        b.acquire(condition.lock());
        a.await(condition);
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2");
    }

    @Test
    void whoIsNotifiedHasTheLockAgainWhenItIsFree() {
        await(a, b, c);
        d.acquire(condition.lock());
        assertThat(condition.wake(1)).isEqualTo(1);
        assertThat(fixture.told()).containsExactly("d has 4");
        d.release(condition.lock());
        assertThat(fixture.told()).containsExactly("a is notified, 1");
        assertThat(condition.wake(2)).isEqualTo(2);
        assertThat(fixture.told()).isEmpty();
        a.release(condition.lock());
        b.release(condition.lock());
        assertThat(fixture.told()).containsExactly("b is notified, 2", "c is notified, 3");
        assertThat(condition.lock().newest(c.holdings).token()).isEqualTo(3);
    }

    @Test
    void notifiesThoseWhoHaveWaitedForTheLongest() {
        await(a, b, c);
        d.acquire(condition.lock());
        assertThat(condition.wake(1)).isEqualTo(1);
        assertThat(condition.wake(2048)).isEqualTo(2);
        assertThat(condition.wake(1)).isZero();
        d.release(condition.lock());
        a.release(condition.lock());
        b.release(condition.lock());
        assertThat(fixture.told())
                .containsExactly("d has 4", "a is notified, 1", "b is notified, 2", "c is notified, 3");
    }

    @Test
    void notifiesAll() {
        List<SyncClient> clients = fixture.clients(1000);
        clients.forEach(this::await);
        d.acquire(condition.lock());
        assertThat(condition.wake(Integer.MAX_VALUE)).isEqualTo(1000);
        d.release(condition.lock());
        clients.forEach(client -> client.release(condition.lock()));
        assertThat(fixture.told())
                .hasSize(1001)
                .startsWith("d has 1001", "p0 is notified, 1")
                .endsWith("p999 is notified, 1000");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void notifiesNobodyWhenAskedFor0() {
        await(a);
        d.acquire(condition.lock());
        assertThat(condition.wake(0)).isZero();
        d.release(condition.lock());
        assertThat(fixture.told()).containsExactly("d has 2");
    }

    @Test
    void aWakeUpIsNotKeptForWhoWaitsLater() {
        d.acquire(condition.lock());
        condition.wake(1);
        d.release(condition.lock());
        await(a);
        assertThat(a.isWaiting()).isTrue();
    }

    @Test
    void whoIsNotifiedStandsBehindThoseWhoWantTheLockAlready() {
        await(a);
        d.acquire(condition.lock());
        b.acquire(condition.lock());
        condition.wake(1);
        c.acquire(condition.lock());
        d.release(condition.lock());
        b.release(condition.lock());
        a.release(condition.lock());
        assertThat(fixture.told()).containsExactly("d has 2", "b has 3", "a is notified, 1", "c has 4");
    }

    @Test
    void aWakeUpWithoutACauseIsFollowedByAnotherWait() {
        await(a);
        for (int i = 0; i < 3; i++) {
            d.acquire(condition.lock());
            condition.wake(1);
            d.release(condition.lock());
            a.await(condition);
        }
        assertThat(fixture.told())
                .containsExactly(
                        "d has 2", "a is notified, 1", "d has 3", "a is notified, 1", "d has 4", "a is notified, 1");
    }

    @Test
    void whoGivesUpHasTheLockAgain() {
        a.acquire(condition.lock());
        a.await(condition, 100);
        fixture.pass(100);
        assertThat(fixture.told()).containsExactly("a has 1", "a gave up");
        assertThat(condition.lock().newest(a.holdings).token()).isEqualTo(1);
        assertThat(condition.wake(1)).isZero();
    }

    @Test
    void whoGivesUpWaitsForTheLockInItsTurn() {
        await(a);
        b.acquire(condition.lock());
        c.acquire(condition.lock());
        a.giveUp();
        d.acquire(condition.lock());
        b.release(condition.lock());
        c.release(condition.lock());
        a.release(condition.lock());
        assertThat(fixture.told()).containsExactly("b has 2", "c has 3", "a gave up", "d has 4");
    }

    @Test
    void twoWhoGiveUpTogetherHaveTheLockOneAfterTheOther() {
        a.acquire(condition.lock());
        a.await(condition, 100);
        b.acquire(condition.lock());
        b.await(condition, 100);
        fixture.told();
        fixture.pass(100);
        assertThat(fixture.told()).containsExactly("a gave up");
        a.release(condition.lock());
        assertThat(fixture.told()).containsExactly("b gave up");
        b.close();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoClosesWhileItWaitsIsGone() {
        await(a, b);
        a.close();
        d.acquire(condition.lock());
        assertThat(condition.wake(2)).isEqualTo(1);
        d.release(condition.lock());
        assertThat(fixture.told()).containsExactly("d has 3", "b is notified, 2");
    }

    @Test
    void whoClosesBeforeItHasGivenTheLockUpGivesItBack() {
        a.acquire(condition.lock());
        AsyncCondition.Waiter waiter = condition.await(condition.lock().held(1), () -> {}, () -> {});
        waiter.withdraw();
        waiter.releaseLock();
        assertThat(condition.lock().held(1)).isNotNull();
        a.close();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoGivesUpBeforeItHasGivenTheLockUpKeepsIt() {
        a.acquire(condition.lock());
        AsyncCondition.Waiter waiter = condition.await(condition.lock().held(1), () -> {}, () -> {});
        assertThat(waiter.giveUp()).isTrue();
        waiter.releaseLock();
        assertThat(condition.lock().held(1)).isNotNull();
        assertThat(condition.wake(1)).isZero();
    }

    @Test
    void isForgottenWhenNobodyHoldsItsLockOrWaits() {
        await(a);
        assertThat(fixture.remembered()).isEqualTo(1);
        a.close();
        assertThat(fixture.remembered()).isZero();
        b.acquire(fixture.condition().lock());
        b.release(fixture.condition().lock());
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void showsWhoWaitsForWhat() {
        await(a, b);
        c.acquire(condition.lock());
        d.acquire(condition.lock());
        condition.wake(1);
        assertThat(condition.holders()).containsExactly(new ParticipantSnapshot(3, "c", 1000, "3", false));
        assertThat(condition.waiters())
                .extracting(presence -> presence.name() + " " + presence.what())
                .containsExactly("d acquire", "a reacquire", "b wait");
    }
}
