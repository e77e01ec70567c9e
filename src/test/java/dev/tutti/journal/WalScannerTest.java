package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.format.BatchFormat;
import dev.tutti.journal.format.DamageException;
import dev.tutti.journal.format.WalReader;
import dev.tutti.journal.format.WalScanner;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The logs of several starts, looked at without a database. */
@Timeout(60)
class WalScannerTest {

    @TempDir
    Path directory;

    private long journalNumber;

    /** The logs that so many starts have left, each with two commits, oldest first. */
    private List<Path> logsOf(int starts) throws IOException {
        Path path = directory.resolve("journal");
        for (int i = 0; i < starts; i++) {
            try (RocksJournal journal =
                    RocksJournal.open(path, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
                commit(journal, put("a" + i, "1"));
                commit(journal, put("b" + i, "1"));
            }
        }
        try (JournalDirectory taken = JournalDirectory.take(path)) {
            journalNumber = taken.journal();
            return WalReader.in(taken.database());
        }
    }

    @Test
    void areReadInTheOrderOfTheirNumbersHoweverManyDigitsThoseHave() throws IOException, DamageException {
        List<Path> found = logsOf(2);
        assertThat(found).hasSize(2);
        Path database = Files.createDirectory(directory.resolve("renumbered"));
        Files.copy(found.get(0), database.resolve("999999.log"));
        Files.copy(found.get(1), database.resolve("1000000.log"));
        WalScanner logs = WalScanner.of(database, journalNumber);
        logs.verify(1_000_000, 4);
        List<Long> sequences = new ArrayList<>();
        logs.replay(batch -> sequences.add(BatchFormat.sequence(batch)));
        assertThat(sequences).isSorted();
        assertThat(logs.end()).isEqualTo(5);
    }
}
