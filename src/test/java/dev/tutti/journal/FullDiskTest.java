package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.delete;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a small disk in memory, where the machine lets a test mount one: full, started on, and with room again. */
@Timeout(120)
class FullDiskTest {

    private static final long RESERVE_BYTES = 4 << 20;

    @RegisterExtension
    private final SmallDisk disk = SmallDisk.of(60);

    private final Random random = Seeds.random(5);
    private final List<String> keys = new ArrayList<>();
    /** Those that were reported as failed: they may be there or not. */
    private final Set<String> failed = new HashSet<>();

    private int made;

    @BeforeEach
    void takeSome() throws IOException {
        disk.take(20 << 20);
    }

    private RocksJournal open() {
        return RocksJournal.open(disk.path().resolve("journal"), Sync.ALWAYS, RESERVE_BYTES, false, new EventLog());
    }

    /** Commits one record and says whether that went well. */
    private boolean fill(RocksJournal journal) {
        byte[] value = new byte[200_000];
        random.nextBytes(value);
        String key = String.format("k%05d", made++);
        RecordedCompletions told = new RecordedCompletions();
        journal.commit(new JournalBatch().put(bytes(key), value), told.as("committed"));
        boolean committed = told.await(1).get(0).equals("committed");
        (committed ? keys : failed).add(key);
        return committed;
    }

    @Test
    void aFullDiskLosesNothingThatWasCommitted() throws IOException {
        try (RocksJournal journal = open()) {
            assertThat(disk.path().resolve("journal/reserve")).hasSize(RESERVE_BYTES);
            while (!journal.isLow()) {
                assertThat(fill(journal)).isTrue();
            }
            assertThat(journal.health().state()).isEqualTo(Health.State.LOW);
            // What is there can be finished still.
            for (int i = 0; i < 10; i++) {
                commit(journal, delete(keys.remove(0)));
            }
            boolean works = true;
            while (works) {
                works = fill(journal);
            }
            assertThat(journal.health().state()).isEqualTo(Health.State.FAILED);
            assertThat(journal.health().cause()).contains("No space left on device");
            assertHoldsAll(journal);
            disk.makeRoom();
            assertThat(fill(journal)).isFalse();
        }
        assertThat(disk.path().resolve("journal/reserve")).hasSize(RESERVE_BYTES);
        // No room at all: what could not be written whole has been deleted since.
        disk.takeAll();
        startOnTheFullDisk();
        disk.makeRoom();
        try (RocksJournal journal = open()) {
            assertThat(journal.isLow()).isFalse();
            assertThat(disk.path().resolve("journal/reserve")).hasSize(RESERVE_BYTES);
            assertThat(fill(journal)).isTrue();
            assertHoldsAll(journal);
        }
    }

    private void assertHoldsAll(Journal journal) {
        List<String> found = new ArrayList<>(read(journal).keySet());
        found.removeAll(failed);
        assertThat(found).isEqualTo(keys);
        List<byte[]> asked = keys.stream().map(Records::bytes).collect(Collectors.toList());
        assertThat(journal.getAll(asked)).doesNotContainNull();
        assertThat(journal.get(asked.get(0))).isNotNull();
    }

    private void startOnTheFullDisk() {
        try (RocksJournal journal = open()) {
            assertThat(disk.path().resolve("journal/reserve")).doesNotExist();
            assertHoldsAll(journal);
            commit(journal, delete(keys.remove(0)));
        }
    }
}
