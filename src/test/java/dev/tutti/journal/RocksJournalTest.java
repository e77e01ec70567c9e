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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal on the disk gives back what it was given. */
@Timeout(60)
class RocksJournalTest {

    static final long RESERVE_BYTES = 1 << 20;

    @TempDir
    Path directory;

    private RocksJournal open(Sync sync) {
        return RocksJournal.open(directory.resolve("journal"), sync, RESERVE_BYTES, false, new EventLog());
    }

    private RocksJournal open() {
        return open(Sync.ALWAYS);
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void whatIsCommittedIsThereAfterAReopen(Sync sync) {
        try (RocksJournal journal = open(sync)) {
            commit(journal, put("b", "2").put(bytes("a"), bytes("1")).put(bytes("c"), bytes("3")));
            commit(journal, delete("b").put(bytes("a"), bytes("11")));
        }
        try (RocksJournal journal = open(sync)) {
            assertThat(read(journal)).hasToString("{a=11, c=3}");
            commit(journal, delete("c"));
        }
        try (RocksJournal journal = open(sync)) {
            assertThat(read(journal)).hasToString("{a=11}");
            assertThat(journal.isDurable()).isTrue();
            assertThat(journal.health()).isEqualTo(new Health(Health.State.OK, null));
        }
    }

    @Test
    void itsDirectoriesAndItsOwnFilesAreTheOwnersAlone() throws Exception {
        Path journal = directory.resolve("above").resolve("journal");
        RocksJournal.open(journal, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())
                .close();
        for (Path made : List.of(journal.getParent(), journal)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
        for (String file : List.of("JOURNAL", "lock", "reserve")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aNewDatabaseIsTheOwnersAloneInADirectoryThatEverybodyMayRead() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        RocksJournal.open(directory, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())
                .close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("db-1"))))
                .isEqualTo("rwx------");
    }

    @Test
    void recordsAreReadByPrefixInTheOrderOfUnsignedBytes() {
        try (RocksJournal journal = open()) {
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
    void keysAndValuesOfAllLengthsComeBack() {
        int[] lengths = {0, 1, 127, 128, 16383, 16384, 40_000, 1 << 20, 3 << 20};
        try (RocksJournal journal = open()) {
            JournalBatch changes = new JournalBatch();
            for (int length : lengths) {
                changes.put(bytes("value " + length), filled(length));
                changes.put(filled(Math.min(length, 20_000) + 1), bytes("of " + length));
            }
            commit(journal, changes);
        }
        try (RocksJournal journal = open()) {
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
    void manyValuesAreReadAtOnceInTheOrderOfTheirKeys() {
        int count = 5000;
        List<byte[]> keys = new ArrayList<>();
        try (RocksJournal journal = open()) {
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
            assertHoldsAllButEverySeventh(journal, keys);
            assertThat(journal.getAll(List.of())).isEmpty();
        }
        try (RocksJournal journal = open()) {
            assertHoldsAllButEverySeventh(journal, keys);
        }
    }

    private static void assertHoldsAllButEverySeventh(Journal journal, List<byte[]> keys) {
        List<byte[]> values = journal.getAll(keys);
        assertThat(values).hasSameSizeAs(keys);
        for (int i = 0; i < keys.size(); i++) {
            int number = Integer.parseInt(new String(keys.get(i)).substring(1));
            assertThat(values.get(i)).isEqualTo(number % 7 == 0 ? null : filled(number));
        }
    }

    @Test
    void aJournalThatIsReadWhileItIsWrittenShowsWhatWasThereAtFirst() {
        try (RocksJournal journal = open()) {
            commit(journal, put("a", "1").put(bytes("b"), bytes("2")));
            journal.read((key, value) -> commit(journal, put(new String(key) + "c", "late")));
            assertThat(read(journal)).containsOnlyKeys("a", "ac", "b", "bc");
        }
    }

    @Test
    void aClosedJournalRefusesToRead() {
        RocksJournal journal = open();
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.get(bytes("a"))).hasMessage("the journal is closed");
        assertThatThrownBy(() -> journal.getAll(List.of(bytes("a")))).hasMessage("the journal is closed");
        assertThatThrownBy(() -> read(journal)).hasMessage("the journal is closed");
    }

    @Test
    void aDiskWithLessThanTheReserveIsLow() {
        try (RocksJournal journal =
                RocksJournal.open(directory, Sync.ALWAYS, Long.MAX_VALUE / 4, false, new EventLog())) {
            assertThat(journal.isLow()).isTrue();
            commit(journal, put("a", "1"));
        }
    }
}
