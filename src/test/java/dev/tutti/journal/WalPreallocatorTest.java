package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.format.WalPreallocator;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log that is synced grows in steps, and nothing that is written to it is touched by that. */
@Timeout(60)
class WalPreallocatorTest {

    private static final int STEP_BYTES = 100_000;

    @TempDir
    Path directory;

    @Test
    void zerosComeBehindWhatIsThereInTheNewestLog() throws IOException {
        Path older = Files.write(directory.resolve("999999.log"), bytes("old"));
        Path newest = Files.write(directory.resolve("1000000.log"), bytes("new"));
        new WalPreallocator(directory, STEP_BYTES).prepare(100);
        assertThat(older).hasContent("old");
        assertThat(Files.readAllBytes(newest)).isEqualTo(Arrays.copyOf(bytes("new"), 3 + STEP_BYTES));
    }

    @Test
    void moreOfThemComeWhenAsMuchHasBeenWritten() throws IOException {
        Path log = Files.createFile(directory.resolve("000001.log"));
        WalPreallocator preallocator = new WalPreallocator(directory, STEP_BYTES);
        for (int i = 0; i <= 100; i++) {
            preallocator.prepare(STEP_BYTES / 100);
            assertThat(log).hasSize(STEP_BYTES);
        }
        preallocator.prepare(1);
        assertThat(log).hasSize(2 * STEP_BYTES);
    }

    @Test
    void aLargeWriteMakesTheLogGrowByItself() throws IOException {
        Path log = Files.createFile(directory.resolve("000001.log"));
        WalPreallocator preallocator = new WalPreallocator(directory, STEP_BYTES);
        preallocator.prepare(STEP_BYTES);
        assertThat(log).isEmptyFile();
        preallocator.prepare(1);
        assertThat(log).hasSize(STEP_BYTES);
    }

    @Test
    void withoutALogThereIsNothingToDo() {
        new WalPreallocator(directory, STEP_BYTES).prepare(1);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(
            value = Sync.class,
            names = {"ALWAYS", "INTERVAL"})
    void aJournalThatSyncsEachWriteHasRoomUntilItIsClosed(Sync sync) throws IOException {
        Path path = directory.resolve("journal");
        try (RocksJournal journal =
                RocksJournal.open(path, sync, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            commit(journal, put("a", "1"));
            commit(journal, put("b", "1"));
            long size = Files.size(JournalCopy.logOf(path));
            if (sync == Sync.ALWAYS) {
                assertThat(size).isGreaterThan(JournalCopy.endOfLog(path));
                commit(journal, put("c", "1"));
                assertThat(Files.size(JournalCopy.logOf(path))).isEqualTo(size);
            } else {
                assertThat(size).isEqualTo(JournalCopy.endOfLog(path));
            }
        }
        assertThat(Files.size(JournalCopy.logOf(path))).isEqualTo(JournalCopy.endOfLog(path));
        try (RocksJournal journal =
                RocksJournal.open(path, sync, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            assertThat(read(journal)).containsKeys("a", "b");
        }
    }
}
