package dev.tutti.journal;

import static dev.tutti.journal.CommittingProcess.SPAN;
import static dev.tutti.journal.CommittingProcess.WIDTH;
import static dev.tutti.journal.CommittingProcess.key;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is killed at any moment loses nothing that it was told is committed. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class KillTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"ALWAYS, 5", "INTERVAL, 3", "NONE, 2"})
    void whatWasCommittedIsThereAndEveryBatchWhole(Sync sync, int kills) throws IOException, InterruptedException {
        Random random = Seeds.random(7);
        int first = SPAN;
        for (int i = 0; i < kills; i++) {
            CommittingProcess process = CommittingProcess.start(directory, sync, first);
            int told = process.kill(process.await(1 + random.nextInt(2000)));
            int last = lastBatch();
            if (sync != Sync.NONE) {
                assertThat(last).isGreaterThanOrEqualTo(told);
            }
            first = last + 1;
        }
    }

    /** Finds all batches that no later one has deleted, whole, up to the last one, which it gives. */
    private int lastBatch() {
        try (RocksJournal journal =
                RocksJournal.open(directory, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            List<String> keys = new ArrayList<>(read(journal).keySet());
            int last = Integer.parseInt(keys.get(keys.size() - 1).substring(0, 9));
            List<String> expected = new ArrayList<>();
            for (int n = Math.max(SPAN, last - SPAN + 1); n <= last; n++) {
                for (int i = 0; i < WIDTH; i++) {
                    expected.add(key(n, i));
                }
            }
            assertThat(keys).isEqualTo(expected);
            return last;
        }
    }
}
