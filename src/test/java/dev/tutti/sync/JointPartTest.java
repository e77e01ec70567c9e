package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.LockCommand;
import dev.tutti.command.LockCommand.AcquireAll;
import dev.tutti.command.Refusal;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import dev.tutti.waiting.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One owner's part of an ACQUIREALL of several owners. The test decides for the net server. */
class JointPartTest {

    private static final int INDEX = 7;

    private final SyncOwner owner = new SyncOwner();

    private List<String> begin(long client, long ticket, long timeout, String... names) {
        return owner.send(
                client, new AcquireAll(List.of(names), timeout, 0, false, new AcquireAll.Part(INDEX, ticket)));
    }

    private List<String> begin(long client, long ticket, String... names) {
        return begin(client, ticket, Command.NO_TIMEOUT, names);
    }

    private List<String> decide(long client, Decision decision) {
        return owner.send(client, new Signal.Decided(decision));
    }

    private void assertNothingIsLeft() {
        assertThat(owner.remembered()).isZero();
        assertThat(owner.nothingIsDue()).isTrue();
    }

    @Test
    void takesNothingBeforeItIsTold() {
        assertThat(begin(1, 10, "a", "b")).containsExactly("1: READY");
        assertThat(owner.ask(2, "LOCK LOCKED a", "LOCK ACQUIRE a TIMEOUT 0")).containsExactly("2: 0", "2: 1");
        owner.close(2);
        assertThat(decide(1, Decision.CLAIM)).containsExactly("1: CLAIMED");
        assertThat(decide(1, Decision.COMMIT)).containsExactly("1: [7, 2, 3]");
        owner.close(1);
        assertNothingIsLeft();
    }

    @Test
    void saysWhenItCouldGoOnAndIsRefusedIfItNoLongerCan() {
        owner.ask(2, "LOCK ACQUIRE a");
        assertThat(begin(1, 10, "a", "b")).isEmpty();
        assertThat(owner.ask(2, "LOCK RELEASE a")).containsExactlyInAnyOrder("1: READY", "2: OK");
        owner.ask(2, "LOCK ACQUIRE b");
        assertThat(decide(1, Decision.CLAIM)).containsExactly("1: REFUSED");
        assertThat(owner.ask(2, "LOCK RELEASE b")).containsExactlyInAnyOrder("1: READY", "2: OK");
        assertThat(decide(1, Decision.CLAIM)).containsExactly("1: CLAIMED");
    }

    @Test
    void whatItKeepsNobodySeesUntilItIsTakenOrNot() {
        begin(1, 10, "a", "b");
        decide(1, Decision.CLAIM);
        assertThat(owner.ask(2, "LOCK LOCKED a")).isEmpty();
        assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0")).isEmpty();
        assertThat(owner.send(4, new Transaction(List.of(new LockCommand.Locked("b")))))
                .isEmpty();
        assertThat(owner.ask(5, "LOCK LOCKED c")).containsExactly("5: 0");
        assertThat(owner.contentions()).allMatch(one -> one.holders().isEmpty());
        assertThat(decide(1, Decision.COMMIT)).containsExactlyInAnyOrder("1: [7, 1, 2]", "2: 1", "3: Null", "4: 1");
        begin(6, 11, "d");
        decide(6, Decision.CLAIM);
        owner.ask(2, "LOCK LOCKED d");
        owner.ask(3, "LOCK ACQUIRE d TIMEOUT 0");
        assertThat(decide(6, Decision.UNCLAIM)).containsExactlyInAnyOrder("2: 0", "3: 3");
    }

