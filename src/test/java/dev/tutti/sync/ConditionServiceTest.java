package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionServiceTest {

    private static final String NOT_BY_THIS = "NOTHELD condition c is not held by this connection";

    private final SyncOwner owner = new SyncOwner();

    @Test
    void hasALockOfItsOwn() {
        assertThat(owner.ask(1, "CONDITION LOCKED c", "CONDITION ACQUIRE c", "CONDITION LOCKED c"))
                .containsExactly("1: 0", "1: 1", "1: 1");
        assertThat(owner.ask(2, "CONDITION ACQUIRE c TIMEOUT 0", "CONDITION RELEASE c", "CONDITION RELEASE c 1"))
                .containsExactly("2: Null", "2: " + NOT_BY_THIS, "2: OK");
        assertThat(owner.ask(1, "CONDITION RELEASE c")).containsExactly("1: " + NOT_BY_THIS);
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void withoutTheLockItIsRefused() {
        assertThat(owner.ask(1, "CONDITION WAIT c", "CONDITION NOTIFY c", "CONDITION NOTIFY_ALL c"))
                .containsExactly("1: " + NOT_BY_THIS, "1: " + NOT_BY_THIS, "1: " + NOT_BY_THIS);
        owner.ask(2, "CONDITION ACQUIRE c");
        assertThat(owner.ask(1, "CONDITION WAIT c TIMEOUT 0", "CONDITION NOTIFY c 0"))
                .containsExactly("1: " + NOT_BY_THIS, "1: " + NOT_BY_THIS);
    }

    @Test
    void whoIsNotifiedAnswersWhenItHasTheLockUnderTheSameToken() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        assertThat(owner.ask(2, "CONDITION ACQUIRE c", "CONDITION NOTIFY c", "CONDITION NOTIFY c"))
                .containsExactly("2: 2", "2: 1", "2: 0");
        assertThat(owner.ask(2, "CONDITION RELEASE c")).containsExactly("1: 1", "2: OK");
        assertThat(owner.ask(2, "CONDITION RELEASE c 1", "CONDITION LOCKED c")).containsExactly("2: OK", "2: 0");
    }

    @Test
    void whileItWaitsItsTokenIsNotValid() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        assertThat(owner.ask(2, "CONDITION LOCKED c", "CONDITION RELEASE c 1"))
                .containsExactly("2: 0", "2: NOTHELD condition c is not held under token 1");
        owner.ask(2, "CONDITION ACQUIRE c", "CONDITION NOTIFY c");
        assertThat(owner.ask(2, "CONDITION RELEASE c 1"))
                .containsExactly("2: NOTHELD condition c is not held under token 1");
    }

    @Test
    void notifyTellsHowManyItWoke() {
        for (int connection = 1; connection <= 5; connection++) {
            owner.ask(connection, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        }
        assertThat(owner.ask(6, "CONDITION ACQUIRE c", "CONDITION NOTIFY c 0", "CONDITION NOTIFY c 2"))
                .containsExactly("6: 6", "6: 0", "6: 2");
        assertThat(owner.ask(6, "CONDITION NOTIFY_ALL c", "CONDITION NOTIFY_ALL c"))
                .containsExactly("6: 3", "6: 0");
        assertThat(owner.close(6)).containsExactly("1: 1");
        assertThat(owner.close(1)).containsExactly("2: 1");
    }

    @Test
    void timeoutOf0AnswersNullAndKeepsTheLock() {
        assertThat(owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c TIMEOUT 0", "CONDITION RELEASE c"))
                .containsExactly("1: 1", "1: Null", "1: OK");
    }

    @Test
    void outOfTimeItHasTheLockAgainBeforeItAnswers() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c TIMEOUT 5");
        owner.ask(2, "CONDITION ACQUIRE c", "CONDITION WAIT c TIMEOUT 5");
        owner.ask(3, "CONDITION ACQUIRE c");
        assertThat(owner.pass(5)).isEmpty();
        assertThat(owner.nothingIsDue()).isTrue();
        assertThat(owner.ask(3, "CONDITION NOTIFY_ALL c", "CONDITION RELEASE c"))
                .containsExactly("3: 0", "1: Null", "3: OK");
        assertThat(owner.ask(1, "CONDITION RELEASE c 1")).containsExactly("2: Null", "1: OK");
        assertThat(owner.ask(2, "CONDITION WAIT c TIMEOUT 5")).isEmpty();
        assertThat(owner.pass(5)).containsExactly("2: Null");
    }

    @Test
    void unblockedItHasTheLockAgainBeforeItAnswersAndIsUnblockedOnce() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c TIMEOUT 5", "CONDITION LOCKED c");
        owner.ask(2, "CONDITION ACQUIRE c");
        assertThat(owner.unblock(1, false)).containsExactly("asker 0: 1");
        assertThat(owner.unblock(1, true)).containsExactly("asker 0: 0");
        assertThat(owner.pass(5)).isEmpty();
        assertThat(owner.close(2)).containsExactly("1: Null", "1: 1");
    }

    @Test
    void unblockedWithAnErrorItAnswersThatWhenItHasTheLock() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        owner.ask(2, "CONDITION ACQUIRE c");
        assertThat(owner.unblock(1, true)).containsExactly("asker 0: 1");
        assertThat(owner.ask(2, "CONDITION RELEASE c"))
                .containsExactly("1: UNBLOCKED client unblocked via CLIENT UNBLOCK", "2: OK");
        owner.ask(1, "CONDITION WAIT c");
        assertThat(owner.unblock(1, true))
                .containsExactlyInAnyOrder("1: UNBLOCKED client unblocked via CLIENT UNBLOCK", "asker 0: 1");
        assertThat(owner.ask(1, "CONDITION RELEASE c")).containsExactly("1: OK");
    }

    @Test
    void aWakeUpThatComesTooLateIsPassedOn() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c TIMEOUT 5");
        owner.ask(2, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        owner.ask(3, "CONDITION ACQUIRE c", "CONDITION NOTIFY c");
        assertThat(owner.pass(5)).isEmpty();
        assertThat(owner.ask(3, "CONDITION RELEASE c")).containsExactly("1: Null", "3: OK");
        assertThat(owner.ask(1, "CONDITION RELEASE c")).containsExactly("2: 1", "1: OK");
    }

    @Test
    void aNotifiedOneThatClosesOrIsUnblockedPassesTheWakeUpOn() {
        for (int connection = 1; connection <= 3; connection++) {
            owner.ask(connection, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        }
        owner.ask(4, "CONDITION ACQUIRE c", "CONDITION NOTIFY c");
        owner.close(1);
        owner.unblock(2, false);
        assertThat(owner.close(4)).containsExactly("2: Null");
        assertThat(owner.close(2)).containsExactly("3: 1");
    }

    @Test
    void whoSendsNoMoreIsWithdrawnWithItsLockGivenUp() {
        owner.ask(1, "CONDITION ACQUIRE c", "CONDITION WAIT c");
        owner.ask(2, "CONDITION ACQUIRE c");
        assertThat(owner.endInput(1)).containsExactly("1: Withdrawn");
        assertThat(owner.ask(2, "CONDITION NOTIFY c", "CONDITION RELEASE c")).containsExactly("2: 0", "2: OK");
        owner.close(1);
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void whoSendsNoMoreBeforeItWaitsNeverGivesTheLockUp() {
        owner.ask(1, "CONDITION ACQUIRE c");
        owner.ask(2, "CONDITION ACQUIRE c");
        owner.endInput(1);
        assertThat(owner.ask(1, "CONDITION WAIT c")).containsExactly("1: Withdrawn");
        assertThat(owner.close(1)).containsExactly("2: 2");
    }

    @Test
    void tooManyWaitersAreRefusedAndKeepTheLock() {
        for (int connection = 1; connection <= SyncOwner.MAX_WAITERS; connection++) {
            owner.ask(connection, "EVENT WAIT e");
        }
        assertThat(owner.ask(0, "CONDITION ACQUIRE c", "CONDITION WAIT c", "CONDITION RELEASE c"))
                .containsExactly("0: 1", "0: ERR server.maxWaiters: 1000 commands wait already", "0: OK");
        assertThat(owner.ask(0, "BARRIER WAIT b PARTIES 2", "EVENT WAIT f"))
                .containsExactly(
                        "0: ERR server.maxWaiters: 1000 commands wait already",
                        "0: ERR server.maxWaiters: 1000 commands wait already");
        assertThat(owner.remembered()).isEqualTo(1);
        assertThat(owner.ask(0, "EVENT SET e", "EVENT CLEAR e")).hasSize(1002);
        assertThat(owner.remembered()).isZero();
    }
}
