package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A transaction at the owner of its queues. */
class TransactionTest {

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(1 << 24, journal);

    @Test
    void allChangesAreOneCommitAndAreAnsweredWhenItIsWritten() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q");
        journal.holdBack();
        assertThat(owner.transaction(1, "QUEUE DONE q 1 r", "QUEUE PUT next r", "QUEUE SIZE next"))
                .isEmpty();
        assertThat(journal.pending()).isEqualTo(1);
        journal.writeNext();
        assertThat(owner.replies()).containsExactly("1: OK", "1: 2", "1: 1");
    }

    @Test
    void aLongChangeEndsInTheSameTurnAndCommit() {
        String[] puts = new String[300];
        Arrays.setAll(puts, i -> "QUEUE PUT q x");
        owner.ask(1, puts);
        int before = journal.commits();
        owner.becomeSlow();
        assertThat(owner.transaction(1, "QUEUE MOVE q r", "QUEUE SIZE r"))
                .containsExactly("1: " + puts.length, "1: " + puts.length);
        assertThat(journal.commits() - before).isEqualTo(1);
    }

    @Test
    void ifTheJournalFailsEveryPartIsRefused() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q");
        journal.holdBack();
        assertThat(owner.transaction(1, "QUEUE PUT q b", "QUEUE DONE q 1", "QUEUE SIZE q"))
                .isEmpty();
        journal.fail("broken");
        journal.writeNext();
        assertThat(owner.replies())
                .satisfiesExactly(
                        put -> assertThat(put).contains("FULL"),
                        done -> assertThat(done).contains("FULL"),
                        size -> assertThat(size).contains("FULL"));
        assertThat(owner.ask(2, "QUEUE SIZE q")).containsExactly("2: 0");
    }

    @Test
    void commandsThatBecomeReadyMeanwhileRunAfterwards() {
        owner.ask(2, "QUEUE GET q", "QUEUE PUT r theirs");
        assertThat(owner.transaction(1, "QUEUE PUT q a", "QUEUE PUT r mine", "QUEUE SIZE r"))
                .containsExactly("2: [1, a, 1]", "1: 1", "1: 2", "1: 1", "2: 3");
    }

    @Test
    void aWaitIsGivenUpThoughTooManyWait() {
        for (int i = 0; i < OneOwner.MAX_WAITERS; i++) {
            owner.ask(10 + i, "QUEUE GET q");
        }
        assertThat(owner.transaction(1, "QUEUE GET r", "QUEUE GET q TIMEOUT 5000"))
                .containsExactly("1: NullArray", "1: NullArray");
        assertThat(owner.stat("r", "getters")).isEqualTo("0");
        assertThat(owner.stat("q", "getters")).isEqualTo(String.valueOf(OneOwner.MAX_WAITERS));
    }
}
