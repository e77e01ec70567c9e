package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Of CPython's {@code test_locks.py}, {@code BarrierTests}:
 *
 * <ul>
 *   <li>{@code test_repr}: {@link #tellsItsState}
 *   <li>{@code test_barrier_parties}: PARTIES is 1 or more, which {@code BadRequestTest} asserts
 *   <li>{@code test_context_manager}, {@code test_filling_task_by_task}: {@link #theLastOneOpensItForAll}
 *   <li>{@code test_filling_one_task}, {@code test_filling_one_task_twice}: {@link #oneAlonePassesAtOnce}
 *   <li>{@code test_filling_tasks_wait_twice}, {@code test_filling_tasks_check_return_value}: {@link
 *       #isAsNewWhenItHasOpened}
 *   <li>{@code test_filling_tasks_cancel_one}: {@link #whoLeavesGivesItsPlaceBack}
 *   <li>{@code test_blocking_tasks_while_draining}: {@link #whoComesBackAtOnceWaitsForTheNextOpening}
 *   <li>{@code test_reset_barrier}: {@link #resetOfANewOneLeavesNothingBehind}
 *   <li>{@code test_reset_barrier_while_tasks_waiting}: {@link #resetBreaksTheWaitsAndIsAsNew}
 *   <li>{@code test_reset_barrier_while_tasks_waiting_and_waiting_again}: {@link #whoseWaitWasBrokenMayWaitAgain}
 *   <li>{@code test_reset_barrier_when_tasks_half_draining}, {@code
 *       test_reset_barrier_when_tasks_half_draining_half_blocking}, {@code test_reset_barrier_while_tasks_draining}, {@code
 *       test_abort_barrier_when_tasks_half_draining_half_blocking}: {@link #whatComesWhileItOpensTouchesNobodyWhoPasses}.
 *       There those who have not left yet find it broken; here all pass at once.
 *   <li>{@code test_draining_state}: does not apply, since there is no such state
 *   <li>{@code test_abort_barrier}: {@link #abortBreaksItUntilItIsReset}
 *   <li>{@code test_abort_barrier_when_exception}, {@code test_abort_barrier_when_exception_then_resetting}: {@link
 *       #oneOfThoseWhoPassedMayAbortTheNextRound}
 *   <li>{@code test_barrier}: about Python's syntax, and does not apply
 * </ul>
 *
 * That an index comes twice when somebody leaves, as CPython's may, is what {@link #everyIndexComesOnceThoughSomebodyLeft}
 * asserts against.
 */
class AsyncBarrierTest {

    private final SyncFixture fixture = new SyncFixture();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");
    private final SyncClient d = fixture.client("d");

    /** Lets each client wait for this number of parties, in this order. */
    private void await(int parties, SyncClient... clients) {
        for (SyncClient client : clients) {
            client.await(fixture.barrier(), parties);
        }
    }

    @Test
    void tellsItsState() {
        AsyncBarrier barrier = fixture.barrier();
        assertThat(barrier).hasToString("<AsyncBarrier [filling, parties:0]>");
        await(5, a, b);
        assertThat(barrier).hasToString("<AsyncBarrier [filling, parties:5, waiters:2]>");
        barrier.abort();
        assertThat(barrier).hasToString("<AsyncBarrier [broken]>");
    }

    @Test
    void theLastOneOpensItForAll() {
        await(3, a, b);
        assertThat(fixture.barrier().waiting()).isEqualTo(2);
        assertThat(fixture.told()).isEmpty();
        await(3, c);
        assertThat(fixture.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void oneAlonePassesAtOnce() {
        await(1, a, a);
        assertThat(fixture.told()).containsExactly("a passes as 0", "a passes as 0");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void isAsNewWhenItHasOpened() {
        await(3, a, b, c);
        fixture.told();
        await(3, c, b);
        assertThat(fixture.barrier().waiting()).isEqualTo(2);
        await(3, a);
        assertThat(fixture.told()).containsExactly("c passes as 0", "b passes as 1", "a passes as 2");
        await(2, a, d);
        assertThat(fixture.told()).containsExactly("a passes as 0", "d passes as 1");
    }

    @Test
    void whoLeavesGivesItsPlaceBack() {
        await(3, a, b);
        a.giveUp();
        assertThat(fixture.told()).containsExactly("a gave up");
        assertThat(fixture.barrier().waiting()).isEqualTo(1);
        await(3, c);
        assertThat(fixture.told()).isEmpty();
        await(3, d);
        assertThat(fixture.told()).containsExactly("b passes as 0", "c passes as 1", "d passes as 2");
    }

    @Test
    void everyIndexComesOnceThoughSomebodyLeft() {
        await(3, a, b);
        a.close();
        await(3, c, d);
        assertThat(fixture.told()).containsExactly("b passes as 0", "c passes as 1", "d passes as 2");
    }

    @Test
    void aLeaveAndAnArrivalInOneTurnDoNotOpenIt() {
        await(3, a, b);
        b.close();
        await(3, c);
        assertThat(fixture.told()).isEmpty();
        assertThat(fixture.barrier().waiting()).isEqualTo(2);
    }

    @Test
    void whoPassedAndClosesTakesNothingBack() {
        await(2, a, b);
        a.close();
        assertThat(fixture.told()).containsExactly("a passes as 0", "b passes as 1");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoComesBackAtOnceWaitsForTheNextOpening() {
        a.then(() -> await(3, a));
        await(3, a, b, c);
        assertThat(fixture.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        assertThat(a.isWaiting()).isTrue();
        await(3, c, b);
        assertThat(fixture.told()).containsExactly("a passes as 0", "c passes as 1", "b passes as 2");
    }

    @Test
    void whatComesWhileItOpensTouchesNobodyWhoPasses() {
        a.then(() -> fixture.barrier().reset());
        await(3, a, b, c);
        assertThat(fixture.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        a.then(() -> fixture.barrier().abort());
        await(3, a, b, c);
        assertThat(fixture.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        assertThat(fixture.barrier().isBroken()).isTrue();
    }

    @Test
    void resetOfANewOneLeavesNothingBehind() {
        fixture.barrier().reset();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void resetBreaksTheWaitsAndIsAsNew() {
        await(5, a, b, c);
        fixture.barrier().reset();
        assertThat(fixture.told()).containsExactly("a finds it broken", "b finds it broken", "c finds it broken");
        assertThat(fixture.remembered()).isZero();
        assertThat(fixture.barrier().isBroken()).isFalse();
    }

    @Test
    void whoseWaitWasBrokenMayWaitAgain() {
        a.then(() -> await(3, a));
        b.then(() -> await(3, b));
        await(3, a, b);
        fixture.barrier().reset();
        assertThat(fixture.barrier().waiting()).isEqualTo(2);
        await(3, c);
        assertThat(fixture.told())
                .containsExactly(
                        "a finds it broken", "b finds it broken", "a passes as 0", "b passes as 1", "c passes as 2");
    }

    @Test
    void abortBreaksItUntilItIsReset() {
        await(3, a, b);
        AsyncBarrier barrier = fixture.barrier();
        barrier.abort();
        assertThat(fixture.told()).containsExactly("a finds it broken", "b finds it broken");
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.waiting()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> await(3, c));
        assertThat(fixture.barriers.existing("b")).isSameAs(barrier);
        barrier.reset();
        assertThat(fixture.remembered()).isZero();
        await(2, a, b);
        assertThat(fixture.told()).containsExactly("a passes as 0", "b passes as 1");
    }

    @Test
    void oneOfThoseWhoPassedMayAbortTheNextRound() {
        await(3, a, b, c);
        fixture.told();
        await(3, a, b);
        fixture.barrier().abort();
        assertThat(fixture.told()).containsExactly("a finds it broken", "b finds it broken");
        fixture.barrier().reset();
        await(3, c, b, a);
        assertThat(fixture.told()).containsExactly("c passes as 0", "b passes as 1", "a passes as 2");
    }

    @Test
    void aThousandPassTogetherThoughHalfOfThemLeftBefore() {
        List<SyncClient> clients = fixture.clients(1500);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            await(1000, clients.get(i));
        }
        for (int i = 0; i < 500; i++) {
            clients.get(2 * i % 999).close();
        }
        for (int i = 1; i < 999; i += 2) {
            expected.add("p" + i + " passes as " + expected.size());
        }
        for (int i = 999; i < 1500 && expected.size() < 1000; i++) {
            assertThat(fixture.told()).isEmpty();
            await(1000, clients.get(i));
            expected.add("p" + i + " passes as " + expected.size());
        }
        assertThat(fixture.told()).isEqualTo(expected).hasSize(1000);
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void oneDoesNotWaitForAnotherNumberThanThoseWhoWait() {
        await(3, a);
        assertThatIllegalStateException().isThrownBy(() -> await(4, b));
        assertThat(fixture.barrier().parties()).isEqualTo(3);
        a.close();
        assertThat(fixture.barrier().parties()).isZero();
        await(4, b);
        assertThat(fixture.barrier().parties()).isEqualTo(4);
    }

    @Test
    void showsWhoWaits() {
        await(3, a);
        assertThat(fixture.barrier().waiters()).containsExactly(new ParticipantSnapshot(1, "a", 1000, "wait", true));
    }
}
