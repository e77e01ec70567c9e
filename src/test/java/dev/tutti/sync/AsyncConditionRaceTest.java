package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wait that ends in the same turn in which it is notified, or after that and before the lock is free. */
class AsyncConditionRaceTest {

    /** The ways in which a wait ends without the lock. */
    private enum End {
        CLOSE {
            @Override
            void of(SyncClient client) {
                client.close();
            }
        },
        GIVE_UP {
            @Override
            void of(SyncClient client) {
                client.giveUp();
            }
        };

        abstract void of(SyncClient client);
    }

    private final SyncFixture fixture = new SyncFixture();
    private final AsyncCondition condition = fixture.condition();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");
    private final SyncClient notifier = fixture.client("notifier");

    @BeforeEach
    void threeWaitAndOneHasTheLock() {
        for (SyncClient client : new SyncClient[] {a, b, c}) {
            client.acquire(condition.lock());
            client.await(condition);
        }
        notifier.acquire(condition.lock());
        fixture.told();
    }

    private void release(SyncClient... clients) {
        for (SyncClient client : clients) {
            client.release(condition.lock());
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
        assertThat(fixture.told()).last().isEqualTo("b is notified, 2");
        assertThat(c.isWaiting()).isTrue();
        release(b);
        assertThat(fixture.told()).isEmpty();
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
        assertThat(fixture.told()).last().isEqualTo("c is notified, 3");
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
        assertThat(fixture.told()).last().isEqualTo("b is notified, 2");
        assertThat(c.isWaiting()).isTrue();
    }

    @Test
    void aNotifiedOneThatGivesUpStillHasTheLockInItsTurn() {
        condition.wake(1);
        a.giveUp();
        assertThat(fixture.told()).isEmpty();
        release(notifier);
        assertThat(fixture.told()).containsExactly("a gave up");
        assertThat(condition.lock().newest(a.holdings).token()).isEqualTo(1);
        release(a);
        assertThat(fixture.told()).containsExactly("b is notified, 2");
    }

    @Test
    void aNotifiedOneThatClosesLeavesTheLockFree() {
        b.close();
        c.close();
        condition.wake(1);
        a.close();
        release(notifier);
        assertThat(fixture.told()).isEmpty();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void oneThatHasGivenUpAndThenClosesPassesItsWakeUpOnOnce() {
        condition.wake(1);
        a.giveUp();
        a.close();
        release(notifier, b);
        assertThat(fixture.told()).containsExactly("b is notified, 2");
        assertThat(c.isWaiting()).isTrue();
    }

    @Test
    void oneThatGaveUpUnnotifiedAndThenClosesPassesNothingOn() {
        a.giveUp();
        a.close();
        release(notifier);
        assertThat(fixture.told()).isEmpty();
        assertThat(b.isWaiting()).isTrue();
        assertThat(condition.lock().isLocked()).isFalse();
    }

    @Test
    void allAreNotifiedAndTheFirstClosesThenTheOthersHaveTheirOwn() {
        condition.wake(3);
        a.close();
        release(notifier, b, c);
        assertThat(fixture.told()).containsExactly("b is notified, 2", "c is notified, 3");
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoHasTheLockAgainAndClosesInTheSameTurnGivesItOn() {
        condition.wake(2);
        release(notifier);
        a.close();
        assertThat(fixture.told()).containsExactly("a is notified, 1", "b is notified, 2");
    }

    @Test
    void theHolderClosesInsteadOfReleasing() {
        condition.wake(1);
        notifier.close();
        a.close();
        b.close();
        assertThat(fixture.told()).containsExactly("a is notified, 1");
        c.close();
        assertThat(fixture.remembered()).isZero();
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
        assertThat(fixture.told()).containsExactly("a is notified, 1", "b is notified, 2", "c is notified, 3");
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
        assertThat(fixture.told()).containsExactly("a has 5", "notifier is notified, 4");
    }
}
