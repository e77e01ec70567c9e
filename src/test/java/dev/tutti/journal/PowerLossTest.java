package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.format.WalReader;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power fails after any operation on a file that the journal does itself: the next start finds the state before or
 * after it. See {@link PowerLossDisk} for what a power failure may leave.
 */
@Timeout(120)
class PowerLossTest {

    private static final long RESERVE_BYTES = 64 << 10;

    @TempDir
    Path temporary;

    private Path root;
    private Path path;
    private PowerLossDisk disk;
    /** The keys that a start after a power failure must find. */
    private Set<String> required = Set.of();
    /** Those that it may find. */
    private Set<String> allowed = Set.of();

    private boolean salvage;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temporary.toRealPath().resolve("disk"));
        path = root.resolve("new/journal");
    }

    private void insert() throws IOException {
        disk = new PowerLossDisk(root, Files.createDirectories(temporary.resolve("scratch")), this::check);
    }

    private RocksJournal open() {
        return RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, salvage, disk, new EventLog());
    }

    private void check(Path lost) throws IOException {
        Path found = lost.resolve(root.relativize(path));
        try (RocksJournal journal = RocksJournal.open(found, Sync.ALWAYS, RESERVE_BYTES, salvage, new EventLog())) {
            assertThat(read(journal).keySet()).containsAll(required).isSubsetOf(allowed);
            assertThat(found.resolve("reserve")).hasSize(RESERVE_BYTES);
        }
    }

    private void must(String... keys) {
        required = Set.of(keys);
        allowed = required;
    }

    @Test
    void duringTheFirstStart() throws IOException {
        insert();
        try (RocksJournal journal = open()) {
            allowed = Set.of("a");
            commit(journal, put("a", "1"));
            must("a");
            disk.fail();
            disk.writeBack();
        }
        disk.fail();
        assertThat(disk.states()).isGreaterThan(20);
    }

    @Test
    void duringALaterStartAndItsEnd() throws IOException {
        try (RocksJournal journal = RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            commit(journal, put("a", "1"));
        }
        insert();
        must("a");
        try (RocksJournal journal = open()) {
            allowed = Set.of("a", "b");
            commit(journal, put("b", "1"));
            must("a", "b");
            disk.fail();
        }
        disk.fail();
    }

    /** Leaves a journal that was killed and whose last three commits were not synced; returns its log. */
    private Path kill() throws IOException {
        Path first = temporary.resolve("first");
        try (RocksJournal journal = RocksJournal.open(first, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            commit(journal, put("synced", "1"));
        }
        try (RocksJournal journal = RocksJournal.open(first, Sync.NONE, RESERVE_BYTES, false, new EventLog())) {
            for (String key : new String[] {"a", "b", "c"}) {
                commit(journal, put(key, "1"));
            }
            return JournalCopy.of(first, path).log();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    void duringTheStartAfterAKillWhichMakesWhatItRecoversDurable(int torn) throws IOException {
        Path log = kill();
        insert();
        long begin = endOfFirstRecord(log);
        JournalCopy.cut(log, Files.size(log) - torn);
        disk.forget(log, begin);
        required = Set.of("synced");
        allowed = Set.of("synced", "a", "b", "c");
        try (RocksJournal journal = open()) {
            Set<String> recovered = read(journal).keySet();
            assertThat(recovered).hasSize(torn == 0 ? 4 : 3);
            must(recovered.toArray(String[]::new));
            disk.fail();
        }
        disk.fail();
    }

    private static long endOfFirstRecord(Path log) throws IOException {
        long[] first = {0};
        WalReader.read(log, (record, behindDamage, end) -> {
            first[0] = first[0] == 0 ? end : first[0];
        });
        return first[0];
    }

    @Test
    void duringASalvage() throws IOException {
        Path first = temporary.resolve("first");
        try (RocksJournal journal = RocksJournal.open(first, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            for (String key : new String[] {"damaged", "a", "b"}) {
                commit(journal, put(key, "1"));
            }
            Path log = JournalCopy.of(first, path).log();
            JournalCopy.flip(log, endOfFirstRecord(log) + 20);
        }
        insert();
        salvage = true;
        must("a", "b");
        try (RocksJournal journal = open()) {
            assertThat(read(journal)).containsOnlyKeys("a", "b");
            salvage = false;
            disk.fail();
        }
        disk.fail();
        assertThat(path.resolve("db-2")).exists();
    }

    @Test
    void whenTheReserveIsGivenUpAndMadeAgain() throws IOException {
        RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())
                .close();
        insert();
        disk.leave(0);
        open().close();
        assertThat(path.resolve("reserve")).doesNotExist();
        disk.fail();
        disk.writeBack();
        disk.leave(Long.MAX_VALUE);
        try (RocksJournal journal = open()) {
            assertThat(path.resolve("reserve")).hasSize(RESERVE_BYTES);
            assertThat(read(journal)).isEmpty();
            disk.fail();
            disk.writeBack();
        }
    }
}
