package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Seeds;
import dev.tutti.journal.format.BatchFormat;
import dev.tutti.journal.format.WalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A journal that was killed when a memory table was full and not in a file yet: its table of contents names its log.
 */
@Timeout(60)
class TwoLogsTest {

    /** Memory tables are as small as they can be. */
    private static final long LITTLE_RESERVE = 1;
    /** More than one of them holds, and less than two. */
    private static final int RECORDS = 50;

    private static final int BYTES = 2000;

    @TempDir
    private Path directory;

    private JournalCopy copy;
    private Path older;

    @BeforeEach
    void kill() throws IOException, RocksDBException {
        NativeLibrary.load();
        JournalDirectory taken = JournalDirectory.take(directory.resolve("journal"));
        Random random = Seeds.random(1);
        try (RocksOptions options = new RocksOptions(true, LITTLE_RESERVE);
                RocksDB database =
                        RocksDB.open(options.options, taken.database().toString());
                WriteOptions synced = new WriteOptions().setSync(true)) {
            database.pauseBackgroundWork();
            for (int i = 0; i < RECORDS; i++) {
                byte[] value = new byte[BYTES];
                random.nextBytes(value);
                JournalBatch changes = new JournalBatch().put(bytes(key(i)), value);
                ByteBuffer bytes = BatchFormat.begin(1, changes.bytes(), taken.journal(), i);
                changes.writeTo(bytes);
                try (WriteBatch batch = new WriteBatch(bytes.array())) {
                    database.write(synced, batch);
                }
            }
            taken.nameDatabase();
            copy = JournalCopy.of(taken.path(), directory.resolve("copy"));
            database.continueBackgroundWork();
        } finally {
            taken.close();
        }
        List<Path> logs = WalReader.in(copy.file("db-1"));
        assertThat(logs).hasSize(2);
        older = logs.get(0);
    }

    private static String key(int i) {
        return String.format("%02d", i);
    }

    private static String[] keys(int from) {
        return IntStream.range(from, RECORDS).mapToObj(TwoLogsTest::key).toArray(String[]::new);
    }

    private void assertRefused(String cause) {
        assertThatThrownBy(copy::open)
                .hasMessageMatching("the journal \\S+ is damaged: " + cause + "; .* salvage what can be read of it .*");
    }

    @Test
    void bothAreRecovered() {
        try (RocksJournal journal = copy.open()) {
            assertThat(read(journal)).containsOnlyKeys(keys(0));
        }
    }

    @Test
    void whatIsDamagedInTheOlderOneIsAllThatASalvageLoses() throws IOException {
        JournalCopy.flip(older, BYTES / 2);
        assertRefused("\\d+.log lacks 1 change in its middle");
        try (RocksJournal journal = copy.open(true)) {
            assertThat(read(journal)).containsOnlyKeys(keys(1));
        }
    }

    @Test
    void theNewerOneIsSalvagedWithoutTheOlder() throws IOException {
        Files.delete(older);
        assertRefused("Missing WAL with log number: \\d+.*");
        try (RocksJournal journal = copy.open(true)) {
            assertThat(read(journal)).isNotEmpty().containsKey(key(RECORDS - 1)).doesNotContainKey(key(0));
        }
    }
}
