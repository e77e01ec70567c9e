package dev.tutti.journal;

import static dev.tutti.journal.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a journal notices that its disk gets full, and that there is room again. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DiskSpaceTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final FaultyDisk disk = new FaultyDisk();
    private final RecordedCompletions told = new RecordedCompletions();
    private FaultyJournal journal;

    private void open() {
        journal = new FaultyJournal(disk, Sync.ALWAYS);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aDiskWithLessThanTheReserveIsLowUntilThereIsRoomAgain() {
        open();
        assertThat(journal.isLow()).isFalse();
        assertThat(journal.health()).isEqualTo(new Health(Health.State.OK, null));
        disk.leave(FaultyJournal.RESERVE_BYTES - 1);
        commitUntilLow(true);
        assertThat(journal.health()).isEqualTo(new Health(Health.State.LOW, null));
        disk.repair();
        while (journal.isLow()) {
            Thread.onSpinWait();
        }
        assertThat(logged.of(EventKind.LOW_DISK))
                .first()
                .isEqualTo("the journal's disk has 1023 KiB left, less than 1024 KiB (producer.reserve)");
        assertThat(journal.health().state()).isEqualTo(Health.State.OK);
    }

    private void commitUntilLow(boolean low) {
        int commits = told.soFar().size();
        while (journal.isLow() != low) {
            journal.commit(put("k", "1"), told.as("k"));
            told.await(++commits);
        }
    }

    @Test
    void aDiskThatFillsQuicklyIsNoticedByTheBytes() {
        open();
        disk.leave(0);
        byte[] large = new byte[(int) FaultyJournal.RESERVE_BYTES / 8];
        journal.commit(new JournalBatch().put(large, large), told.as("large"));
        told.await(1);
        assertThat(journal.isLow()).isTrue();
    }

    @Test
    void aJournalThatIsLowTakesCommitsStill() {
        disk.leave(0);
        open();
        assertThat(journal.isLow()).isTrue();
        journal.commit(put("a", "1"), told.as("a"));
        assertThat(told.await(1)).containsExactly("a");
    }
}
