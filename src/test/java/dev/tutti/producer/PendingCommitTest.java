package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Put;
import dev.tutti.command.Signal;
import dev.tutti.journal.MapJournal;
import dev.tutti.queue.PutOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the owner of a queue answers that has a journal. */
class PendingCommitTest {

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(journal);

    /** Items 1, 2 and 3 are in q, and 4, which was submitted, is in the hands of connection 1. */
    @BeforeEach
    void fill() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE PUT q c", "SUBMIT r s", "QUEUE GET r");
        journal.holdBack();
    }

    /** What is answered when the next commit is written. */
    private List<String> next() {
        journal.writeNext();
        return owner.replies();
    }

    @Test
    void aReceiptDoesNotWaitForTheJournal() {
        Put put = new Put("q", new byte[0], PutOptions.NORMAL, Command.NO_TIMEOUT);
        assertThat(owner.send(2, Signal.RECEIVED, put)).containsExactly("2: Receipt");
        assertThat(owner.send(3, Signal.RECEIVED)).containsExactly("3: Receipt");
        assertThat(next()).contains("2: 5");
    }

    @ParameterizedTest
    @MethodSource("dev.tutti.producer.WritingCommands#all")
    void whatChangesAnythingIsAnsweredWhenThatIsWritten(String command) {
        assertThat(owner.ask(1, command)).isEmpty();
        assertThat(next()).hasSize(1).noneMatch(reply -> reply.matches("1: [A-Z]+ .*"));
    }

    @Test
    void repliesGoOutTurnByTurn() {
        assertThat(owner.ask(1, "QUEUE PUT q x", "QUEUE PUT q y")).isEmpty();
        assertThat(owner.ask(2, "QUEUE PUT q z")).isEmpty();
        assertThat(next()).containsExactly("1: 5", "1: 6");
        assertThat(next()).containsExactly("2: 7");
    }

    @Test
    void aTurnInWhichNothingChangesWaitsBehindOneThatIsNotWritten() {
        owner.ask(1, "QUEUE PUT q x");
        assertThat(owner.ask(2, "QUEUE SIZE q", "QUEUE SIZE r")).isEmpty();
        assertThat(owner.ask(1, "QUEUE SIZE q")).isEmpty();
        owner.ask(3, "QUEUE PUT q y");
        assertThat(next()).containsExactly("1: 5", "2: 4", "2: 0", "1: 4");
        assertThat(next()).containsExactly("3: 6");
    }

    @Test
    void whatIsAskedWhileNothingIsOnItsWayIsAnsweredAtOnce() {
        assertThat(owner.ask(
                        2, "QUEUE SIZE q", "QUEUE GET q TIMEOUT 0", "QUEUE JOIN r TIMEOUT 0", "AWAIT r 4 TIMEOUT 0"))
                .containsExactly("2: 3", "2: [1, a, 1]", "2: Null", "2: Null");
    }

    @Test
    void aDeliveryIsNotedAndHoldsNothingUp() {
        assertThat(owner.ask(1, "QUEUE GET q")).containsExactly("1: [1, a, 1]");
        assertThat(owner.ask(2, "QUEUE GET q COUNT 2")).containsExactly("2: [[2, b, 1], [3, c, 1]]");
        assertThat(journal.pending()).isEqualTo(2);
        owner.ask(1, "QUEUE DONE q 1");
        assertThat(next()).isEmpty();
        assertThat(next()).isEmpty();
        assertThat(next()).containsExactly("1: OK");
    }

    @Test
    void theEndOfADelayHoldsNothingUpEither() {
        owner.ask(1, "QUEUE PUT delayed d DELAY 5");
        next();
        assertThat(owner.ask(2, "QUEUE GET delayed")).isEmpty();
        assertThat(owner.after(5)).containsExactly("2: [5, d, 1]");
        assertThat(journal.pending()).isOne();
    }

    @Test
    void nobodyGetsAnItemBeforeItIsWritten() {
        assertThat(owner.ask(1, "QUEUE GET new")).isEmpty();
        assertThat(owner.ask(2, "QUEUE PUT new x", "QUEUE PUT new y")).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET new")).isEmpty();
        journal.writeNext();
        assertThat(owner.replies()).containsExactlyInAnyOrder("1: [5, x, 1]", "2: 5", "2: 6", "3: [6, y, 1]");
    }

    @Test
    void nobodyGetsAnItemAgainBeforeItIsWrittenThatItCameBack() {
        owner.ask(1, "QUEUE GET leased LEASE 10");
        owner.ask(2, "QUEUE PUT leased x");
        next();
        owner.ask(3, "QUEUE GET leased");
        assertThat(owner.after(10)).isEmpty();
        assertThat(next()).containsExactly("3: [5, x, 2]");
    }

    @Test
    void whoeverAwaitsAResultIsToldWhenItIsWritten() {
        owner.ask(2, "AWAIT r 4");
        assertThat(owner.ask(1, "QUEUE DONE r 4 result")).isEmpty();
        assertThat(owner.ask(3, "AWAIT r 4")).isEmpty();
        journal.writeNext();
        assertThat(owner.replies()).containsExactlyInAnyOrder("1: OK", "2: result", "3: result");
    }

    @Test
    void aRunWaitsForNoDisk() {
        owner.send(5, new Consume("tasks"));
        assertThat(owner.ask(1, "RUN tasks x")).containsExactly("5: [5, x, 1]");
        assertThat(owner.send(5, new Done("tasks", 5, "X".getBytes()))).containsExactlyInAnyOrder("5: OK", "1: X");
        assertThat(journal.pending()).isZero();
    }

    @Test
    void nothingNewGetsAnIdThatTheJournalIsNotKnownToHaveMarked() {
        owner.numbersAreScarce = true;
        String slow = "FULL the journal does not keep up with the numbers that are given out";
        assertThat(owner.ask(1, "QUEUE PUT q x", "SUBMIT q x", "RUN q x"))
                .containsExactly("1: " + slow, "1: " + slow, "1: " + slow);
        assertThat(journal.pending()).isZero();
        owner.numbersAreScarce = false;
        owner.ask(1, "QUEUE PUT q x");
        assertThat(next()).containsExactly("1: 5");
    }
}
