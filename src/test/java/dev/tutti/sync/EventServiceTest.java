package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventServiceTest {

    private final SyncOwner owner = new SyncOwner();

    @Test
    void isSetUntilItIsCleared() {
        assertThat(owner.ask(1, "EVENT IS_SET e", "EVENT SET e", "EVENT IS_SET e"))
                .containsExactly("1: 0", "1: OK", "1: 1");
        assertThat(owner.ask(2, "EVENT WAIT e", "EVENT CLEAR e", "EVENT IS_SET e"))
                .containsExactly("2: 1", "2: OK", "2: 0");
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void setWakesAllThoughClearFollowsInTheSameTurn() {
        owner.ask(1, "EVENT WAIT e");
        owner.ask(2, "EVENT WAIT e TIMEOUT 5");
        assertThat(owner.ask(3, "EVENT SET e", "EVENT CLEAR e")).containsExactly("1: 1", "2: 1", "3: OK", "3: OK");
        assertThat(owner.nothingIsDue()).isTrue();
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void itsTimeRunsOut() {
        assertThat(owner.ask(1, "EVENT WAIT e TIMEOUT 0")).containsExactly("1: Null");
        assertThat(owner.ask(1, "EVENT WAIT e TIMEOUT 5")).isEmpty();
        assertThat(owner.pass(4)).isEmpty();
        assertThat(owner.pass(1)).containsExactly("1: Null");
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void aWaitInvolvesNobodyElse() {
        owner.ask(1, "EVENT WAIT e");
        owner.ask(2, "EVENT WAIT e");
        owner.ask(3, "EVENT WAIT e");
        assertThat(owner.unblock(1, false)).containsExactlyInAnyOrder("1: Null", "asker 0: 1");
        assertThat(owner.unblock(2, true))
                .containsExactlyInAnyOrder("2: UNBLOCKED client unblocked via CLIENT UNBLOCK", "asker 0: 1");
        assertThat(owner.close(3)).isEmpty();
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void clearingWhatIsNotSetChangesNothing() {
        assertThat(owner.ask(1, "EVENT CLEAR e")).containsExactly("1: OK");
        owner.ask(2, "EVENT WAIT e");
        owner.ask(1, "EVENT CLEAR e");
        assertThat(owner.ask(1, "EVENT SET e")).containsExactly("2: 1", "1: OK");
    }

    @Test
    void whoSetItMayGo() {
        owner.ask(1, "EVENT SET e");
        owner.reset(1);
        owner.close(1);
        assertThat(owner.ask(2, "EVENT WAIT e")).containsExactly("2: 1");
    }

    @Test
    void whatStandsBehindAWaitRunsAfterIt() {
        assertThat(owner.ask(1, "EVENT WAIT e", "EVENT CLEAR e", "EVENT IS_SET e"))
                .isEmpty();
        assertThat(owner.ask(2, "EVENT SET e")).containsExactly("1: 1", "2: OK", "1: OK", "1: 0");
    }
}
