package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A condition's wake-up, and an end of the wait in the same turn or while the lock is not free yet. */
class AsyncConditionRaceTest {

    /** How a wait ends that is not served. */
    private enum End {
        CLOSE {
            @Override
            void of(SyncClient player) {
                player.close();
            }
        },
        GIVE_UP {
            @Override
            void of(SyncClient player) {
                player.giveUp();
            }
        };

        abstract void of(SyncClient player);
    }

    private final SyncScene ensemble = new SyncScene();
    private final AsyncCondition condition = ensemble.condition();
    private final SyncClient a = ensemble.player("a");
    private final SyncClient b = ensemble.player("b");
    private final SyncClient c = ensemble.player("c");
    private final SyncClient notifier = ensemble.player("notifier");

    @BeforeEach
    void threeWaitAndOneHasTheLock() {
        for (SyncClient player : new SyncClient[] {a, b, c}) {
            player.acquire(condition.lock());
            player.await(condition);
        }
        notifier.acquire(condition.lock());
        ensemble.told();
    }

    private void release(SyncClient... players) {
        for (SyncClient player : players) {
            player.release(condition.lock());
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aWakeUpThatIsNotTakenIsPassedOn(End end) {
        condition.wake(1);
        end.of(a);
        release(notifier);
        if (end == End.GIVE_UP) {
            release(a);
        }
        assertThat(ensemble.told()).last().isEqualTo("b is notified, 2");
        assertThat(c.isWaiting()).isTrue();
        release(b);
        assertThat(ensemble.told()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aWakeUpIsPassedOnAsOftenAsItIsNotTaken(End end) {
        condition.wake(1);
        end.of(a);
        end.of(b);
        release(notifier);
        if (end == End.GIVE_UP) {
            release(a, b);
        }
        assertThat(ensemble.told()).last().isEqualTo("c is notified, 3");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void anEndBeforeTheWakeUpTakesNoneWithIt(End end) {
        end.of(a);
        assertThat(condition.wake(1)).isEqualTo(1);
        release(notifier);
        if (end == End.GIVE_UP) {
            release(a);
        }
        assertThat(ensemble.told()).last().isEqualTo("b is notified, 2");
        assertThat(c.isWaiting()).isTrue();
    }

    @Test
    void aNotifiedOneThatGivesUpStillHasTheLockInItsTurn() {
        condition.wake(1);
        a.giveUp();
        assertThat(ensemble.told()).isEmpty();
        release(notifier);
        assertThat(ensemble.told()).containsExactly("a gave up");
        assertThat(condition.lock().newest(a.holdings).token()).isEqualTo(1);
        release(a);
        assertThat(ensemble.told()).containsExactly("b is notified, 2");
    }

    @Test
    void aNotifiedOneThatClosesLeavesTheLockFree() {
        b.close();
        c.close();
        condition.wake(1);
        a.close();
        release(notifier);
        assertThat(ensemble.told()).isEmpty();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void oneThatHasGivenUpAndThenClosesPassesItsWakeUpOnOnce() {
        condition.wake(1);
        a.giveUp();
        a.close();
        release(notifier, b);
        assertThat(ensemble.told()).containsExactly("b is notified, 2");
        assertThat(c.isWaiting()).isTrue();
    }

    @Test
    void oneThatGaveUpUnnotifiedAndThenClosesPassesNothingOn() {
        a.giveUp();
        a.close();
        release(notifier);
        assertThat(ensemble.told()).isEmpty();
        assertThat(b.isWaiting()).isTrue();
        assertThat(condition.lock().isLocked()).isFalse();
    }

    @Test
    void allAreNotifiedAndTheFirstClosesThenTheOthersHaveTheirOwn() {
        condition.wake(3);
        a.close();
        release(notifier, b, c);
        assertThat(ensemble.told()).containsExactly("b is notified, 2", "c is notified, 3");
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whoHasTheLockAgainAndClosesInTheSameTurnGivesItOn() {
        condition.wake(2);
        release(notifier);
        a.close();
        assertThat(ensemble.told()).containsExactly("a is notified, 1", "b is notified, 2");
    }

    @Test
    void theHolderClosesInsteadOfReleasing() {
        condition.wake(1);
        notifier.close();
        a.close();
        b.close();
        assertThat(ensemble.told()).containsExactly("a is notified, 1");
        c.close();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whoIsToldMayNotifyTheNextAndReleaseAtOnce() {
        b.then(() -> {
            condition.wake(1);
            release(b);
        });
        a.then(() -> {
            condition.wake(1);
            release(a);
        });
        condition.wake(1);
        release(notifier);
        assertThat(ensemble.told()).containsExactly("a is notified, 1", "b is notified, 2", "c is notified, 3");
    }

    @Test
    void whoGetsTheLockThatAWaitGivesUpMayNotifyItAtOnce() {
        a.close();
        b.close();
        c.close();
        a.then(() -> {
            condition.wake(1);
            release(a);
        });
        a.acquire(condition.lock());
        notifier.await(condition);
        assertThat(ensemble.told()).containsExactly("a has 5", "notifier is notified, 4");
    }
}
