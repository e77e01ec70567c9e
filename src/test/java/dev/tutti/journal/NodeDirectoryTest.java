package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import dev.tutti.replica.LogPosition;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory becomes that of a node, and is that node's alone from then on. */
@Timeout(60)
class NodeDirectoryTest {

    private static final long RESERVE_BYTES = 1 << 20;
    private static final UUID GROUP = new UUID(1, 2);

    @TempDir
    Path temporary;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = temporary.resolve("data");
    }

    private NodeIdentity begin() {
        return NodeDirectory.begin(path, "a", RESERVE_BYTES);
    }

    private void serveAlone(String key) {
        try (RocksJournal journal = RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            commit(journal, put(key, "1"));
        }
    }

    private static Map<String, String> records(ReplicatedDatabase database) {
        Map<String, String> records = new TreeMap<>();
        database.read(new byte[0], (key, value) -> records.put(new String(key), new String(value)));
        return records;
    }

    /** As the engine does it when it starts. */
    private static void makeLog(Path path, NodeIdentity identity) throws Exception {
        Files.createDirectories(path.resolve("raft").resolve(identity.group().toString()));
    }

    private static void assertRefused(ThrowingCallable action, String problem) {
        assertThatThrownBy(action).isInstanceOf(JournalException.class).hasMessageContaining(problem);
    }

    @Test
    void aGroupBeginsWithNothing() {
        NodeIdentity identity = begin();
        assertThat(identity.node()).isEqualTo("a");
        assertThat(identity.founder()).isTrue();
        assertThat(NodeIdentity.of(path, "a")).contains(identity);
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, identity, RESERVE_BYTES)) {
            assertThat(records(database)).isEmpty();
            assertThat(database.position()).isEqualTo(new LogPosition(0, 0));
        }
    }

    @Test
    void aGroupBeginsWithTheRecordsOfAServerWithoutOthers() {
        serveAlone("a");
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, begin(), RESERVE_BYTES)) {
            assertThat(records(database)).hasToString("{a=1}");
        }
        assertRefused(() -> serveAlone("b"), "is that of the node a of a cluster, and this server is in none");
    }

    @Test
    void aGroupThatBeginsWithABackupIsAnotherOne() throws Exception {
        NodeIdentity before = begin();
        Path backup = temporary.resolve("backup");
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, before, RESERVE_BYTES)) {
            LogEntries entries = new LogEntries(3, List.of(put("unfinished", "1")), 5);
            database.apply(new LogPosition(3, 1), ByteBuffer.wrap(LogEntry.encode(3, List.of(put("a", "1")))));
            database.apply(new LogPosition(3, 2), ByteBuffer.wrap(entries.next()));
            database.backup(backup);
        }
        NodeIdentity after = NodeDirectory.begin(backup, "b", RESERVE_BYTES);
        assertThat(after.group()).isNotEqualTo(before.group());
        try (ReplicatedDatabase database = ReplicatedDatabase.open(backup, after, RESERVE_BYTES)) {
            assertThat(records(database)).hasToString("{a=1}");
            assertThat(database.position()).isEqualTo(new LogPosition(0, 0));
            assertThat(database.unfinishedParts()).isZero();
        }
    }

    @Test
    void aNodeJoinsWithNothing() {
        NodeIdentity identity = NodeDirectory.join(path, "b", GROUP);
        assertThat(identity).isEqualTo(new NodeIdentity(GROUP, "b", false));
        assertThat(NodeIdentity.of(path, "b")).contains(identity);
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, identity, RESERVE_BYTES)) {
            assertThat(database.position()).isEqualTo(LogPosition.NONE);
        }
    }

    @Test
    void aNodeDoesNotJoinWithRecords() {
        serveAlone("a");
        assertRefused(() -> NodeDirectory.join(path, "b", GROUP), "has records, and is of no cluster");
        assertRefused(() -> NodeDirectory.refuseJournal(path), "begin one with it by --cluster-init");
        try (RocksJournal journal = RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            assertThat(read(journal)).hasToString("{a=1}");
        }
    }

    @Test
    void aDirectoryIsThatOfOneNodeForEver() {
        begin();
        assertRefused(this::begin, "is that of the node a of a cluster already, start it without --cluster-init");
        assertRefused(() -> NodeDirectory.join(path, "b", GROUP), "is that of the node a of a cluster already");
        assertRefused(() -> NodeIdentity.of(path, "b"), "is that of the node a, and this is the node b");
    }

    @Test
    void aDirectoryWithoutAnIdentityIsThatOfNoNode() {
        assertThat(NodeIdentity.of(path, "a")).isEmpty();
        serveAlone("a");
        assertThat(NodeIdentity.of(path, "a")).isEmpty();
    }

    @Test
    void aLogWithoutAnIdentityIsRefused() throws Exception {
        makeLog(path, new NodeIdentity(GROUP, "a", true));
        assertRefused(this::begin, "has the log of a node in raft, delete that to begin another cluster");
        assertRefused(() -> NodeDirectory.join(path, "b", GROUP), "has the log of a node in raft");
    }

    @Test
    void aNodeThatHasLostItsLogIsRefused() throws Exception {
        NodeIdentity identity = begin();
        makeLog(path, identity);
        try (ReplicatedDatabase database = ReplicatedDatabase.open(path, identity, RESERVE_BYTES)) {
            database.apply(new LogPosition(1, 1), ByteBuffer.wrap(LogEntry.encode(1, List.of(put("a", "1")))));
        }
        ReplicatedDatabase.open(path, identity, RESERVE_BYTES).close();
        JournalCopy.delete(path.resolve("raft"));
        assertRefused(() -> ReplicatedDatabase.open(path, identity, RESERVE_BYTES), "has lost its log");
        makeLog(path, identity);
        ReplicatedDatabase.open(path, identity, RESERVE_BYTES).close();
    }

    @Test
    void aDamagedIdentityIsRefused() throws Exception {
        begin();
        Path file = path.resolve("NODE");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("node a", "node b"));
        assertRefused(() -> NodeIdentity.of(path, "b"), "has a damaged file NODE");
        Files.writeString(file, text.replace("format 1", "format 2"));
        assertRefused(() -> NodeIdentity.of(path, "a"), "is of a node of format 2 and this server reads 1");
    }
}
