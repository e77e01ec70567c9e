package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockServiceTest {

    private static final String NOT_BY_THIS = "NOTHELD lock l is not held by this connection";

    private final SyncOwner owner = new SyncOwner();

    @Test
    void isHeldUnderATokenUntilItIsReleased() {
        assertThat(owner.ask(1, "LOCK LOCKED l", "LOCK ACQUIRE l", "LOCK LOCKED l"))
                .containsExactly("1: 0", "1: 1", "1: 1");
        assertThat(owner.ask(1, "LOCK RELEASE l", "LOCK LOCKED l")).containsExactly("1: OK", "1: 0");
        assertThat(owner.ask(1, "LOCK ACQUIRE l")).containsExactly("1: 2");
    }

    @Test
    void goesToTheFirstWhoWaits() {
        owner.ask(1, "LOCK ACQUIRE l");
        owner.ask(2, "LOCK ACQUIRE l");
        owner.ask(3, "LOCK ACQUIRE l");
        assertThat(owner.ask(1, "LOCK RELEASE l", "LOCK ACQUIRE l TIMEOUT 0", "LOCK ACQUIRE l"))
                .containsExactly("2: 2", "1: OK", "1: Null");
        assertThat(owner.ask(2, "LOCK RELEASE l")).containsExactly("3: 3", "2: OK");
        assertThat(owner.close(3)).containsExactly("1: 4");
    }

    @Test
    void isNotTakenUnderATokenThatTheJournalIsNotKnownToHaveMarked() {
        owner.ask(1, "LOCK ACQUIRE l");
        owner.ask(2, "LOCK ACQUIRE l");
        owner.numbersAreScarce = true;
        String slow = "3: FULL the journal does not keep up with the numbers that are given out";
        assertThat(owner.ask(3, "LOCK ACQUIRE l", "LOCK ACQUIRE m", "SEMAPHORE ACQUIRE s", "CONDITION ACQUIRE c"))
                .containsExactly(slow, slow, slow, slow);
        // Who waits already has been promised one.
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactlyInAnyOrder("1: OK", "2: 2");
        owner.ask(2, "LOCK RELEASE l");
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void releasingWhatIsNotHeldIsRefused() {
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactly("1: " + NOT_BY_THIS);
        assertThat(owner.ask(1, "LOCK RELEASE l 5")).containsExactly("1: NOTHELD lock l is not held under token 5");
        owner.ask(1, "LOCK ACQUIRE l", "LOCK RELEASE l");
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactly("1: " + NOT_BY_THIS);
        assertThat(owner.ask(1, "LOCK RELEASE l 1")).containsExactly("1: NOTHELD lock l is not held under token 1");
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void withoutATokenOnlyItsHolderReleasesIt() {
        owner.ask(1, "LOCK ACQUIRE l", "LOCK ACQUIRE m");
        owner.ask(2, "LOCK ACQUIRE n");
        assertThat(owner.ask(2, "LOCK RELEASE l", "LOCK LOCKED l")).containsExactly("2: " + NOT_BY_THIS, "2: 1");
    }

    @Test
    void withItsTokenAnybodyReleasesIt() {
        owner.ask(1, "LOCK ACQUIRE l");
        assertThat(owner.ask(2, "LOCK RELEASE l 1")).containsExactly("2: OK");
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactly("1: " + NOT_BY_THIS);
        owner.close(1);
        owner.ask(3, "LOCK ACQUIRE l");
        assertThat(owner.ask(1, "LOCK RELEASE l 1", "LOCK RELEASE l"))
                .containsExactly("1: NOTHELD lock l is not held under token 1", "1: " + NOT_BY_THIS);
        assertThat(owner.ask(2, "LOCK LOCKED l")).containsExactly("2: 1");
    }

    @Test
    void whoWaitsForItMayHaveItReleasedByAnother() {
        owner.ask(1, "LOCK ACQUIRE l", "LOCK ACQUIRE l");
        assertThat(owner.ask(2, "LOCK RELEASE l 1")).containsExactly("1: 2", "2: OK");
    }

    @Test
    void aTokenIsOneLocksOnly() {
        owner.ask(1, "LOCK ACQUIRE l", "LOCK ACQUIRE m");
        assertThat(owner.ask(1, "LOCK RELEASE l 2")).containsExactly("1: NOTHELD lock l is not held under token 2");
    }

    @Test
    void itsTimeRunsOutHavingTakenNothing() {
        owner.ask(1, "LOCK ACQUIRE l");
        assertThat(owner.ask(2, "LOCK ACQUIRE l TIMEOUT 0")).containsExactly("2: Null");
        owner.ask(2, "LOCK ACQUIRE l TIMEOUT 5");
        assertThat(owner.pass(5)).containsExactly("2: Null");
        assertThat(owner.ask(1, "LOCK RELEASE l", "LOCK LOCKED l")).containsExactly("1: OK", "1: 0");
    }

    @Test
    void resetAndCloseGiveEverythingBack() {
        owner.ask(1, "LOCK ACQUIRE l", "SEMAPHORE ACQUIRE s", "CONDITION ACQUIRE c");
        owner.ask(2, "LOCK ACQUIRE l", "SEMAPHORE ACQUIRE s", "CONDITION ACQUIRE c");
        assertThat(owner.reset(1)).containsExactly("2: 4", "2: 5", "2: 6");
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactly("1: " + NOT_BY_THIS);
        assertThat(owner.ask(1, "LOCK RELEASE l 1")).containsExactly("1: NOTHELD lock l is not held under token 1");
        assertThat(owner.ask(1, "LOCK ACQUIRE l")).isEmpty();
        assertThat(owner.close(2)).containsExactly("1: 7");
        owner.close(1);
        assertThat(owner.remembered()).isZero();
    }

    // ---- leases

    @Test
    void whenTheLeaseEndsTheNextHasItAndTheOldHolderIsRefused() {
        owner.ask(1, "LOCK ACQUIRE l LEASE 5");
        owner.ask(2, "LOCK ACQUIRE l");
        assertThat(owner.pass(5)).containsExactly("2: 2");
        assertThat(owner.ask(1, "LOCK RELEASE l", "LOCK RELEASE l 1", "LOCK TOUCH l 1"))
                .containsExactly(
                        "1: " + NOT_BY_THIS,
                        "1: NOTHELD lock l is not held under token 1",
                        "1: NOTHELD lock l is not held under token 1");
        assertThat(owner.ask(2, "LOCK RELEASE l")).containsExactly("2: OK");
    }

    @Test
    void touchBeginsTheLeaseAnewFromAnywhere() {
        owner.ask(1, "LOCK ACQUIRE l LEASE 5");
        owner.pass(4);
        assertThat(owner.ask(2, "LOCK TOUCH l 1", "LOCK TOUCH l 2", "LOCK TOUCH m 1"))
                .containsExactly(
                        "2: OK",
                        "2: NOTHELD lock l is not held under token 2",
                        "2: NOTHELD lock m is not held under token 1");
        owner.pass(4);
        assertThat(owner.ask(1, "LOCK LOCKED l")).containsExactly("1: 1");
        owner.pass(1);
        assertThat(owner.ask(1, "LOCK LOCKED l")).containsExactly("1: 0");
    }

    @Test
    void touchMayGiveTheLeaseAnotherLengthThatItKeeps() {
        owner.ask(1, "LOCK ACQUIRE l LEASE 5");
        assertThat(owner.ask(2, "LOCK TOUCH l 1 LEASE 50")).containsExactly("2: OK");
        owner.pass(49);
        assertThat(owner.ask(2, "LOCK TOUCH l 1")).containsExactly("2: OK");
        owner.pass(49);
        assertThat(owner.ask(2, "LOCK LOCKED l", "LOCK TOUCH l 1 LEASE 0")).containsExactly("2: 1", "2: OK");
        assertThat(owner.nothingIsDue()).isTrue();
        assertThat(owner.ask(2, "LOCK TOUCH l 1 LEASE 3")).containsExactly("2: OK");
        owner.pass(3);
        assertThat(owner.ask(2, "LOCK LOCKED l", "LOCK TOUCH l 1 LEASE 3"))
                .containsExactly("2: 0", "2: NOTHELD lock l is not held under token 1");
    }

    @Test
    void aLeaseOf0IsNone() {
        assertThat(owner.ask(1, "LOCK ACQUIRE l LEASE 0", "LOCK TOUCH l 1")).containsExactly("1: 1", "1: OK");
        assertThat(owner.nothingIsDue()).isTrue();
    }
}
