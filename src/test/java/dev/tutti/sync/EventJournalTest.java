package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;

/** Replies of an owner of events whose journal is slow, nearly full, has failed, or is read again. */
class EventJournalTest {

    private static final String FULL = "FULL the disk broke";
    private static final String LOW = "FULL the disk of the journal is nearly full (producer.reserve)";

    private final MapJournal journal = new MapJournal();
    private final SyncOwner owner = new SyncOwner(journal);

    // ---- read

    @Test
    void whatIsSetIsSetAfterAKillAndWhatIsClearedIsNot() {
        owner.ask(1, "EVENT SET a", "EVENT SET b", "EVENT SET caffè", "EVENT CLEAR a");
        SyncOwner next = new SyncOwner(journal.afterKill());
        assertThat(next.ask(1, "EVENT IS_SET a", "EVENT IS_SET b", "EVENT WAIT caffè"))
                .containsExactly("1: 0", "1: 1", "1: 1");
        next.ask(1, "EVENT CLEAR b", "EVENT CLEAR caffè");
        assertThat(next.remembered()).isZero();
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        owner.ask(1, "EVENT SET a");
        int commits = journal.commits();
        owner.ask(1, "EVENT SET a", "EVENT CLEAR b", "EVENT IS_SET a");
        assertThat(journal.commits()).isEqualTo(commits);
    }

    // ---- on its way

    @Test
    void nobodyIsToldThatItIsSetBeforeThatIsWritten() {
        journal.holdBack();
        owner.ask(2, "EVENT WAIT a");
        assertThat(owner.ask(1, "EVENT SET a")).isEmpty();
        assertThat(owner.ask(3, "EVENT IS_SET a")).isEmpty();
        assertThat(owner.ask(3, "EVENT WAIT a")).isEmpty();
        journal.writeNext();
        assertThat(owner.told()).containsExactlyInAnyOrder("1: OK", "2: 1", "3: 1", "3: 1");
        assertThat(owner.ask(1, "EVENT CLEAR a")).isEmpty();
        journal.writeNext();
        assertThat(owner.told()).containsExactly("1: OK");
    }

    @Test
    void locksWaitForNoDisk() {
        journal.holdBack();
        assertThat(owner.ask(1, "LOCK ACQUIRE l")).containsExactly("1: 1");
        owner.ask(2, "LOCK ACQUIRE l");
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactlyInAnyOrder("1: OK", "2: 2");
    }

    // ---- failed

    @Test
    void whatIsNotWrittenWhenItFailsIsAnsweredFull() {
        owner.ask(1, "EVENT SET b");
        journal.holdBack();
        owner.ask(1, "EVENT SET a");
        owner.ask(2, "EVENT CLEAR b", "LOCK ACQUIRE l TIMEOUT 0");
        fail();
        assertThat(owner.told()).startsWith("1: " + FULL, "2: " + FULL).hasSize(3);
    }

    private void fail() {
        journal.fail("the disk broke");
        journal.writeAll();
    }

    @Test
    void nobodyIsToldThatItIsSetIfThatIsNotWritten() {
        journal.holdBack();
        owner.ask(2, "EVENT WAIT a");
        owner.ask(1, "EVENT SET a");
        owner.ask(3, "EVENT IS_SET a", "EVENT SET a");
        owner.ask(4, "EVENT WAIT a");
        fail();
        assertThat(owner.told())
                .containsExactlyInAnyOrder("1: " + FULL, "2: " + FULL, "3: " + FULL, "3: " + FULL, "4: " + FULL);
        assertThat(owner.ask(5, "EVENT IS_SET a", "EVENT WAIT a TIMEOUT 0")).containsExactly("5: 0", "5: Null");
    }

    @Test
    void nobodyIsToldThatItIsNotSetIfThatIsNotWritten() {
        owner.ask(1, "EVENT SET a");
        journal.holdBack();
        owner.ask(1, "EVENT CLEAR a");
        owner.ask(2, "EVENT CLEAR a", "EVENT IS_SET a");
        fail();
        assertThat(owner.told()).containsExactly("1: " + FULL, "2: " + FULL, "2: " + FULL);
    }

    @Test
    void whoeverGetsALockInTheTurnThatIsLostKnowsOfIt() {
        journal.holdBack();
        owner.ask(1, "LOCK ACQUIRE l");
        owner.ask(2, "LOCK ACQUIRE l");
        assertThat(owner.ask(1, "EVENT SET a", "LOCK RELEASE l", "LOCK ACQUIRE m"))
                .isEmpty();
        assertThat(owner.ask(3, "LOCK ACQUIRE n")).isEmpty();
        fail();
        assertThat(owner.told()).containsExactlyInAnyOrder("1: " + FULL, "1: OK", "2: 2", "1: 3", "3: 4");
    }

    @Test
    void afterThatSetAndClearAreRefusedAndChangeNothingAndAllElseGoesOn() {
        owner.ask(1, "EVENT SET a");
        journal.holdBack();
        owner.ask(1, "EVENT SET lost");
        fail();
        owner.told();
        owner.ask(2, "EVENT WAIT b");
        assertThat(owner.ask(1, "EVENT SET b", "EVENT CLEAR a")).containsExactly("1: " + FULL, "1: " + FULL);
        assertThat(owner.ask(1, "EVENT IS_SET b", "EVENT IS_SET a", "EVENT SET a", "EVENT CLEAR b"))
                .containsExactly("1: 0", "1: 1", "1: " + FULL, "1: " + FULL);
        assertThat(owner.ask(3, "LOCK ACQUIRE l", "LOCK RELEASE l")).containsExactly("3: 1", "3: OK");
        assertThat(journal.pending()).isZero();
    }

    // ---- nearly full

    @Test
    void whereTheDiskIsNearlyFullNothingIsSetButCleared() {
        owner.ask(1, "EVENT SET a");
        journal.low(true);
        owner.ask(2, "EVENT WAIT b");
        assertThat(owner.ask(1, "EVENT SET b", "EVENT IS_SET b", "EVENT SET a"))
                .containsExactly("1: " + LOW, "1: 0", "1: OK");
        assertThat(owner.ask(1, "EVENT CLEAR a", "EVENT IS_SET a")).containsExactly("1: OK", "1: 0");
        journal.low(false);
        assertThat(owner.ask(1, "EVENT SET b")).containsExactlyInAnyOrder("1: OK", "2: 1");
    }
}
