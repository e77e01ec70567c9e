package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A journal that stores nothing. */
class VolatileJournalTest extends JournalContract {

    @Override
    VolatileJournal open() {
        return new VolatileJournal();
    }

    @Test
    void everythingIsCommittedAtOnceAndForgotten() {
        RecordedCompletions told = new RecordedCompletions();
        try (VolatileJournal journal = open()) {
            journal.write(put("b", "1"));
            journal.commit(put("a", "1"), told.as("a"));
            assertThat(told.soFar()).containsExactly("a");
            assertThat(told.teller()).isSameAs(Thread.currentThread());
            assertThat(read(journal)).isEmpty();
            assertThat(journal.get(bytes("a"))).isNull();
            assertThat(journal.getAll(List.of(bytes("a"), bytes("b")))).containsExactly(null, null);
            assertThat(journal.isDurable()).isFalse();
            assertThat(journal.isLow()).isFalse();
            assertThat(journal.health().state()).isEqualTo(Health.State.OK);
        }
    }
}
