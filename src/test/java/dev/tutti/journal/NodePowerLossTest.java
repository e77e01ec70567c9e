package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import dev.tutti.replica.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The power fails after any operation on a file that a node does itself, see {@link PowerLossTest}. */
@Timeout(120)
class NodePowerLossTest {

    private static final long RESERVE_BYTES = 64 << 10;
    private static final long GROUP = 4711;

    @TempDir
    Path temporary;

    private Path root;
    private Path path;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temporary.toRealPath().resolve("disk"));
        path = root.resolve("data");
    }

    private PowerLossDisk disk(PowerLossDisk.Check check) throws IOException {
        Path scratch = Files.createDirectories(temporary.resolve("scratch"));
        return new PowerLossDisk(root, scratch, lost -> check.check(lost.resolve(root.relativize(path))));
    }

    private static void apply(ReplicatedDatabase database, long index, String key) {
        database.apply(new LogPosition(1, index), ByteBuffer.wrap(LogEntry.encode(1, List.of(put(key, "1")))));
    }

    private static String records(ReplicatedDatabase database) {
        TreeMap<String, String> records = new TreeMap<>();
        database.read(new byte[0], (key, value) -> records.put(new String(key), new String(value)));
        return records.toString();
    }

    /** The database is the old one or the new one, and goes on from there. */
    @Test
    void whileTheDatabaseIsReplaced() throws IOException {
        Path checkpoint = temporary.resolve("checkpoint");
        try (ReplicatedDatabase other = ReplicatedDatabase.open(temporary.resolve("other"), GROUP, RESERVE_BYTES)) {
            apply(other, 7, "new");
            other.checkpoint(new LogPosition(1, 8), checkpoint);
        }
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, GROUP, RESERVE_BYTES)) {
            apply(database, 1, "old");
        }
        boolean[] replaced = {false};
        PowerLossDisk disk = disk(lost -> {
            try (ReplicatedDatabase found = ReplicatedDatabase.open(lost, GROUP, RESERVE_BYTES)) {
                boolean isNew = found.position().equals(new LogPosition(1, 8));
                assertThat(isNew || found.position().equals(new LogPosition(1, 1)) && !replaced[0])
                        .isTrue();
                assertThat(records(found)).isEqualTo(isNew ? "{new=1}" : "{old=1}");
                apply(found, 9, "next");
            }
        });
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, GROUP, RESERVE_BYTES, disk)) {
            database.replace(checkpoint);
            replaced[0] = true;
            disk.fail();
        }
        disk.fail();
        assertThat(disk.states()).isGreaterThan(20);
    }

    /** The directory is that of no node, with all records, or that of the node. */
    @Test
    void whileAGroupBegins() throws IOException {
        try (RocksJournal journal = RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            commit(journal, put("a", "1"));
        }
        boolean[] begun = {false};
        PowerLossDisk disk = disk(lost -> {
            Optional<NodeIdentity> found = NodeIdentity.of(lost, "a");
            assertThat(found.isPresent() || !begun[0]).isTrue();
            NodeIdentity identity = found.orElseGet(() -> NodeDirectory.begin(lost, "a", RESERVE_BYTES));
            try (ReplicatedDatabase database = ReplicatedDatabase.open(lost, identity, RESERVE_BYTES)) {
                assertThat(records(database)).isEqualTo("{a=1}");
                assertThat(database.position()).isEqualTo(new LogPosition(0, 0));
            }
        });
        NodeDirectory.begin(path, "a", RESERVE_BYTES, disk);
        begun[0] = true;
        disk.fail();
        assertThat(disk.states()).isGreaterThan(5);
    }
}
