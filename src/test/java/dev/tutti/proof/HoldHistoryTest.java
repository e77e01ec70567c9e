package dev.tutti.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.proof.HoldHistory.Hold;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Forged histories of locks: each that is wrong is noticed, and none that is right. */
class HoldHistoryTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Violations violations = new Violations();
    private final HoldHistory holds = new HoldHistory(violations);

    private void assertViolation(String start) {
        assertThat(violations.all()).isNotEmpty().first().asString().startsWith(start);
    }

    @Test
    void oneBehindTheOtherIsRight() {
        Hold first = holds.granted("l", 1, 10, 20);
        holds.used(first, 30);
        holds.releasing(first, 40);
        holds.used(first, 40);
        holds.granted("l", 2, 15, 45);
        holds.granted("other", 1, 15, 35);
        assertThat(violations.all()).isEmpty();
        assertThat(holds.summary()).isEqualTo("3 grants of locks");
    }

    @Test
    void aHoldThatIsNotConfirmedMayBeOver() {
        holds.granted("l", 1, 10, 20);
        holds.used(holds.granted("l", 2, 25, 30), 90);
        holds.granted("l", 3, 95, 99);
        assertThat(violations.all()).isEmpty();
    }

    @Test
    void twoHoldersAreConfirmed() {
        Hold first = holds.granted("l", 1, 10, 20);
        Hold second = holds.granted("l", 2, 15, 40);
        holds.used(second, 60);
        holds.used(first, 50);
        assertViolation("two hold a lock at the same time");
    }

    @Test
    void oneIsGrantedWhileAnotherHolds() {
        Hold first = holds.granted("l", 1, 10, 20);
        holds.granted("l", 2, 25, 30);
        holds.used(first, 50);
        assertViolation("two hold a lock at the same time");
    }

    @Test
    void aLeaseWithoutAConnectionGoesOn() {
        Hold first = holds.granted("l", 1, 0, 20);
        holds.leased(first, 0, 2000);
        holds.granted("l", 2, SECOND, SECOND + 10);
        assertViolation("two hold a lock at the same time");
    }

    @Test
    void aLeaseThatIsOverOrGivenUpIsRight() {
        Hold first = holds.granted("l", 1, 0, 20);
        holds.leased(first, 0, 500);
        Hold second = holds.granted("l", 2, SECOND, SECOND + 10);
        holds.leased(second, SECOND, 5000);
        holds.releasing(second, SECOND + 20);
        holds.granted("l", 3, SECOND + 15, SECOND + 30);
        assertThat(violations.all()).isEmpty();
    }

    @Test
    void aLeaseEndsBeforeItsTime() {
        Hold hold = holds.granted("l", 1, 0, 20);
        holds.leased(hold, 0, 2000);
        holds.lost(hold, 2 * SECOND);
        assertThat(violations.all()).isEmpty();
        holds.lost(hold, SECOND);
        assertViolation("a lease has ended before its time");
    }

    @Test
    void aTokenThatDoesNotGrow() {
        holds.granted("l", 7, 10, 20);
        holds.granted("l", 7, 21, 30);
        assertViolation("the token does not grow");
    }

    @Test
    void aTokenOfLongAgoCountsToo() {
        holds.granted("l", 9, 10, 20);
        holds.granted("l", 3, 15, 30);
        assertThat(violations.all()).isEmpty();
        holds.granted("l", 8, 31, 40);
        assertViolation("the token does not grow");
    }

    @Test
    void aReplyThatIsReadLateSaysNothingOfTheOrder() {
        holds.granted("l", 2, 10, 90);
        holds.granted("l", 1, 20, 80);
        assertThat(violations.all()).isEmpty();
    }
}
