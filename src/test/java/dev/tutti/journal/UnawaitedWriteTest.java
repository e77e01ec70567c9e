package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nobody waits for is written with the rest, and costs no sync of its own. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class UnawaitedWriteTest {

    private final FaultyDisk disk = new FaultyDisk();
    private final RecordedCompletions told = new RecordedCompletions();
    private FaultyJournal journal;

    private void open(Sync sync) {
        journal = new FaultyJournal(disk, sync);
    }

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private void awaitGroups(int count) {
        while (disk.groups().size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void itIsWrittenAtOnceAndSyncedWithTheNextCommit() {
        open(Sync.ALWAYS);
        journal.write(put("a", "1"));
        awaitGroups(1);
        assertThat(read(journal)).containsOnlyKeys("a");
        assertThat(disk.syncs()).isZero();
        journal.commit(put("b", "1"), told.as("b"));
        told.await(1);
        assertThat(disk.syncs()).isEqualTo(1);
        disk.cutPower();
        assertThat(read(journal)).containsOnlyKeys("a", "b");
    }

    @Test
    void itIsInOrderWithTheCommitsAndInTheirGroup() {
        open(Sync.ALWAYS);
        disk.holdUp();
        journal.commit(put("first", "1"), told.as("first"));
        while (!disk.isAwaited()) {
            Thread.onSpinWait();
        }
        journal.write(put("a", "1").put(bytes("b"), bytes("1")));
        journal.commit(put("a", "2"), told.as("a"));
        journal.write(put("b", "2"));
        disk.goOn();
        assertThat(told.await(2)).containsExactly("first", "a");
        assertThat(disk.groups()).containsExactly(1, 3);
        assertThat(disk.syncs()).isEqualTo(2);
        assertThat(read(journal)).hasToString("{a=2, b=2, first=1}");
    }

    @Test
    void withSyncIntervalItIsSyncedSoonAfterwards() {
        open(Sync.INTERVAL);
        journal.write(put("a", "1"));
        while (disk.syncs() == 0) {
            Thread.onSpinWait();
        }
        disk.cutPower();
        assertThat(read(journal)).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void closingWritesAndSyncsIt(Sync sync) {
        open(sync);
        journal.write(put("a", "1"));
        journal.close();
        disk.cutPower();
        assertThat(read(journal)).containsOnlyKeys("a");
    }

    @Test
    void nothingIsNotWritten() {
        open(Sync.ALWAYS);
        journal.write(new JournalBatch());
        journal.commit(put("a", "1"), told.as("a"));
        told.await(1);
        assertThat(disk.groups()).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void aFailureOfItFailsTheJournal(Sync sync) {
        disk.failWritesAfter(0);
        open(sync);
        journal.write(put("a", "1"));
        while (journal.health().state() == Health.State.OK) {
            Thread.onSpinWait();
        }
        disk.repair();
        journal.commit(put("b", "1"), told.as("b"));
        assertThat(told.await(1).get(0)).endsWith("writing to it failed: a write that fails");
    }

    @Test
    void aJournalThatHasFailedOrIsClosedDropsIt() {
        disk.failWritesAfter(1);
        open(Sync.ALWAYS);
        journal.commit(put("a", "1"), told.as("a"));
        told.await(1);
        journal.commit(put("b", "1"), told.as("b"));
        told.await(2);
        disk.repair();
        journal.write(put("c", "1"));
        journal.close();
        journal.write(put("d", "1"));
        assertThat(disk.groups()).isEqualTo(List.of(1));
        assertThat(read(journal)).containsOnlyKeys("a");
    }

    @Test
    void itSurvivesTheEndOfTheProcess(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("journal");
        try (RocksJournal rocks =
                RocksJournal.open(path, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            rocks.write(put("a", "1"));
            while (rocks.get(bytes("a")) == null) {
                Thread.onSpinWait();
            }
            JournalCopy killed = JournalCopy.of(path, directory.resolve("killed"));
            try (RocksJournal recovered = killed.open()) {
                assertThat(read(recovered)).containsOnlyKeys("a");
            }
        }
    }
}
