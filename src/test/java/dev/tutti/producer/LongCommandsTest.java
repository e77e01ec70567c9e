package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.journal.MapJournal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that take several turns, and what others see meanwhile: all of it or nothing. */
class LongCommandsTest {

    private static final int MANY = 300;

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(16 << 20, journal);

    /** Items 1 to 300 are in q. */
    @BeforeEach
    void fill() {
        owner.ask(1, times("QUEUE PUT q x"));
        owner.becomeSlow();
    }

    private static String[] times(String line) {
        String[] lines = new String[MANY];
        Arrays.fill(lines, line);
        return lines;
    }

    private void assertMemoryIsFree() {
        owner.ask(99, "QUEUE DELETE q", "QUEUE DELETE r", "QUEUE DELETE q.dead");
        owner.afterAllSlices();
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    // ---- PURGE, SHUTDOWN, DELETE

    @Test
    void nobodySeesHalfAPurge() {
        assertThat(owner.ask(1, "QUEUE PURGE q")).isEmpty();
        assertThat(owner.ask(2, "QUEUE SIZE q", "QUEUE SIZE r")).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET q TIMEOUT 0")).isEmpty();
        assertThat(owner.ask(4, "QUEUE SIZE r")).containsExactly("4: 0");
        assertThat(owner.afterAllSlices()).containsExactly("1: 300", "2: 0", "2: 0", "3: NullArray");
        assertMemoryIsFree();
    }

    @Test
    void thoseWhoComeMeanwhileFindTheQueueAsItIsAfterwards() {
        owner.ask(1, "QUEUE PURGE q");
        owner.ask(2, "QUEUE PUT q a");
        owner.ask(3, "QUEUE GET q");
        assertThat(owner.afterAllSlices()).containsExactly("1: 300", "2: 301", "3: [301, a, 1]");
    }

    @Test
    void theCommandsBehindALongOneWaitForIt() {
        assertThat(owner.ask(1, "QUEUE PURGE q", "QUEUE PUT r a")).isEmpty();
        assertThat(owner.afterAllSlices()).containsExactly("1: 300", "1: 301");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE PURGE q", "QUEUE SHUTDOWN q IMMEDIATE", "QUEUE DELETE q", "QUEUE MOVE q r"})
    void itGoesOnWhenItsCallerHasGone(String command) {
        assertThat(owner.ask(1, command)).isEmpty();
        owner.close(1);
        assertThat(owner.afterAllSlices()).isEmpty();
        assertThat(owner.ask(2, "QUEUE SIZE q")).containsExactly("2: 0");
        assertMemoryIsFree();
    }

    @Test
    void itEndsInTheTurnOfItsTransaction() {
        assertThat(owner.transaction(1, "QUEUE PURGE q", "QUEUE PUT q a", "QUEUE SIZE q"))
                .containsExactly("1: 300", "1: 301", "1: 1");
    }

    @Test
    void aTransactionWaitsForIt() {
        owner.ask(1, "QUEUE PURGE q");
        assertThat(owner.transaction(2, "QUEUE PUT r a", "QUEUE SIZE q")).isEmpty();
        assertThat(owner.ask(3, "QUEUE SIZE r")).containsExactly("3: 0");
        assertThat(owner.afterAllSlices()).containsExactly("1: 300", "2: 301", "2: 0");
    }

    @Test
    void itIsNeitherUnblockedNorWithdrawnAtTheEndOfTheInput() {
        owner.ask(1, "QUEUE PURGE q");
        assertThat(owner.send(1, new Signal.Unblock(false, "asker", 9))).hasSize(1);
        assertThat(owner.send(1, new Signal.InputEnded())).isEmpty();
        assertThat(owner.afterAllSlices()).containsExactly("1: 300");
    }

    @Test
    void aShutdownRefusesThoseWhoComeMeanwhile() {
        owner.ask(1, "QUEUE SHUTDOWN q IMMEDIATE");
        owner.ask(2, "QUEUE PUT q a");
        assertThat(owner.afterAllSlices()).containsExactly("1: OK", "2: SHUTDOWN queue q is shut down");
    }

    @Test
    void aPutBehindADeleteMakesANewQueue() {
        owner.ask(2, "QUEUE GET q COUNT 3 LEASE 1000");
        owner.ask(1, "QUEUE DELETE q");
        owner.ask(2, "QUEUE PUT q a");
        assertThat(owner.afterAllSlices()).containsExactly("1: OK", "2: 301");
        assertThat(owner.ask(2, "QUEUE SIZE q")).containsExactly("2: 1");
        assertMemoryIsFree();
    }

    @Test
    void awaitersOfPurgedItemsAreToldBeforeAnybodyElseIsServed() {
        owner.ask(1, "QUEUE DELETE q");
        owner.afterAllSlices();
        owner.ask(1, times("SUBMIT q x"));
        owner.afterAllSlices();
        owner.ask(2, "AWAIT q 600");
        owner.send(-3, new Run("q", new byte[0], Command.NO_TIMEOUT));
        owner.ask(1, "QUEUE PURGE q");
        owner.ask(4, "AWAIT q 301");
        assertThat(owner.afterAllSlices())
                .containsExactly(
                        "2: CANCELLED item 600 was purged",
                        "-3: CANCELLED the task was purged",
                        "1: 301",
                        "4: CANCELLED item 301 was purged");
    }

    @Test
    void aCallerThatGivesUpMeanwhileEndsItsItem() {
        owner.send(-3, new Run("q", new byte[0], Command.NO_TIMEOUT));
        owner.ask(1, "QUEUE MOVE q r COUNT 299");
        owner.send(-3, new Signal.Closed());
        assertThat(owner.afterAllSlices()).containsExactly("1: 299");
        assertThat(owner.ask(2, "QUEUE SIZE q")).containsExactly("2: 1");
        assertMemoryIsFree();
    }

    @Test
    void ifTheJournalFailsMeanwhileTheCallerIsTold() {
        owner.ask(1, "QUEUE PURGE q");
        journal.holdBack();
        journal.fail("the disk broke");
        owner.after(1);
        journal.writeAll();
        assertThat(owner.afterAllSlices()).containsExactly("1: FULL the disk broke");
    }

    @Test
    void aStopEndsIt() {
        owner.ask(1, "QUEUE PURGE q");
        owner.stop();
        assertThat(owner.replies()).containsExactly("1: 300");
    }

    // ---- MOVE

    @Test
    void nobodySeesHalfAMove() {
        assertThat(owner.ask(1, "QUEUE MOVE q r")).isEmpty();
        assertThat(owner.ask(2, "QUEUE SIZE q")).isEmpty();
        assertThat(owner.ask(3, "QUEUE SIZE r")).isEmpty();
        assertThat(owner.ask(4, "QUEUE MOVE q other")).isEmpty();
        assertThat(owner.ask(5, "QUEUE MOVE other r")).isEmpty();
        assertThat(owner.ask(6, "QUEUE SIZE other")).containsExactly("6: 0");
        assertThat(owner.afterAllSlices()).containsExactlyInAnyOrder("1: 300", "2: 0", "3: 300", "4: 0", "5: 0");
        assertMemoryIsFree();
    }

    @Test
    void getsAreServedByAMoveAndMakeRoomForMore() {
        owner.ask(1, "QUEUE CREATE r MAXSIZE 2");
        owner.ask(2, "QUEUE GET r COUNT 2");
        owner.ask(3, "QUEUE GET r");
        owner.ask(1, "QUEUE MOVE q r");
        assertThat(owner.afterAllSlices()).containsExactly("2: [[1, x, 1]]", "3: [2, x, 1]", "1: 4");
        assertThat(owner.ask(2, "QUEUE GET r", "QUEUE GET q")).containsExactly("2: [3, x, 1]", "2: [5, x, 1]");
    }

    // ---- GET of many

    @Test
    void nobodyGetsAnItemOfALongGet() {
        assertThat(owner.ask(1, "QUEUE GET q COUNT 299")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q")).isEmpty();
        List<String> replies = owner.afterAllSlices();
        assertThat(replies).hasSize(2);
        assertThat(replies.get(0)).startsWith("1: [[1, x, 1], [2, x, 1], ").endsWith(", [299, x, 1]]");
        assertThat(replies.get(1)).isEqualTo("2: [300, x, 1]");
        owner.close(1);
        owner.close(2);
        owner.afterAllSlices();
        assertMemoryIsFree();
    }

    @Test
    void itemsThatAClosedConnectionWasGettingComeBackInTheirOrder() {
        owner.ask(1, "QUEUE GET q COUNT 299");
        owner.after(1);
        owner.close(1);
        owner.afterAllSlices();
        owner.becomeQuick();
        assertThat(owner.transaction(2, "QUEUE GET q COUNT 300"))
                .singleElement()
                .asString()
                .contains("[1, x, 2], [2, x, 2], [3, x, 2]")
                .endsWith("[298, x, 1], [299, x, 1], [300, x, 1]]");
    }

    @Test
    void aGetThatIsBeingServedIsNotUnblocked() {
        owner.ask(1, "QUEUE GET q COUNT 299");
        assertThat(owner.send(1, new Signal.Unblock(false, "asker", 9))).hasSize(1);
        assertThat(owner.afterAllSlices()).singleElement().asString().endsWith("[299, x, 1]]");
    }

    // ---- many items come back

    private void getAll(String options) {
        owner.becomeQuick();
        owner.transaction(1, "QUEUE GET q COUNT 300 " + options);
        owner.becomeSlow();
    }

    @Test
    void noneIsDeliveredBeforeAllItemsOfAClosedConnectionHaveComeBack() {
        getAll("");
        owner.ask(2, "QUEUE GET q COUNT 2");
        assertThat(owner.close(1)).isEmpty();
        assertThat(owner.afterAllSlices()).containsExactly("2: [[1, x, 2], [2, x, 2]]");
        assertThat(owner.ask(3, "QUEUE SIZE q")).containsExactly("3: 298");
        owner.close(2);
        assertMemoryIsFree();
    }

    @Test
    void thoseWhoComeMeanwhileGetNoneBefore() {
        getAll("");
        owner.close(1);
        while (owner.queues.gate("q") == null) {
            owner.after(1); // its items are listed
        }
        assertThat(owner.ask(2, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(3, "QUEUE PUT q y")).isEmpty();
        assertThat(owner.afterAllSlices()).containsExactly("2: [1, x, 2]", "3: 601");
    }

    @Test
    void aConnectionThatWasResetHasNothingAnyMore() {
        getAll("");
        owner.send(1, new Signal.Reset());
        assertThat(owner.ask(1, "QUEUE DONE q 300", "QUEUE SIZE q", "QUEUE SIZE r"))
                .isEmpty();
        assertThat(owner.ask(2, "QUEUE SIZE r")).containsExactly("2: 0");
        assertThat(owner.afterAllSlices())
                .containsExactly(
                        "1: NOITEM item 300 of queue q: its connection was RESET, and attempt 1 is ready",
                        "1: 300",
                        "1: 0");
        assertMemoryIsFree();
    }

    @Test
    void aConnectionThatClosesDuringItsResetChangesNothing() {
        getAll("");
        owner.send(1, new Signal.Reset());
        owner.close(1);
        owner.afterAllSlices();
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactly("2: [1, x, 1]");
    }

    @Test
    void itemsThatEndMeanwhileDoNotComeBack() {
        getAll("");
        owner.close(1);
        assertThat(owner.ask(2, "QUEUE DONE q 1", "QUEUE DONE q 300")).containsExactly("2: OK", "2: OK");
        owner.afterAllSlices();
        assertThat(owner.ask(2, "QUEUE GET q", "QUEUE SIZE q")).containsExactly("2: [2, x, 2]", "2: 297");
    }

    @Test
    void aConnectionWithItemsOfManyQueuesGivesAllOfThemBack() {
        owner.becomeQuick();
        for (int i = 0; i < MANY; i++) {
            owner.ask(1, "QUEUE PUT q" + i + " a", "QUEUE GET q" + i);
        }
        owner.becomeSlow();
        owner.close(1);
        owner.afterAllSlices();
        for (int i = 0; i < MANY; i++) {
            assertThat(owner.ask(2, "QUEUE SIZE q" + i)).containsExactly("2: 1");
        }
    }

    @Test
    void deadItemsOfAClosedConnectionAreInTheirOrderBehindThoseThatComeBackThere() {
        owner.becomeQuick();
        owner.ask(1, "QUEUE MOVE q q.dead COUNT 2", "QUEUE CREATE r ATTEMPTS 1", "QUEUE MOVE q r");
        owner.transaction(1, "QUEUE GET r COUNT 298", "QUEUE GET q.dead COUNT 2", "QUEUE MOVE r.dead q.dead");
        owner.ask(1, "QUEUE MOVE q.dead r.dead");
        owner.becomeSlow();
        owner.close(1);
        owner.afterAllSlices();
        assertThat(owner.ask(2, "QUEUE SIZE r.dead", "QUEUE GET r.dead")).containsExactly("2: 298", "2: [3, x, 1]");
    }

    @Test
    void itemsWhoseLeasesEndTogetherComeBackInTheirOrderUnlessTouchedMeanwhile() {
        getAll("LEASE 50");
        owner.ask(2, "QUEUE GET q");
        owner.after(50);
        assertThat(owner.ask(1, "QUEUE TOUCH q 300", "QUEUE DONE q 299")).containsExactly("1: OK", "1: OK");
        assertThat(owner.afterAllSlices()).containsExactly("2: [1, x, 2]");
        owner.becomeQuick();
        assertThat(owner.ask(2, "QUEUE GET q", "QUEUE SIZE q")).containsExactly("2: [300, x, 2]", "2: 297");
    }

    @Test
    void delaysThatEndTogetherEndBeforeTheFirstItemIsDelivered() {
        owner.becomeQuick();
        owner.ask(1, "QUEUE CREATE p KIND priority");
        for (int i = MANY; i > 0; i--) {
            owner.ask(1, "QUEUE PUT p a PRIORITY " + i + " DELAY 50");
        }
        owner.ask(2, "QUEUE GET p");
        owner.becomeSlow();
        assertThat(owner.after(50)).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET p TIMEOUT 0")).containsExactly("3: NullArray");
        assertThat(owner.afterAllSlices()).containsExactly("2: [600, a, 1]");
    }

    @Test
    void leasesThatEndDuringAPurgeComeBackBehindIt() {
        owner.becomeQuick();
        owner.ask(2, "QUEUE GET q LEASE 1");
        owner.becomeSlow();
        owner.ask(1, "QUEUE PURGE q");
        assertThat(owner.afterAllSlices()).containsExactly("1: 299");
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactly("2: [1, x, 2]");
    }
}