    @Test
    void whoeverWaitedIsServedWhenItLetsGo() {
        owner.ask(2, "LOCK ACQUIRE a");
        begin(1, 10, "a");
        owner.ask(3, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK RELEASE a");
        assertThat(owner.ask(3, "LOCK RELEASE a")).containsExactly("3: OK");
        decide(1, Decision.CLAIM);
        owner.ask(4, "LOCK ACQUIRE a");
        assertThat(decide(1, Decision.UNCLAIM)).containsExactly("4: 3");
        assertThat(decide(1, Decision.GIVE_UP)).containsExactly("1: NullArray");
        owner.close(4);
        assertNothingIsLeft();
    }

    @Test
    void givesUpWhateverItKeepsAndOnlyOnce() {
        begin(1, 10, "a");
        decide(1, Decision.CLAIM);
        owner.ask(2, "LOCK ACQUIRE a");
        assertThat(decide(1, Decision.GIVE_UP)).containsExactlyInAnyOrder("1: NullArray", "2: 1");
        assertThat(decide(1, Decision.GIVE_UP)).isEmpty();
        assertThat(owner.ask(1, "LOCK LOCKED a")).containsExactly("1: 1");
    }

    @Test
    void aTimeoutWhileItKeepsItsLocksEndsItOnlyIfItDoesNotTakeThem() {
        begin(1, 10, 5, "a");
        decide(1, Decision.CLAIM);
        assertThat(owner.pass(5)).isEmpty();
        assertThat(owner.unblock(1, false)).containsExactly("asker 0: 0");
        assertThat(decide(1, Decision.COMMIT)).containsExactly("1: [7, 1]");
        begin(2, 11, 5, "b");
        decide(2, Decision.CLAIM);
        owner.pass(5);
        assertThat(decide(2, Decision.UNCLAIM)).containsExactly("2: NullArray");
    }

    @Test
    void withTimeout0ItSaysAtOnceWhetherItCouldGoOn() {
        assertThat(begin(1, 10, 0, "a")).containsExactly("1: READY");
        owner.pass(1000);
        decide(1, Decision.CLAIM);
        decide(1, Decision.COMMIT);
        assertThat(begin(2, 11, 0, "b", "a")).containsExactly("2: NullArray");
    }

    @Test
    void aClosedOneLetsGo() {
        begin(1, 10, "a");
        decide(1, Decision.CLAIM);
        owner.ask(2, "LOCK LOCKED a");
        assertThat(owner.close(1)).containsExactly("2: 0");
        begin(3, 11, "a");
        decide(3, Decision.CLAIM);
        assertThat(owner.endInput(3)).containsExactly("3: Withdrawn");
        assertThat(decide(3, Decision.COMMIT)).isEmpty();
        owner.close(3);
        assertNothingIsLeft();
    }

    @Test
    void whatLeavesLetsGoOfNothingThatIsKeptForAnother() {
        begin(1, 10, "a", "b");
        begin(2, 11, "b", "c");
        decide(1, Decision.CLAIM);
        decide(2, Decision.GIVE_UP);
        assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0")).isEmpty();
        assertThat(decide(1, Decision.COMMIT)).containsExactlyInAnyOrder("1: [7, 1, 2]", "3: Null");
    }

    @Test
    void twoThatKeepTheSameLockAreOneAfterTheOther() {
        begin(1, 10, "a", "b");
        begin(2, 11, "b", "c");
        assertThat(decide(1, Decision.CLAIM)).containsExactly("1: CLAIMED");
        assertThat(decide(2, Decision.CLAIM)).containsExactly("2: REFUSED");
        decide(1, Decision.COMMIT);
        assertThat(owner.close(1)).containsExactly("2: READY");
    }

    @Test
    void aPartThatComesWhileALockIsKeptWaitsForThatMomentToo() {
        begin(1, 10, "a");
        decide(1, Decision.CLAIM);
        assertThat(begin(2, 11, "a", "b")).isEmpty();
        assertThat(decide(2, Decision.GIVE_UP)).isEmpty();
        assertThat(decide(1, Decision.UNCLAIM)).containsExactly("2: READY", "2: NullArray");
    }

    /** At another owner the younger one may have come first. */
    @Test
    void anOlderOneTakesTheTurnOfAYoungerOneThatCameBefore() {
        owner.ask(5, "LOCK ACQUIRE a");
        begin(2, 20, "a", "b", "c");
        owner.pass(250);
        owner.ask(3, "LOCK ACQUIRE b");
        owner.ask(4, "LOCK ACQUIRE c");
        assertThat(begin(1, 10, "a", "b")).contains("3: 2", "4: 3");
        owner.pass(250);
        assertThat(owner.ask(6, "LOCK ACQUIRE c TIMEOUT 0")).containsExactly("6: Null");
        assertThat(owner.ask(3, "LOCK RELEASE b")).containsExactly("3: OK");
        assertThat(owner.ask(5, "LOCK RELEASE a")).containsExactly("1: READY", "5: OK");
        decide(1, Decision.CLAIM);
        assertThat(decide(1, Decision.COMMIT)).containsExactly("1: [7, 4, 5]");
    }

    @Test
    void whatBlocksKeepsFreeLocksForItselfUntilAllOwnersAreReady() {
        owner.ask(2, "LOCK ACQUIRE a");
        begin(1, 10, "a", "b");
        owner.pass(250);
        assertThat(owner.ask(2, "LOCK RELEASE a", "LOCK ACQUIRE a TIMEOUT 0"))
                .containsExactly("1: READY", "2: OK", "2: Null");
    }

    @Test
    void aDeadlockEndsItUnlessItKeepsItsLocks() {
        Signal refusal = new Signal.Interrupt(1000, Refusal.deadlock("x"), "detector", 5);
        owner.ask(2, "LOCK ACQUIRE a");
        begin(1, 10, "a");
        owner.pass(1);
        assertThat(owner.send(1, refusal)).contains("1: DEADLOCK x");
        begin(3, 11, "b");
        decide(3, Decision.CLAIM);
        Signal late = new Signal.Interrupt(1001, Refusal.deadlock("x"), "detector", 5);
        assertThat(owner.send(3, late)).containsExactly("detector 5: 0");
    }
}
