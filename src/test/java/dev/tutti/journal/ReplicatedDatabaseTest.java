package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.put;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The records of one node, to which a log is applied. */
@Timeout(60)
class ReplicatedDatabaseTest {

    private static final long GROUP = 4711;
    private static final long RESERVE_BYTES = 1 << 20;

    @TempDir
    Path directory;

    private ReplicatedDatabase open(String name) {
        return ReplicatedDatabase.open(directory.resolve(name), GROUP, RESERVE_BYTES);
    }

    private static boolean apply(ReplicatedDatabase database, long term, long index, String key, String value) {
        return apply(database, term, index, term, key, value);
    }

    private static boolean apply(
            ReplicatedDatabase database, long term, long index, long proposedIn, String key, String value) {
        byte[] entry = LogEntry.encode(proposedIn, List.of(put(key, value)));
        return database.apply(new LogPosition(term, index), ByteBuffer.wrap(entry));
    }

    private static Map<String, String> read(ReplicatedDatabase database) {
        Map<String, String> records = new TreeMap<>();
        long count = database.read(new byte[0], (key, value) -> records.put(new String(key), new String(value)));
        assertThat(count).isEqualTo(records.size());
        return records;
    }

    @Test
    void anEntryIsAppliedOnceAndItsPositionIsKeptWithIt() {
        try (ReplicatedDatabase database = open("a")) {
            assertThat(database.position()).isEqualTo(LogPosition.NONE);
            assertThat(apply(database, 1, 0, "a", "1")).isTrue();
            assertThat(apply(database, 2, 5, "a", "2")).isTrue();
            assertThat(apply(database, 1, 0, "a", "1")).isTrue();
            assertThat(read(database)).hasToString("{a=2}");
        }
        try (ReplicatedDatabase database = open("a")) {
            assertThat(database.position()).isEqualTo(new LogPosition(2, 5));
            assertThat(apply(database, 2, 5, "a", "never")).isTrue();
            assertThat(read(database)).hasToString("{a=2}");
        }
    }

    @Test
    void anEntryThatWasProposedForAnotherTermChangesOnlyThePosition() {
        try (ReplicatedDatabase database = open("a")) {
            assertThat(apply(database, 3, 7, 1, "a", "1")).isFalse();
            assertThat(read(database)).isEmpty();
            assertThat(database.position()).isEqualTo(new LogPosition(3, 7));
        }
    }

    /** The entries of a commit with two records, in three parts. */
    private static List<ByteBuffer> parts(long term) {
        LogEntries entries = new LogEntries(term, List.of(put("a", "1"), put("b", "22")), 4);
        return Stream.generate(() -> ByteBuffer.wrap(entries.next())).limit(3).toList();
    }

