package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that loses the newest log, or its end: as far as that can be told from what a kill leaves, it is. */
@Timeout(60)
class LostLogTest {

    @TempDir
    Path directory;

    private Path journal;

    /** The first start leaves a log with one change. */
    @BeforeEach
    void start() {
        journal = directory.resolve("journal");
        try (RocksJournal first = open()) {
            commit(first, put("first", "1"));
        }
    }

    private RocksJournal open() {
        return RocksJournal.open(journal, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog());
    }

    /** The second start is killed when it has committed three. */
    private JournalCopy killed() throws IOException {
        try (RocksJournal second = open()) {
            commitThree(second);
            return JournalCopy.of(journal, directory.resolve("copy"));
        }
    }

    private JournalCopy stopped() throws IOException {
        try (RocksJournal second = open()) {
            commitThree(second);
        }
        return JournalCopy.of(journal, directory.resolve("copy"));
    }

    private static void commitThree(RocksJournal journal) {
        for (String key : new String[] {"a", "b", "c"}) {
            commit(journal, put(key, "1"));
        }
    }

    private static void assertRefused(JournalCopy copy, String cause) {
        assertThatThrownBy(copy::open).hasMessageMatching("the journal \\S+ is damaged: " + cause + "; .*");
        assertThatThrownBy(copy::open).hasMessageMatching("the journal \\S+ is damaged: " + cause + "; .*");
    }

    private static void assertSalvaged(JournalCopy copy, String... keys) {
        try (RocksJournal salvaged = copy.open(true)) {
            assertThat(read(salvaged)).containsOnlyKeys(keys);
        }
        try (RocksJournal sound = copy.open()) {
            assertThat(read(sound)).containsOnlyKeys(keys);
        }
    }

    @Test
    void aNewestLogThatIsGone() throws IOException {
        JournalCopy copy = killed();
        String name = copy.log().getFileName().toString();
        Files.delete(copy.log());
        assertRefused(copy, "its log " + name + " is missing");
        assertSalvaged(copy, "first");
    }

    @Test
    void aNewestLogThatIsEmpty() throws IOException {
        JournalCopy copy = killed();
        JournalCopy.cut(copy.log(), 0);
        assertRefused(copy, copy.log().getFileName() + " has lost all that was in it");
        assertSalvaged(copy, "first");
    }

    @Test
    void aNewestLogOfWhichNothingButZerosIsLeft() throws IOException {
        JournalCopy copy = killed();
        Files.write(copy.log(), new byte[5000]);
        assertRefused(copy, copy.log().getFileName() + " has lost all that was in it");
    }

    @Test
    void theEndOfALogAfterAnOrderlyStop() throws IOException {
        JournalCopy copy = stopped();
        byte[] log = Files.readAllBytes(copy.log());
        JournalCopy.cut(copy.log(), log.length / 2);
        assertRefused(copy, copy.log().getFileName() + " lacks 2 changes at its end");
        assertSalvaged(copy, "first", "a");
    }

    @Test
    void butNotTheEndOfALogAfterAKill() throws IOException {
        JournalCopy copy = killed();
        JournalCopy.cut(copy.log(), JournalCopy.endOfLog(copy.directory()) - 3);
        try (RocksJournal recovered = copy.open()) {
            assertThat(read(recovered)).containsOnlyKeys("first", "a", "b");
        }
    }

    @Test
    void norALogThatHadJustBegun() throws IOException {
        JournalCopy copy = killed();
        Files.createFile(copy.file("db-1/000099.log"));
        try (RocksJournal recovered = copy.open()) {
            assertThat(read(recovered)).containsOnlyKeys("first", "a", "b", "c");
        }
    }

    @Test
    void aStartThatWritesNothingIsNoneTheLess() throws IOException {
        for (int i = 0; i < 3; i++) {
            open().close();
        }
        JournalCopy copy = JournalCopy.of(journal, directory.resolve("copy"));
        try (RocksJournal idle = copy.open()) {
            assertThat(read(idle)).containsOnlyKeys("first");
            JournalCopy killed = JournalCopy.of(copy.directory(), directory.resolve("killed"));
            try (RocksJournal next = killed.open()) {
                assertThat(read(next)).containsOnlyKeys("first");
            }
        }
    }
}
