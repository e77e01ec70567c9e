package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.delete;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Seeds;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that stores its records gives back what it was given. */
abstract class DurableJournalContract extends JournalContract {

    static final long RESERVE_BYTES = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void whatIsCommittedIsThereAfterAReopen() throws Exception {
        try (Journal journal = open()) {
            commit(journal, put("b", "2").put(bytes("a"), bytes("1")).put(bytes("c"), bytes("3")));
            commit(journal, delete("b").put(bytes("a"), bytes("11")));
        }
        try (Journal journal = open()) {
            assertThat(read(journal)).hasToString("{a=11, c=3}");
            commit(journal, delete("c"));
        }
        try (Journal journal = open()) {
            assertThat(read(journal)).hasToString("{a=11}");
            assertThat(journal.isDurable()).isTrue();
            assertThat(journal.health()).isEqualTo(new Health(Health.State.OK, null));
        }
    }

    @Test
    void whatNobodyWaitsForIsInOrderWithTheCommitsAndThereAfterAReopen() throws Exception {
        try (Journal journal = open()) {
            journal.write(put("a", "1").put(bytes("b"), bytes("1")));
            commit(journal, put("a", "2"));
            journal.write(put("b", "2"));
        }
        try (Journal journal = open()) {
            assertThat(read(journal)).hasToString("{a=2, b=2}");
        }
    }

    @Test
    void aRangeOfKeysIsDeleted() throws Exception {
        try (Journal journal = open()) {
            commit(journal, put("a", "1").put(bytes("b"), bytes("2")).put(bytes("c"), bytes("3")));
            commit(journal, new JournalBatch().deleteRange(bytes("a1"), bytes("c")));
            assertThat(read(journal)).hasToString("{a=1, c=3}");
        }
    }

    @Test
    void recordsAreReadByPrefixInTheOrderOfUnsignedBytes() throws Exception {
        try (Journal journal = open()) {
            JournalBatch changes = new JournalBatch();
            byte[][] keys = {{1}, {1, 0}, {1, 127}, {1, -128}, {1, -1}, {1, -1, -1}, {2}, {-1, -1}, {-1, -1, 5}};
            for (int i = keys.length - 1; i >= 0; i--) {
                changes.put(keys[i], bytes("v" + i));
            }
            commit(journal, changes);
            assertThat(found(journal)).isDeepEqualTo(keys);
            assertThat(found(journal, 1)).isDeepEqualTo(Arrays.copyOf(keys, 6));
            assertThat(found(journal, 1, -1)).isDeepEqualTo(Arrays.copyOfRange(keys, 4, 6));
            assertThat(found(journal, -1, -1)).isDeepEqualTo(Arrays.copyOfRange(keys, 7, 9));
            assertThat(found(journal, 3)).isEmpty();
        }
    }

    private static byte[][] found(Journal journal, int... prefix) {
        byte[] bytes = new byte[prefix.length];
        for (int i = 0; i < prefix.length; i++) {
            bytes[i] = (byte) prefix[i];
        }
        List<byte[]> found = new ArrayList<>();
        assertThat(journal.read(bytes, (key, value) -> found.add(key))).isEqualTo(found.size());
        return found.toArray(byte[][]::new);
    }

    @Test
    void keysAndValuesOfAllLengthsComeBack() throws Exception {
        int[] lengths = {0, 1, 127, 128, 16383, 16384, 40_000, 1 << 20, 3 << 20};
        try (Journal journal = open()) {
            JournalBatch changes = new JournalBatch();
            for (int length : lengths) {
                changes.put(bytes("value " + length), filled(length));
                changes.put(filled(Math.min(length, 20_000) + 1), bytes("of " + length));
            }
            commit(journal, changes);
        }
        try (Journal journal = open()) {
            for (int length : lengths) {
                assertThat(journal.get(bytes("value " + length))).isEqualTo(filled(length));
                assertThat(journal.get(filled(Math.min(length, 20_000) + 1))).isNotNull();
            }
            assertThat(journal.get(bytes("nothing"))).isNull();
        }
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return bytes;
    }

