package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Seeds;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.format.DamageException;
import dev.tutti.journal.format.WalScanner;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/** Damage to what was acknowledged is never silent: it is refused, or salvaged if that is asked for. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class DamageTest {

    /** So few that no table is merged with another meanwhile. */
    private static final int IN_TABLES = 3_000;

    private static final int IN_LOG = 100;

    @TempDir
    static Path directory;

    private static List<Long> logLengths;

    private JournalCopy copy;

    /** Records t... are in two tables, records w... in the log, each commit synced; killed then. */
    @BeforeAll
    static void fill() throws IOException, RocksDBException {
        NativeLibrary.load();
        Path path = directory.resolve("journal");
        Random random = Seeds.random(3);
        JournalDirectory taken = JournalDirectory.take(path);
        try (RocksStore store =
                RocksStore.open(taken.database(), true, taken.journal(), RocksJournal.USUAL_RESERVE_BYTES)) {
            store.write(List.of(table(random, 0, IN_TABLES)), false);
            store.flush();
            store.write(List.of(table(random, IN_TABLES, IN_TABLES + 10), Records.delete(tableKey(7))), false);
            store.flush();
            taken.nameDatabase();
        } finally {
            taken.close();
        }
        try (RocksJournal journal =
                RocksJournal.open(path, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            logLengths = IntStream.range(0, IN_LOG)
                    .mapToObj(i -> {
                        commit(journal, new JournalBatch().put(bytes("w" + i), value(random, 300)));
                        return JournalCopy.endOfLog(path);
                    })
                    .toList();
            JournalCopy.of(path, directory.resolve("killed"));
        }
    }

    private static JournalBatch table(Random random, int from, int to) {
        JournalBatch changes = new JournalBatch();
        for (int i = from; i < to; i++) {
            changes.put(bytes(tableKey(i)), value(random, 100));
        }
        return changes;
    }

    private static String tableKey(int i) {
        return String.format("t%06d", i);
    }

    private static byte[] value(Random random, int length) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        return value;
    }

    @BeforeEach
    void copyKilled() throws IOException {
        copy = JournalCopy.of(directory.resolve("killed"), directory.resolve("copy"));
    }

    private static final int ALL = IN_TABLES + 10 - 1 + IN_LOG;

    private void assertRefused(String cause) {
        String line = "the journal \\S+ is damaged: " + cause
                + "; restore it from a backup, or salvage what can be read of it by producer.salvage: true";
        assertThatThrownBy(copy::open).isInstanceOf(JournalException.class).hasMessageMatching(line);
        assertThatThrownBy(copy::open).hasMessageMatching(line);
    }

    private Map<String, String> salvaged() {
        Map<String, String> salvaged;
        try (RocksJournal journal = copy.open(true)) {
            salvaged = read(journal);
            commit(journal, put("later", "1"));
        }
        try (RocksJournal journal = copy.open()) {
            assertThat(read(journal)).hasSize(salvaged.size() + 1).containsAllEntriesOf(salvaged);
        }
        return salvaged;
    }

    @Test
    void withoutDamageThereIsNothingToSalvage() {
        try (RocksJournal journal = copy.open(true)) {
            assertThat(read(journal)).hasSize(ALL);
        }
        assertThat(copy.file("db-2")).doesNotExist();
    }

    // ---- logs

    @Test
    void aByteInTheMiddleOfTheLog() throws IOException {
        JournalCopy.flip(copy.log(), logLengths.get(49) + 100);
        assertRefused("\\d+.log lacks 1 change in its middle");
        assertThat(salvaged())
                .hasSize(ALL - 1)
                .containsKeys("w0", "w49", "w51", "w99")
                .doesNotContainKey("w50");
        assertThat(copy.file("db-1")).exists();
    }

    @Test
    void theFirstRecordOfTheLog() throws IOException {
        JournalCopy.flip(copy.log(), logLengths.get(0) - 9);
        assertRefused("\\d+.log lacks 1 change in its middle");
        assertThat(salvaged()).hasSize(ALL - 1).doesNotContainKey("w0");
    }

    @Test
    void aWholeBlockOfTheLog() throws IOException {
        byte[] log = Files.readAllBytes(copy.log());
        Seeds.random(1).nextBytes(log);
        byte[] whole = Files.readAllBytes(copy.log());
        System.arraycopy(whole, 0, log, 0, 3000);
        System.arraycopy(whole, 30_000, log, 30_000, whole.length - 30_000);
        Files.write(copy.log(), log);
        assertRefused("\\d+.log lacks \\d\\d changes in its middle");
        assertThat(salvaged()).containsKeys("w0", "w99").doesNotContainKey("w50");
    }

    /** Looked at without the tables, since there are so many. */
    @Test
    void everyByteOfTheLogButThoseOfItsLastRecord() throws IOException {
        Path database = Files.createDirectories(directory.resolve("logs"));
        NativeLibrary.load();
        Path alone = directory.resolve("alone");
        long last;
        try (RocksJournal journal =
                RocksJournal.open(alone, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            for (int i = 0; i < 5; i++) {
                commit(journal, put("k" + i, "v"));
            }
            last = JournalCopy.endOfLog(alone);
            commit(journal, put("k5", "v"));
            JournalCopy.of(alone, directory.resolve("alone-killed"));
        }
        long number = JournalDirectory.take(alone).journal();
        Path killed = directory.resolve("alone-killed");
        byte[] log = Arrays.copyOf(Files.readAllBytes(JournalCopy.logOf(killed)), (int) JournalCopy.endOfLog(killed));
        Path damagedLog = database.resolve("000004.log");
        for (int at = 0; at < log.length; at++) {
            byte[] damaged = log.clone();
            damaged[at] ^= 0x10;
            Files.write(damagedLog, damaged);
            WalScanner logs = WalScanner.of(database, number);
            if (at < last) {
                assertThatThrownBy(() -> logs.verify(0, 0)).as("byte %d", at).isInstanceOf(DamageException.class);
            } else {
                assertThat(logs.end()).as("byte %d", at).isEqualTo(6);
            }
        }
    }

    @Test
    void aLogThatIsGone() throws IOException {
        Files.delete(copy.log());
        assertRefused("its log is missing");
        assertThat(salvaged()).hasSize(ALL - IN_LOG);
    }

    @Test
    void afterAnOrderlyCloseTheLastRecordToo() throws IOException {
        copy.open().close();
        Path log = copy.log();
        try (RocksJournal journal = copy.open()) {
            commit(journal, put("last", "1"));
            log = copy.log();
        }
        JournalCopy.flip(log, 40);
        assertRefused("\\d+.log lacks 1 change in its middle");
    }

    /** What a client puts may look like a log, with records of a later time: it must not be taken for one. */
    @Test
    void butNotAnItemThatLooksLikeARecordInATornEnd() throws IOException {
        byte[] foreign = Files.readAllBytes(copy.log());
        Path path = directory.resolve("imitated");
        try (RocksJournal journal =
                RocksJournal.open(path, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog())) {
            commit(journal, put("a", "1"));
            commit(journal, new JournalBatch().put(bytes("b"), foreign));
            JournalCopy torn = JournalCopy.of(path, directory.resolve("torn"));
            JournalCopy.cut(torn.log(), JournalCopy.endOfLog(torn.directory()) - 10);
            try (RocksJournal recovered = torn.open()) {
                assertThat(read(recovered)).containsOnlyKeys("a");
            }
        }
    }

    // ---- tables

    private enum TableDamage {
        DATA(size -> size / 2),
        INDEX(size -> size - 2000),
        FOOTER(size -> size - 20);

        private final LongUnaryOperator place;

        TableDamage(LongUnaryOperator place) {
            this.place = place;
        }
    }

    @ParameterizedTest
    @EnumSource(TableDamage.class)
    void aByteOfATable(TableDamage damage) throws IOException {
        Path table = copy.table();
        JournalCopy.flip(table, damage.place.applyAsLong(Files.size(table)));
        assertRefused(".*checksum mismatch.*\\.sst.*");
        Map<String, String> salvaged = salvaged();
        assertThat(salvaged).containsKeys("w0", "w99", tableKey(IN_TABLES), tableKey(IN_TABLES + 9));
        if (damage == TableDamage.DATA) {
            // One block of 16 KiB, and what was deleted stays so.
            assertThat(salvaged).hasSizeBetween(ALL - 200, ALL - 100).doesNotContainKey(tableKey(7));
        }
    }

    @Test
    void aByteOfATableThatIsDamagedAfterTheStartIsNotTakenForValuesThatAreNotThere() throws IOException {
        try (RocksJournal journal = copy.open()) {
            Path table = copy.table();
            JournalCopy.flip(table, Files.size(table) / 2);
            List<byte[]> keys = IntStream.range(0, IN_TABLES)
                    .mapToObj(i -> bytes(tableKey(i)))
                    .toList();
            assertThatThrownBy(() -> journal.getAll(keys)).hasMessageContaining("checksum mismatch");
            assertThatThrownBy(() -> keys.forEach(journal::get)).hasMessageContaining("checksum mismatch");
            assertThatThrownBy(() -> read(journal)).hasMessageContaining("checksum mismatch");
            assertThat(journal.get(bytes(tableKey(0)))).isNotNull();
        }
    }

    @Test
    void aTableThatIsGone() throws IOException {
        Files.delete(copy.table());
        assertRefused(".*No such file or directory.*");
        assertThat(salvaged()).containsKeys("w0", "w99", tableKey(IN_TABLES)).doesNotContainKey(tableKey(8));
    }

    private Path tableOfContents() throws IOException {
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(copy.file("db-1"), "MANIFEST-*")) {
            return manifests.iterator().next();
        }
    }

    /** With or without being told to salvage it: that would not help. */
    private void assertCannotBeSalvaged(String cause) throws IOException {
        for (boolean salvage : new boolean[] {false, true}) {
            assertThatThrownBy(() -> copy.open(salvage))
                    .isInstanceOf(JournalException.class)
                    .hasMessageMatching(
                            "the journal \\S+ is damaged and cannot be salvaged \\(" + cause + "\\), restore it"
                                    + " from a backup, or move the directory away to begin anew without what is in it");
        }
        assertThat(copy.file("JOURNAL")).content().contains("database db-1");
    }

    @Test
    void aTableOfContentsThatIsDamagedCannotBeSalvaged() throws IOException {
        JournalCopy.flip(tableOfContents(), 60);
        assertCannotBeSalvaged("checksum mismatch");
    }

    @Test
    void norOneThatIsEmpty() throws IOException {
        JournalCopy.cut(tableOfContents(), 0);
        assertCannotBeSalvaged(".+");
    }

    @Test
    void norOneThatIsGone() throws IOException {
        Files.delete(tableOfContents());
        assertCannotBeSalvaged("its file CURRENT names no table of contents");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "MANIFEST-0001\0\n", "\u00ff\u00fe", "MANIFEST-999999\n", "../JOURNAL\n"})
    void norWhereNothingTellsWhichOneItIs(String current) throws IOException {
        Files.writeString(copy.file("db-1/CURRENT"), current, StandardCharsets.ISO_8859_1);
        assertCannotBeSalvaged("its file CURRENT names no table of contents");
    }

    /** RocksDB would not come to an end. */
    @Test
    void aRecordOfARecycledLogInTheTableOfContents() throws IOException {
        byte[] contents = Files.readAllBytes(tableOfContents());
        int second = 7 + Byte.toUnsignedInt(contents[4]);
        contents[second + 6] = 5;
        Files.write(tableOfContents(), contents);
        assertCannotBeSalvaged("MANIFEST-\\d+ has a record of no known kind");
    }
}
