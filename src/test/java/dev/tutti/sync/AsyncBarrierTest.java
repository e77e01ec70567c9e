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

    private final SyncScene ensemble = new SyncScene();
    private final SyncClient a = ensemble.player("a");
    private final SyncClient b = ensemble.player("b");
    private final SyncClient c = ensemble.player("c");
    private final SyncClient d = ensemble.player("d");

    /** Each waits for so many parties, in this order. */
    private void await(int parties, SyncClient... players) {
        for (SyncClient player : players) {
            player.await(ensemble.barrier(), parties);
        }
    }

    @Test
    void tellsItsState() {
        AsyncBarrier barrier = ensemble.barrier();
        assertThat(barrier).hasToString("<AsyncBarrier [filling, parties:0]>");
        await(5, a, b);
        assertThat(barrier).hasToString("<AsyncBarrier [filling, parties:5, waiters:2]>");
        barrier.abort();
        assertThat(barrier).hasToString("<AsyncBarrier [broken]>");
    }

    @Test
    void theLastOneOpensItForAll() {
        await(3, a, b);
        assertThat(ensemble.barrier().waiting()).isEqualTo(2);
        assertThat(ensemble.told()).isEmpty();
        await(3, c);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void oneAlonePassesAtOnce() {
        await(1, a, a);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "a passes as 0");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void isAsNewWhenItHasOpened() {
        await(3, a, b, c);
        ensemble.told();
        await(3, c, b);
        assertThat(ensemble.barrier().waiting()).isEqualTo(2);
        await(3, a);
        assertThat(ensemble.told()).containsExactly("c passes as 0", "b passes as 1", "a passes as 2");
        await(2, a, d);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "d passes as 1");
    }

    @Test
    void whoLeavesGivesItsPlaceBack() {
        await(3, a, b);
        a.giveUp();
        assertThat(ensemble.told()).containsExactly("a gave up");
        assertThat(ensemble.barrier().waiting()).isEqualTo(1);
        await(3, c);
        assertThat(ensemble.told()).isEmpty();
        await(3, d);
        assertThat(ensemble.told()).containsExactly("b passes as 0", "c passes as 1", "d passes as 2");
    }

    @Test
    void everyIndexComesOnceThoughSomebodyLeft() {
        await(3, a, b);
        a.close();
        await(3, c, d);
        assertThat(ensemble.told()).containsExactly("b passes as 0", "c passes as 1", "d passes as 2");
    }

    @Test
    void aLeaveAndAnArrivalInOneTurnDoNotOpenIt() {
        await(3, a, b);
        b.close();
        await(3, c);
        assertThat(ensemble.told()).isEmpty();
        assertThat(ensemble.barrier().waiting()).isEqualTo(2);
    }

    @Test
    void whoPassedAndClosesTakesNothingBack() {
        await(2, a, b);
        a.close();
        assertThat(ensemble.told()).containsExactly("a passes as 0", "b passes as 1");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whoComesBackAtOnceWaitsForTheNextOpening() {
        a.then(() -> await(3, a));
        await(3, a, b, c);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        assertThat(a.isWaiting()).isTrue();
        await(3, c, b);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "c passes as 1", "b passes as 2");
    }

    @Test
    void whatComesWhileItOpensTouchesNobodyWhoPasses() {
        a.then(() -> ensemble.barrier().reset());
        await(3, a, b, c);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        a.then(() -> ensemble.barrier().abort());
        await(3, a, b, c);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "b passes as 1", "c passes as 2");
        assertThat(ensemble.barrier().isBroken()).isTrue();
    }

    @Test
    void resetOfANewOneLeavesNothingBehind() {
        ensemble.barrier().reset();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void resetBreaksTheWaitsAndIsAsNew() {
        await(5, a, b, c);
        ensemble.barrier().reset();
        assertThat(ensemble.told()).containsExactly("a finds it broken", "b finds it broken", "c finds it broken");
        assertThat(ensemble.remembered()).isZero();
        assertThat(ensemble.barrier().isBroken()).isFalse();
    }

    @Test
    void whoseWaitWasBrokenMayWaitAgain() {
        a.then(() -> await(3, a));
        b.then(() -> await(3, b));
        await(3, a, b);
        ensemble.barrier().reset();
        assertThat(ensemble.barrier().waiting()).isEqualTo(2);
        await(3, c);
        assertThat(ensemble.told())
                .containsExactly(
                        "a finds it broken", "b finds it broken", "a passes as 0", "b passes as 1", "c passes as 2");
    }

    @Test
    void abortBreaksItUntilItIsReset() {
        await(3, a, b);
        AsyncBarrier barrier = ensemble.barrier();
        barrier.abort();
        assertThat(ensemble.told()).containsExactly("a finds it broken", "b finds it broken");
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.waiting()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> await(3, c));
        assertThat(ensemble.barriers.existing("b")).isSameAs(barrier);
        barrier.reset();
        assertThat(ensemble.remembered()).isZero();
        await(2, a, b);
        assertThat(ensemble.told()).containsExactly("a passes as 0", "b passes as 1");
    }

    @Test
    void oneOfThoseWhoPassedMayAbortTheNextRound() {
        await(3, a, b, c);
        ensemble.told();
        await(3, a, b);
        ensemble.barrier().abort();
        assertThat(ensemble.told()).containsExactly("a finds it broken", "b finds it broken");
        ensemble.barrier().reset();
        await(3, c, b, a);
        assertThat(ensemble.told()).containsExactly("c passes as 0", "b passes as 1", "a passes as 2");
    }

    @Test
    void aThousandPassTogetherThoughHalfOfThemLeftBefore() {
        List<SyncClient> players = ensemble.players(1500);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            await(1000, players.get(i));
        }
        for (int i = 0; i < 500; i++) {
            players.get(2 * i % 999).close();
        }
        for (int i = 1; i < 999; i += 2) {
            expected.add("p" + i + " passes as " + expected.size());
        }
        for (int i = 999; i < 1500 && expected.size() < 1000; i++) {
            assertThat(ensemble.told()).isEmpty();
            await(1000, players.get(i));
            expected.add("p" + i + " passes as " + expected.size());
        }
        assertThat(ensemble.told()).isEqualTo(expected).hasSize(1000);
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void oneDoesNotWaitForAnotherNumberThanThoseWhoWait() {
        await(3, a);
        assertThatIllegalStateException().isThrownBy(() -> await(4, b));
        assertThat(ensemble.barrier().parties()).isEqualTo(3);
        a.close();
        assertThat(ensemble.barrier().parties()).isZero();
        await(4, b);
        assertThat(ensemble.barrier().parties()).isEqualTo(4);
    }

    @Test
    void showsWhoWaits() {
        await(3, a);
        assertThat(ensemble.barrier().waiters()).containsExactly(new ParticipantSnapshot(1, "a", 1000, "wait", true));
    }
}