    @Test
    void aCommitInPartsIsAppliedWithTheLastOfThem() throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        List<ByteBuffer> parts = parts(1);
        try (ReplicatedDatabase database = open("a")) {
            database.apply(new LogPosition(1, 0), parts.get(0));
            database.apply(new LogPosition(1, 1), parts.get(1));
            database.apply(new LogPosition(1, 1), parts.get(1));
            assertThat(read(database)).isEmpty();
            database.checkpoint(new LogPosition(1, 1), checkpoint);
        }
        try (ReplicatedDatabase database = open("a");
                ReplicatedDatabase other = open("b")) {
            other.replace(checkpoint);
            for (ReplicatedDatabase each : List.of(database, other)) {
                assertThat(each.unfinishedParts()).isEqualTo(2);
                assertThat(each.apply(new LogPosition(1, 2), parts.get(2))).isTrue();
                assertThat(read(each)).hasToString("{a=1, b=22}");
                assertThat(each.unfinishedParts()).isZero();
            }
        }
        try (ReplicatedDatabase database = open("a")) {
            assertThat(database.unfinishedParts()).isZero();
        }
    }

    @Test
    void partsWithoutALastOneAreForgotten() {
        try (ReplicatedDatabase database = open("a")) {
            database.apply(new LogPosition(1, 0), parts(1).get(0));
            assertThat(database.apply(new LogPosition(2, 1), parts(1).get(1))).isFalse();
            assertThat(database.unfinishedParts()).isEqualTo(1);
            apply(database, 2, 2, "c", "3");
            assertThat(database.unfinishedParts()).isZero();
            database.apply(new LogPosition(2, 3), parts(2).get(0));
            database.apply(new LogPosition(2, 4), parts(2).get(1));
            for (int i = 0; i < 3; i++) {
                database.apply(new LogPosition(3, 5 + i), parts(3).get(i));
            }
            assertThat(read(database)).hasToString("{a=1, b=22, c=3}");
            assertThatThrownBy(() -> database.apply(new LogPosition(3, 8), parts(3).get(1)))
                    .hasMessage("the log has part 1 of an entry after 0 parts of it");
        }
    }

    @Test
    void aNodeGoesOnFromTheCheckpointOfAnother() throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        try (ReplicatedDatabase one = open("a")) {
            apply(one, 1, 1, "a", "1");
            one.checkpoint(new LogPosition(1, 2), checkpoint);
            apply(one, 1, 3, "b", "2");
        }
        try (ReplicatedDatabase other = open("b")) {
            apply(other, 1, 0, "z", "9");
            other.replace(checkpoint);
            assertThat(other.position()).isEqualTo(new LogPosition(1, 2));
            assertThat(read(other)).hasToString("{a=1}");
            apply(other, 1, 3, "b", "2");
            other.replace(checkpoint);
            apply(other, 1, 3, "b", "3");
        }
        try (ReplicatedDatabase other = open("b")) {
            assertThat(read(other)).hasToString("{a=1, b=3}");
            assertThat(directory.resolve("b").resolve("db-3")).isDirectory();
            assertThat(directory.resolve("b").resolve("db-2")).doesNotExist();
        }
    }

    @Test
    void aDiskWithLessThanHalfOfTheReserveIsNoRoom() {
        open("a").close();
        try (ReplicatedDatabase database = open("a")) {
            database.checkRoom();
        }
        long more = 1L << 52;
        try (ReplicatedDatabase database = ReplicatedDatabase.open(directory.resolve("a"), GROUP, more)) {
            assertThatThrownBy(database::checkRoom)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("less than half of " + (more >> 10) + " KiB (producer.reserve)");
        }
    }

    /** As if the process had ended in the middle of it. */
    @Test
    void whatAReplacementHasLeftBehindIsDeletedAtTheStart() throws Exception {
        open("a").close();
        Path unfinished = directory.resolve("a").resolve("db-2");
        Files.createDirectory(unfinished);
        Files.createFile(unfinished.resolve("CURRENT"));
        open("a").close();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aDirectoryOfAnotherGroupIsRefused() {
        open("a").close();
        assertThatThrownBy(() -> ReplicatedDatabase.open(directory.resolve("a"), GROUP + 1, RESERVE_BYTES))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is not of this group of nodes");
        open("a").close();
    }

    @Test
    void recordsThatOtherNodesCannotGetAreRefused() throws Exception {
        Path path = directory.resolve("a");
        try (RocksJournal journal = RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            Records.commit(journal, put("a", "1"));
        }
        long number = JournalFile.read(path).journal();
        assertThatThrownBy(() -> ReplicatedDatabase.open(path, number, RESERVE_BYTES))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has the records of a server without others");
        RocksJournal.open(path, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())
                .close();
    }

    @Test
    void aServerWithoutOthersStartsWithTheDirectory() {
        try (ReplicatedDatabase database = open("a")) {
            apply(database, 1, 0, "a", "1");
        }
        try (RocksJournal journal =
                RocksJournal.open(directory.resolve("a"), Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            assertThat(journal.get(bytes("a"))).isEqualTo(bytes("1"));
        }
    }
}
