package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarrierServiceTest {

    private static final String BROKEN = "BROKEN barrier b is broken";

    private final SyncOwner owner = new SyncOwner();

    @Test
    void theLastOneOpensItAndEachHasItsIndex() {
        assertThat(owner.ask(1, "BARRIER WAIT b PARTIES 3")).isEmpty();
        assertThat(owner.ask(2, "BARRIER WAIT b PARTIES 3 TIMEOUT 5")).isEmpty();
        assertThat(owner.ask(3, "BARRIER STATE b", "BARRIER WAIT b PARTIES 3", "BARRIER STATE b"))
                .containsExactly(
                        "3: [parties, 3, waiting, 2, broken, 0]",
                        "1: 0",
                        "2: 1",
                        "3: 2",
                        "3: [parties, 0, waiting, 0, broken, 0]");
        assertThat(owner.nothingIsDue()).isTrue();
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void oneAlonePasses() {
        assertThat(owner.ask(1, "BARRIER WAIT b PARTIES 1 TIMEOUT 0", "BARRIER WAIT b PARTIES 1"))
                .containsExactly("1: 0", "1: 0");
    }

    @Test
    void timeoutOf0AnswersNullUnlessItIsTheLast() {
        assertThat(owner.ask(1, "BARRIER WAIT b PARTIES 2 TIMEOUT 0")).containsExactly("1: Null");
        assertThat(owner.remembered()).isZero();
        owner.ask(1, "BARRIER WAIT b PARTIES 2");
        assertThat(owner.ask(2, "BARRIER WAIT b PARTIES 2 TIMEOUT 0")).containsExactly("1: 0", "2: 1");
    }

    @Test
    void whoLeavesGivesItsPlaceBack() {
        owner.ask(1, "BARRIER WAIT b PARTIES 4 TIMEOUT 5");
        owner.ask(2, "BARRIER WAIT b PARTIES 4");
        owner.ask(3, "BARRIER WAIT b PARTIES 4");
        assertThat(owner.pass(5)).containsExactly("1: Null");
        owner.close(2);
        owner.ask(4, "BARRIER WAIT b PARTIES 4");
        owner.ask(5, "BARRIER WAIT b PARTIES 4");
        owner.unblock(4, false);
        owner.ask(6, "BARRIER WAIT b PARTIES 4");
        assertThat(owner.ask(7, "BARRIER WAIT b PARTIES 4")).containsExactly("3: 0", "5: 1", "6: 2", "7: 3");
    }

    @Test
    void anotherNumberOfPartiesIsRefusedWhileAnybodyWaits() {
        owner.ask(1, "BARRIER WAIT b PARTIES 3");
        assertThat(owner.ask(2, "BARRIER WAIT b PARTIES 2", "BARRIER WAIT b PARTIES 4 TIMEOUT 0"))
                .containsExactly(
                        "2: ERR barrier b waits for 3 parties, not 2, until it opens or is RESET",
                        "2: ERR barrier b waits for 3 parties, not 4, until it opens or is RESET");
        owner.close(1);
        assertThat(owner.ask(2, "BARRIER WAIT b PARTIES 2")).isEmpty();
    }

    @Test
    void abortBreaksItForEverybodyUntilReset() {
        owner.ask(1, "BARRIER WAIT b PARTIES 3");
        assertThat(owner.ask(2, "BARRIER ABORT b")).containsExactly("1: " + BROKEN, "2: OK");
        assertThat(owner.ask(1, "BARRIER WAIT b PARTIES 2 TIMEOUT 0", "BARRIER WAIT b PARTIES 1", "BARRIER STATE b"))
                .containsExactly("1: " + BROKEN, "1: " + BROKEN, "1: [parties, 0, waiting, 0, broken, 1]");
        owner.close(2);
        assertThat(owner.ask(1, "BARRIER RESET b", "BARRIER WAIT b PARTIES 1")).containsExactly("1: OK", "1: 0");
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void resetBreaksTheWaitsOnly() {
        owner.ask(1, "BARRIER WAIT b PARTIES 3", "BARRIER WAIT b PARTIES 2");
        assertThat(owner.ask(2, "BARRIER RESET b")).containsExactly("1: " + BROKEN, "2: OK");
        assertThat(owner.ask(2, "BARRIER WAIT b PARTIES 2")).containsExactly("1: 0", "2: 1");
    }

    @Test
    void whatDoesNotExistMayBeAbortedAndReset() {
        assertThat(owner.ask(1, "BARRIER RESET b", "BARRIER STATE b"))
                .containsExactly("1: OK", "1: [parties, 0, waiting, 0, broken, 0]");
        assertThat(owner.remembered()).isZero();
        assertThat(owner.ask(1, "BARRIER ABORT b", "BARRIER WAIT b PARTIES 5"))
                .containsExactly("1: OK", "1: " + BROKEN);
    }
}
