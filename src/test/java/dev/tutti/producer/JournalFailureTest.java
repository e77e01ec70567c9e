package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the owner of queues answers, and what it delivers, when its journal fails. */
class JournalFailureTest {

    private static final String FULL = "FULL the disk broke";

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(journal);

    /** Items 1, 2 and 3 are in q, and 4, which was submitted, is in the hands of connection 1. */
    @BeforeEach
    void fill() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE PUT q c", "SUBMIT r s", "QUEUE GET r");
        journal.holdBack();
    }

    /** What is answered when everything that waits for the journal has failed. */
    private List<String> fail() {
        journal.fail("the disk broke");
        journal.writeAll();
        return owner.replies();
    }

    // ---- what is on its way then

    @ParameterizedTest
    @MethodSource("dev.tutti.producer.WritingCommands#all")
    void whatIsNotWrittenIsAnsweredFull(String command) {
        owner.ask(1, command);
        assertThat(fail()).containsExactly("1: " + FULL);
    }

    @Test
    void everythingOnItsWayIsAnsweredFullInItsOrder() {
        owner.ask(1, "QUEUE PUT q x", "QUEUE PUT q y");
        owner.ask(2, "QUEUE DONE r 4");
        owner.ask(3, "SUBMIT q z");
        assertThat(fail()).containsExactly("1: " + FULL, "1: " + FULL, "2: " + FULL, "3: " + FULL);
    }

    @Test
    void whatWasWrittenBeforeIsAnsweredAsItIs() {
        owner.ask(1, "QUEUE PUT q x");
        owner.ask(2, "QUEUE PUT q y");
        journal.writeNext();
        assertThat(fail()).containsExactly("1: 5", "2: " + FULL);
        assertThat(owner.ask(3, "QUEUE GET q COUNT 9"))
                .containsExactly("3: [[1, a, 1], [2, b, 1], [3, c, 1], [5, x, 1]]");
    }

    @Test
    void aDeliveryOfItemsThatAreWrittenWaitsForThatAndIsAnswered() {
        owner.ask(1, "QUEUE PUT q x");
        owner.ask(2, "QUEUE GET q", "QUEUE GET q COUNT 2");
        assertThat(fail()).containsExactly("1: " + FULL, "2: [1, a, 1]", "2: [[2, b, 1], [3, c, 1]]");
    }

    @Test
    void aDetachedGetThatWaitedIsAnsweredFull() {
        owner.ask(1, "QUEUE FAIL r 4 oops DELAY 10");
        owner.ask(2, "QUEUE GET r LEASE 60 DETACHED");
        journal.writeNext();
        assertThat(owner.after(10)).containsExactly("1: OK");
        assertThat(fail()).containsExactly("2: " + FULL);
    }

    @Test
    void joinIsNotAnsweredOnTheGroundOfADoneThatIsNotWritten() {
        owner.ask(1, "QUEUE PUT jobs x", "QUEUE GET jobs");
        journal.writeNext();
        owner.replies();
        owner.ask(2, "QUEUE JOIN jobs");
        owner.ask(1, "QUEUE DONE jobs 5");
        owner.ask(3, "QUEUE JOIN jobs");
        assertThat(fail()).containsExactlyInAnyOrder("1: " + FULL, "2: " + FULL, "3: " + FULL);
    }

    @Test
    void nobodySeesAnItemThatIsNotWritten() {
        owner.ask(1, "QUEUE PUT q x");
        owner.ask(2, "QUEUE PEEK q COUNT 9", "QUEUE SIZE q");
        assertThat(fail()).containsExactly("1: " + FULL, "2: " + FULL, "2: " + FULL);
        assertThat(owner.ask(2, "QUEUE PEEK q COUNT 9", "QUEUE SIZE q"))
                .containsExactly("2: [[1, a], [2, b], [3, c]]", "2: 3");
    }

    @Test
    void whatWasThereBeforeIsDeliveredInTheVeryTurnThatIsLost() {
        assertThat(owner.ask(1, "QUEUE PUT q x", "QUEUE GET q")).isEmpty();
        assertThat(fail()).containsExactly("1: " + FULL, "1: [1, a, 1]");
    }

    @Test
    void whatDoesNotDependOnItIsAnsweredInTheVeryTurnThatIsLost() {
        owner.ask(2, "RUN tasks x");
        owner.send(5, new Consume("tasks"));
        assertThat(owner.ask(5, "QUEUE PURGE q", "QUEUE DONE tasks 5 X")).isEmpty();
        assertThat(fail()).containsExactlyInAnyOrder("5: " + FULL, "5: OK", "2: X");
    }

    @Test
    void aDeadLetterThatIsNotWrittenIsAnsweredFullThoughItsItemHadNoRecord() {
        owner.send(-1, new Run("tasks", new byte[] {'x'}, Command.NO_TIMEOUT), new Signal.Detached());
        owner.ask(5, "QUEUE GET tasks");
        assertThat(owner.ask(5, "QUEUE FAIL tasks 5 oops")).isEmpty();
        assertThat(fail()).contains("5: " + FULL);
    }

    @Test
    void nobodyIsToldAResultThatIsNotWritten() {
        owner.ask(2, "AWAIT r 4");
        owner.ask(1, "QUEUE DONE r 4 result");
        owner.ask(3, "AWAIT r 4", "AWAIT r 4 TIMEOUT 0");
        assertThat(fail()).containsExactlyInAnyOrder("1: " + FULL, "2: " + FULL, "3: " + FULL, "3: " + FULL);
    }

    @Test
    void nobodyIsToldAFailureThatIsNotWritten() {
        owner.ask(2, "AWAIT r 4");
        owner.ask(1, "QUEUE FAIL r 4 oops");
        assertThat(fail()).containsExactlyInAnyOrder("1: " + FULL, "2: " + FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE DONE r 4 result", "QUEUE FAIL r 4 oops", "CANCEL r 4"})
    void nobodyIsToldItAfterwardsEither(String end) {
        owner.ask(1, end);
        assertThat(fail()).containsExactly("1: " + FULL);
        assertThat(owner.ask(3, "AWAIT r 4", "AWAIT r 4 TIMEOUT 0")).containsExactly("3: " + FULL, "3: " + FULL);
    }

    @Test
    void aResultThatWasWrittenBeforeIsToldAfterwards() {
        owner.ask(1, "QUEUE DONE r 4 result");
        owner.ask(2, "QUEUE PUT q x");
        journal.writeNext();
        assertThat(fail()).containsExactly("1: OK", "2: " + FULL);
        assertThat(owner.ask(3, "AWAIT r 4")).containsExactly("3: result");
    }

    @Test
    void whatFindsItDoneAlreadyByWhatIsLostIsAnsweredFullToo() {
        owner.ask(1, "QUEUE DELETE q");
        owner.ask(2, "QUEUE DELETE q", "QUEUE PURGE q", "QUEUE MOVE q r");
        assertThat(fail()).containsExactly("1: " + FULL, "2: " + FULL, "2: " + FULL, "2: " + FULL);
    }

    // ---- an item whose PUT was refused

    @Test
    void aRefusedItemIsNotDeliveredInItsTurn() {
        owner.ask(1, "QUEUE PUT new x", "QUEUE GET new");
        assertThat(fail()).containsExactly("1: " + FULL, "1: " + FULL);
        isGone("new");
    }

    @Test
    void aRefusedItemIsNotDeliveredInALaterTurn() {
        owner.ask(1, "QUEUE PUT new x");
        owner.ask(2, "QUEUE GET new");
        assertThat(fail()).containsExactly("1: " + FULL, "2: " + FULL);
        isGone("new");
    }

    @Test
    void aRefusedItemIsNotDeliveredToThoseWhoWaited() {
        owner.ask(2, "QUEUE GET new");
        owner.send(5, new Consume("new"));
        owner.ask(1, "SUBMIT new x", "QUEUE PUT new y");
        assertThat(fail()).containsExactlyInAnyOrder("1: " + FULL, "1: " + FULL, "2: " + FULL, "5: " + FULL);
        isGone("new");
    }

    @Test
    void aRefusedItemIsNotAmongThoseThatAreDeliveredTogether() {
        owner.ask(1, "QUEUE PUT q x");
        owner.ask(2, "QUEUE PUT r y", "QUEUE GET q COUNT 9");
        assertThat(fail()).containsExactly("1: " + FULL, "2: " + FULL, "2: [[1, a, 1], [2, b, 1], [3, c, 1]]");
        isGone("r");
    }

    @Test
    void aRefusedItemIsNotDeliveredAfterwards() {
        owner.ask(1, "QUEUE PUT new x", "QUEUE PUT new y DELAY 5");
        owner.ask(2, "QUEUE RELEASE r 4 DELAY 5", "SUBMIT new z");
        assertThat(fail()).containsOnly("1: " + FULL, "2: " + FULL);
        assertThat(owner.ask(1, "QUEUE GET new TIMEOUT 10")).isEmpty();
        assertThat(owner.after(10)).containsExactly("1: NullArray");
        isGone("new");
    }

    @Test
    void aRefusedItemIsNotDeliveredBetweenTwoTurnsThatAreLost() {
        owner.ask(1, "QUEUE PUT q x");
        owner.ask(1, "QUEUE PUT new y");
        journal.fail("the disk broke");
        journal.writeNext();
        assertThat(owner.replies()).containsExactly("1: " + FULL);
        assertThat(owner.ask(2, "QUEUE GET new")).isEmpty();
        journal.writeNext();
        assertThat(owner.replies()).containsExactly("1: " + FULL, "2: " + FULL);
        isGone("new");
    }

    @Test
    void aRefusedItemIsNotDeliveredFromWhereItWasMovedOrBuried() {
        owner.ask(1, "QUEUE PUT new x", "QUEUE PUT new y", "QUEUE GET new", "QUEUE FAIL new 5 oops");
        owner.ask(2, "QUEUE MOVE new r");
        assertThat(fail()).hasSize(5).allMatch(reply -> reply.endsWith(FULL));
        isGone("new");
        isGone("new.dead");
        isGone("r");
    }

    private void isGone(String queue) {
        assertThat(owner.ask(9, "QUEUE GET " + queue + " TIMEOUT 0", "QUEUE SIZE " + queue))
                .containsExactly("9: NullArray", "9: 0");
        if (queue.equals("new")) {
            assertThat(owner.queues.existing(queue))
                    .as("nothing is left to remember")
                    .isNull();
        }
    }
}
