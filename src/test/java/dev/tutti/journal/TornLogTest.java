package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that ends in the middle of something is nothing unusual: what is whole before that is recovered. */
@Timeout(60)
class TornLogTest {

    private static final int COMMITS = 8;

    @TempDir
    Path directory;

    private final Random random = Seeds.random(11);
    /** Where the first commit begins in the log. */
    private long begin;

    /** A journal that was killed after so many commits, of which the last is larger than a block of the log. */
    private JournalCopy killed(Sync sync, List<Long> lengths) throws IOException {
        Path path = directory.resolve("journal");
        try (RocksJournal journal =
                RocksJournal.open(path, sync, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            begin = JournalCopy.endOfLog(path);
            for (int i = 0; i < COMMITS; i++) {
                byte[] value = new byte[i == COMMITS - 1 ? 100_000 : 50];
                random.nextBytes(value);
                commit(journal, new JournalBatch().put(bytes("k" + i), value));
                lengths.add(JournalCopy.endOfLog(path));
            }
            JournalCopy.of(path, directory.resolve("killed"));
        }
        return freshCopy();
    }

    private JournalCopy freshCopy() throws IOException {
        return JournalCopy.of(directory.resolve("killed"), directory.resolve("copy"));
    }

    private static void assertHolds(JournalCopy copy, int commits) {
        try (RocksJournal journal = copy.open()) {
            assertThat(read(journal)).hasSize(commits);
        }
    }

    @Test
    void aCutAnywhereLeavesWhatWasWholeBeforeIt() throws IOException {
        List<Long> lengths = new ArrayList<>();
        killed(Sync.ALWAYS, lengths);
        long end = lengths.get(COMMITS - 1);
        for (int i = 0; i < 25; i++) {
            JournalCopy copy = freshCopy();
            long most = i < 15 ? lengths.get(COMMITS - 2) + 20 : end;
            long cut = begin + random.nextInt((int) (most - begin));
            JournalCopy.cut(copy.log(), cut);
            int whole = (int) lengths.stream().filter(length -> length <= cut).count();
            assertHolds(copy, whole);
        }
    }

    @Test
    void garbageBehindTheEndIsDropped() throws IOException {
        List<Long> lengths = new ArrayList<>();
        killed(Sync.ALWAYS, lengths);
        for (int size : new int[] {1, 6, 7, 100, 33_000, 100_000}) {
            byte[] garbage = new byte[size];
            random.nextBytes(garbage);
            JournalCopy copy = freshCopy();
            Files.write(copy.log(), garbage, StandardOpenOption.APPEND);
            assertHolds(copy, COMMITS);
            copy = freshCopy();
            Files.write(copy.log(), new byte[size], StandardOpenOption.APPEND);
            assertHolds(copy, COMMITS);
            copy = freshCopy();
            JournalCopy.cut(copy.log(), lengths.get(COMMITS - 1));
            Files.write(copy.log(), garbage, StandardOpenOption.APPEND);
            assertHolds(copy, COMMITS);
        }
    }

    @Test
    void aLastWriteThatHasHolesIsDroppedWhole() throws IOException {
        List<Long> lengths = new ArrayList<>();
        killed(Sync.ALWAYS, lengths);
        long last = lengths.get(COMMITS - 2);
        for (long hole : new long[] {3, 20, 5_000, 40_000, 90_000}) {
            JournalCopy copy = freshCopy();
            JournalCopy.flip(copy.log(), last + hole);
            assertHolds(copy, COMMITS - 1);
        }
    }

    @Test
    void withSyncIntervalAHoleInWhatWasNotSyncedIsTheEnd() throws IOException {
        List<Long> lengths = new ArrayList<>();
        JournalCopy copy = killed(Sync.INTERVAL, lengths);
        JournalCopy.flip(copy.log(), lengths.get(4) + 20);
        assertHolds(copy, 5);
        // What is behind the hole does not come back, nor keep others from taking its place.
        try (RocksJournal journal = copy.open()) {
            commit(journal, put("new", "1"));
            assertThat(read(journal)).containsKeys("k0", "k4", "new").doesNotContainKey("k5");
        }
        assertHolds(copy, 6);
    }

    @Test
    void tornEndsOfOneStartAfterAnotherAreRecovered() throws IOException {
        List<Long> lengths = new ArrayList<>();
        JournalCopy copy = killed(Sync.ALWAYS, lengths);
        for (int i = 0; i < 4; i++) {
            Files.write(copy.log(), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, StandardOpenOption.APPEND);
            try (RocksJournal journal = copy.open()) {
                assertThat(read(journal)).hasSize(COMMITS + i);
                commit(journal, put("n" + i, "1"));
                copy = JournalCopy.of(copy.directory(), directory.resolve("copy" + i));
            }
        }
        assertHolds(copy, COMMITS + 4);
    }
}
