package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.LockCommand;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LOCK ACQUIREALL of locks that one owner has. */
class AcquireAllTest {

    private final MapJournal journal = new MapJournal();
    private SyncOwner owner = new SyncOwner(journal);

    private List<String> locked(String... names) {
        return List.of(names).stream()
                .map(name -> owner.ask(99, "LOCK LOCKED " + name).get(0).replaceFirst("^99: ", ""))
                .toList();
    }

    private void assertNothingIsLeft() {
        assertThat(owner.remembered()).isZero();
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.nothingIsDue()).isTrue();
    }

    @Test
    void givesATokenForEachLockInTheOrderOfTheCommand() {
        assertThat(owner.ask(1, "LOCK ACQUIREALL 3 c a b")).containsExactly("1: [1, 2, 3]");
        assertThat(owner.ask(2, "LOCK RELEASE a 2", "LOCK RELEASE c 1", "LOCK RELEASE b 3"))
                .containsExactly("2: OK", "2: OK", "2: OK");
        assertNothingIsLeft();
    }

    @Test
    void releaseWithoutTokensWorksForEachLock() {
        owner.ask(1, "LOCK ACQUIREALL 2 a b");
        assertThat(owner.ask(1, "LOCK RELEASE a", "LOCK RELEASE b")).containsExactly("1: OK", "1: OK");
        assertNothingIsLeft();
    }

    @Test
    void holdsNothingBeforeItCanHoldAll() {
        owner.ask(1, "LOCK ACQUIRE a");
        assertThat(owner.ask(2, "LOCK ACQUIREALL 3 b a c")).isEmpty();
        assertThat(locked("a", "b", "c")).containsExactly("1", "0", "0");
        assertThat(owner.contentions())
                .filteredOn(one -> !one.name().equals("a"))
                .allMatch(one -> one.holders().isEmpty() && one.waiters().size() == 1)
                .hasSize(2);
        assertThat(owner.ask(1, "LOCK RELEASE a")).containsExactly("2: [2, 3, 4]", "1: OK");
        assertThat(locked("a", "b", "c")).containsExactly("1", "1", "1");
        owner.close(2);
        assertNothingIsLeft();
    }

    @Test
    void withTimeout0ItAsks() {
        owner.ask(1, "LOCK ACQUIRE a");
        assertThat(owner.ask(2, "LOCK ACQUIREALL 2 a b TIMEOUT 0")).containsExactly("2: NullArray");
        assertThat(owner.ask(1, "LOCK RELEASE a")).containsExactly("1: OK");
        assertNothingIsLeft();
        assertThat(owner.ask(2, "LOCK ACQUIREALL 2 a b TIMEOUT 0")).containsExactly("2: [2, 3]");
    }

    @Test
    void whatRunsOutOfTimeOrIsUnblockedHasTakenNothing() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b TIMEOUT 5");
        owner.ask(3, "LOCK ACQUIREALL 2 b a");
        assertThat(owner.pass(5)).containsExactly("2: NullArray");
        assertThat(owner.unblock(3, false)).containsExactlyInAnyOrder("3: NullArray", "asker 0: 1");
        owner.ask(3, "LOCK ACQUIREALL 2 b a");
        assertThat(owner.unblock(3, true))
                .containsExactlyInAnyOrder("3: UNBLOCKED client unblocked via CLIENT UNBLOCK", "asker 0: 1");
        assertThat(owner.ask(1, "LOCK RELEASE a")).containsExactly("1: OK");
        assertNothingIsLeft();
    }

    @Test
    void whoClosesWhileItWaitsIsServedNever() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        owner.ask(3, "LOCK ACQUIREALL 2 a b");
        owner.endInput(3);
        owner.close(3);
        owner.close(2);
        owner.close(1);
        assertNothingIsLeft();
    }

    @Test
    void closingGivesAllBackAndTheNextGetsAll() {
        owner.ask(1, "LOCK ACQUIREALL 2 a b");
        owner.ask(2, "LOCK ACQUIREALL 2 b a");
        owner.ask(3, "LOCK ACQUIRE a");
        assertThat(owner.close(1)).containsExactlyInAnyOrder("3: 3");
        assertThat(owner.ask(3, "LOCK RELEASE a")).containsExactly("2: [4, 5]", "3: OK");
    }

    @Test
    void twoOfThemInOppositeOrdersServeEachOther() {
        owner.ask(1, "LOCK ACQUIRE a", "LOCK ACQUIRE b");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        owner.ask(3, "LOCK ACQUIREALL 2 b a");
        assertThat(owner.ask(1, "LOCK RELEASE b", "LOCK RELEASE a")).containsExactly("1: OK", "2: [3, 4]", "1: OK");
        assertThat(owner.close(2)).containsExactly("3: [5, 6]");
    }

    // ---- fairness

    @Test
    void othersPassOneThatCannotGoOn() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0")).containsExactly("3: 2");
        owner.ask(4, "LOCK ACQUIRE b");
        owner.ask(5, "LOCK ACQUIREALL 2 b c");
        assertThat(owner.ask(3, "LOCK RELEASE b")).containsExactly("4: 3", "3: OK");
        assertThat(owner.ask(4, "LOCK RELEASE b")).containsExactly("5: [4, 5]", "4: OK");
        assertThat(owner.ask(1, "LOCK RELEASE a")).containsExactly("1: OK");
        assertThat(owner.close(5)).containsExactly("2: [6, 7]");
    }

    @Test
    void blocksTheLinesAfterAWhileSoThatItDoesNotStarve() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        owner.pass(249);
        assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0", "LOCK RELEASE b")).containsExactly("3: 2", "3: OK");
        owner.pass(1);
        assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0", "LOCK ACQUIREALL 2 b c TIMEOUT 0"))
                .containsExactly("3: Null", "3: NullArray");
        owner.ask(3, "LOCK ACQUIRE b");
        assertThat(locked("b")).containsExactly("0");
        assertThat(owner.ask(1, "LOCK RELEASE a")).containsExactly("2: [3, 4]", "1: OK");
        assertThat(owner.ask(2, "LOCK RELEASE b")).containsExactly("3: 5", "2: OK");
    }

    @Test
    void blocksForAsLongAsItLetOthersByAndLongerEachTime() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        StringBuilder turns = new StringBuilder();
        for (int quarter = 0; quarter < 16; quarter++) {
            boolean isOpen = owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0").equals(List.of("3: " + (turns.length() + 2)));
            boolean isTaken = locked("b").equals(List.of("1"));
            turns.append(isTaken ? 'o' : '-');
            owner.ask(3, "LOCK RELEASE b");
            owner.pass(250);
            assertThat(isTaken || !isOpen).isTrue();
        }
        assertThat(turns).hasToString("o-o--oo----oooo-");
    }

    @Test
    void thoseWhomItBlockedAreServedWhenItLetsThemBy() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        owner.pass(250);
        owner.ask(3, "LOCK ACQUIRE b");
        owner.ask(4, "LOCK ACQUIREALL 2 b c");
        assertThat(owner.pass(249)).isEmpty();
        assertThat(owner.pass(1)).containsExactly("3: 2");
        assertThat(owner.ask(3, "LOCK RELEASE b")).containsExactly("4: [3, 4]", "3: OK");
    }

    @Test
    void thoseWhomItBlockedAreServedWhenItLeaves() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 3 a b c TIMEOUT 300");
        owner.pass(250);
        owner.ask(3, "LOCK ACQUIRE b");
        owner.ask(4, "LOCK ACQUIREALL 2 c d");
        assertThat(owner.pass(50)).containsExactlyInAnyOrder("2: NullArray", "3: 2", "4: [3, 4]");
    }

    @Test
    void whatIsOvertakenOftenBlocksSooner() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        for (int i = 0; i < 10; i++) {
            assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0", "LOCK RELEASE b")
                            .get(1))
                    .isEqualTo("3: OK");
        }
        assertThat(owner.ask(3, "LOCK ACQUIRE b TIMEOUT 0")).containsExactly("3: Null");
        owner.ask(3, "LOCK ACQUIRE b");
        assertThat(owner.pass(250)).singleElement().asString().startsWith("3: ");
    }

    /** 3 holds what 2 waits for, and would wait for 2 if 2 blocked the line for ever. */
    @Test
    void whoHoldsALockOfAWaitingOneGetsTheOtherInTheEnd() {
        owner.ask(3, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b");
        owner.pass(250);
        owner.ask(3, "LOCK ACQUIRE b");
        assertThat(Deadlock.in(owner.contentions())).isEmpty();
        assertThat(owner.pass(250)).containsExactly("3: 2");
    }

    @Test
    void onlyTheOldestBlocksAndTheOthersBehindItTakeTheirTurns() {
        owner.ask(1, "LOCK ACQUIRE a", "LOCK ACQUIRE b");
        owner.ask(2, "LOCK ACQUIREALL 2 a c");
        owner.ask(3, "LOCK ACQUIREALL 2 b c");
        owner.pass(250);
        assertThat(owner.ask(4, "LOCK ACQUIRE c TIMEOUT 0")).containsExactly("4: Null");
        assertThat(owner.ask(1, "LOCK RELEASE b")).containsExactly("1: OK");
        assertThat(owner.ask(1, "LOCK RELEASE a")).containsExactly("2: [3, 4]", "1: OK");
        assertThat(owner.close(2)).containsExactly("3: [5, 6]");
    }

    // ---- deadlocks

    @Test
    void whoHoldsOneOfThemAlreadyIsInADeadlock() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(1, "LOCK ACQUIREALL 2 b a");
        assertThat(Deadlock.in(owner.contentions()))
                .singleElement()
                .satisfies(deadlock -> assertThat(
                                deadlock.cycleFrom(deadlock.victim().orElseThrow()))
                        .isEqualTo("1 -> 1: this connection holds lock a already"));
    }

    @Test
    void aCycleThroughAnyOfItsLocksIsFoundAndEndedByItsRefusal() {
        owner.ask(1, "LOCK ACQUIRE x");
        owner.ask(2, "LOCK ACQUIRE a");
        owner.ask(3, "LOCK ACQUIRE b");
        owner.ask(2, "LOCK ACQUIRE x");
        owner.pass(1);
        owner.ask(1, "LOCK ACQUIREALL 3 b a c");
        Deadlock found = Deadlock.in(owner.contentions()).get(0);
        assertThat(found.cycleFrom(found.victim().orElseThrow())).isEqualTo("1 -> 2 -> 1");
        Command refusal = new Signal.Interrupt(1001, dev.tutti.command.Refusal.deadlock("1 -> 2 -> 1"), "detector", 5);
        assertThat(owner.send(1, refusal)).contains("1: DEADLOCK 1 -> 2 -> 1");
        owner.close(1);
        owner.close(2);
        owner.close(3);
        assertNothingIsLeft();
    }

    // ---- leases

    @Test
    void eachLockHasALeaseOfItsOwn() {
        owner.ask(1, "LOCK ACQUIREALL 2 a b LEASE 5");
        assertThat(owner.ask(2, "LOCK TOUCH a 1 LEASE 9")).containsExactly("2: OK");
        owner.pass(5);
        assertThat(locked("a", "b")).containsExactly("1", "0");
        owner.pass(4);
        assertNothingIsLeft();
    }

    @Test
    void detachedOnesOutliveTheirConnectionAndTheServer() {
        owner.ask(1, "LOCK ACQUIRE a");
        owner.ask(2, "LOCK ACQUIREALL 2 a b LEASE 50 DETACHED");
        assertThat(owner.ask(1, "LOCK RELEASE a")).contains("2: [2, 3]");
        owner.close(2);
        assertThat(locked("a", "b")).containsExactly("1", "1");
        owner = new SyncOwner(journal.afterKill());
        assertThat(locked("a", "b")).containsExactly("1", "1");
        assertThat(owner.ask(5, "LOCK RELEASE a 2")).containsExactly("5: OK");
        owner.pass(50);
        assertNothingIsLeft();
    }

    @Test
    void detachedOnesThatAreNotWrittenAreNotHeld() {
        journal.holdBack();
        owner.ask(1, "LOCK ACQUIREALL 2 a b LEASE 50 DETACHED");
        journal.fail("the disk broke");
        journal.writeNext();
        assertThat(owner.told()).singleElement().asString().startsWith("1: FULL ");
        assertThat(locked("a", "b")).containsExactly("0", "0");
    }

    // ---- transactions

    @Test
    void inATransactionNothingWaits() {
        owner.ask(1, "LOCK ACQUIRE a");
        LockCommand both = new LockCommand.AcquireAll(List.of("a", "b"), Command.NO_TIMEOUT, 0, false, null);
        LockCommand other = new LockCommand.AcquireAll(List.of("b", "c"), Command.NO_TIMEOUT, 0, false, null);
        assertThat(owner.send(2, new Transaction(List.of(both, other)))).containsExactly("2: NullArray", "2: [2, 3]");
        owner.close(1);
        owner.close(2);
        assertNothingIsLeft();
    }
}