    @Test
    void manyValuesAreReadAtOnceInTheOrderOfTheirKeys() throws Exception {
        int count = 5000;
        List<byte[]> keys = new ArrayList<>();
        try (Journal journal = open()) {
            JournalBatch changes = new JournalBatch();
            for (int i = 0; i < count; i++) {
                byte[] key = bytes("k" + i);
                keys.add(key);
                if (i % 7 != 0) {
                    changes.put(key, filled(i));
                }
            }
            Collections.shuffle(keys, Seeds.random(1));
            commit(journal, changes);
            assertAreAllButEverySeventh(journal.getAll(keys), keys);
            assertAreAllButEverySeventh(readLater(journal, keys.toArray(byte[][]::new)), keys);
        }
        try (Journal journal = open()) {
            assertAreAllButEverySeventh(journal.getAll(keys), keys);
        }
    }

    private static void assertAreAllButEverySeventh(List<byte[]> values, List<byte[]> keys) {
        assertThat(values).hasSameSizeAs(keys);
        for (int i = 0; i < keys.size(); i++) {
            int number = Integer.parseInt(new String(keys.get(i)).substring(1));
            assertThat(values.get(i)).isEqualTo(number % 7 == 0 ? null : filled(number));
        }
    }

    @Test
    void aJournalThatIsReadWhileItIsWrittenShowsWhatWasThereAtFirst() throws Exception {
        try (Journal journal = open()) {
            commit(journal, put("a", "1").put(bytes("b"), bytes("2")));
            journal.read((key, value) -> commit(journal, put(new String(key) + "c", "late")));
            assertThat(read(journal)).containsOnlyKeys("a", "ac", "b", "bc");
        }
    }

    @Test
    void theListenerIsToldOfEveryCommit() throws Exception {
        AtomicLong commits = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        try (Journal journal = open()) {
            journal.listen((count, length, nanos) -> {
                commits.addAndGet(count);
                bytes.addAndGet(length);
            });
            commit(journal, put("a", "1"));
            commit(journal, put("b", "22"));
        }
        assertThat(commits).hasValue(2);
        assertThat(bytes).hasValue(put("a", "1").bytes() + put("b", "22").bytes());
    }

    @Test
    void whatCannotBeReadIsCounted() throws Exception {
        try (Journal journal = open()) {
            journal.unreadable("items of queue q", "no such item");
            assertThat(journal.health().readErrors()).isEqualTo(1);
            assertThat(journal.health().readTrouble()).isEqualTo("items of queue q could not be read: no such item");
        }
    }

    @Test
    void aServerWithoutOthersStartsWithABackup() throws Exception {
        Path backup = directory.resolve("backup");
        try (Journal journal = open()) {
            commit(journal, put("a", "1").put(bytes("b"), bytes("2")));
            journal.backup(backup);
            commit(journal, put("c", "3"));
        }
        try (Journal journal = RocksJournal.open(backup, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            assertThat(read(journal, "a")).hasToString("{a=1}");
            assertThat(read(journal, "b")).hasToString("{b=2}");
            assertThat(read(journal, "c")).isEmpty();
        }
    }

    @Test
    void aClosedJournalRefusesCommitsAndReads() throws Exception {
        RecordedCompletions told = new RecordedCompletions();
        Journal journal = open();
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.get(bytes("a"))).hasMessage("the journal is closed");
        assertThatThrownBy(() -> journal.getAll(List.of(bytes("a")))).hasMessage("the journal is closed");
        assertThatThrownBy(() -> read(journal)).hasMessage("the journal is closed");
        assertThatThrownBy(() -> journal.backup(directory.resolve("late"))).isInstanceOf(JournalException.class);
        journal.commit(put("a", "1"), told.as("late"));
        assertThat(told.soFar()).containsExactly("late: the journal is closed");
        assertThat(told.teller()).isSameAs(Thread.currentThread());
    }
}
