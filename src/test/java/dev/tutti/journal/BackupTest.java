package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy of a journal in use. */
@Timeout(60)
class BackupTest {

    @TempDir
    Path directory;

    private RocksJournal open(String name, Sync sync) {
        return RocksJournal.open(directory.resolve(name), sync, RocksJournalTest.RESERVE_BYTES, false, new EventLog());
    }

    private RocksJournal open(String name) {
        return open(name, Sync.ALWAYS);
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void itHasEverythingThatWasCommittedBefore(Sync sync) {
        try (RocksJournal journal = open("journal", sync)) {
            commit(journal, put("a", "1"));
            commit(journal, put("b", "2"));
            journal.backup(directory.resolve("first"));
            commit(journal, put("c", "3"));
            journal.backup(directory.resolve("second"));
            assertThat(read(journal)).hasToString("{a=1, b=2, c=3}");
        }
        try (RocksJournal first = open("first", sync)) {
            assertThat(read(first)).hasToString("{a=1, b=2}");
            commit(first, put("d", "4"));
        }
        try (RocksJournal again = open("first", sync);
                RocksJournal second = open("second", sync)) {
            assertThat(read(again)).hasToString("{a=1, b=2, d=4}");
            assertThat(read(second)).hasToString("{a=1, b=2, c=3}");
        }
    }

    @Test
    void itHoldsOneMomentWhileOthersCommit() throws Exception {
        try (RocksJournal journal = open("journal")) {
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
                int n = 0;
                while (!ended.get()) {
                    n++;
                    commit(journal, put("first", "" + n).put(("second").getBytes(), ("" + n).getBytes()));
                }
                return n;
            });
            for (int i = 0; i < 5; i++) {
                int before = number(read(journal));
                journal.backup(directory.resolve("backup-" + i));
                try (RocksJournal backup = open("backup-" + i)) {
                    Map<String, String> found = read(backup);
                    assertThat(number(found)).isGreaterThanOrEqualTo(before);
                    assertThat(found.get("second")).isEqualTo(found.get("first"));
                }
            }
            ended.set(true);
            assertThat(number(read(journal))).isLessThanOrEqualTo(writer.get());
        }
    }

    private static int number(Map<String, String> records) {
        return Integer.parseInt(records.getOrDefault("first", "0"));
    }

    @Test
    void aBackupThatWasBrokenOffIsRefused() throws Exception {
        try (RocksJournal journal = open("journal")) {
            commit(journal, put("a", "1"));
            journal.backup(directory.resolve("backup"));
        }
        Files.delete(directory.resolve("backup").resolve("JOURNAL"));
        assertThatThrownBy(() -> open("backup"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has lost its file JOURNAL");
    }

    @Test
    void aBackupIsThereWhenItIsWhole() throws Exception {
        try (RocksJournal journal = open("journal")) {
            commit(journal, put("a", "1"));
            Files.createDirectories(directory.resolve("backup.unfinished").resolve("db-1.tmp"));
            assertThatThrownBy(() -> journal.backup(directory.resolve("backup")))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("backup.unfinished is there already, from a copy that")
                    .hasMessageContaining("delete it");
            assertThat(directory.resolve("backup")).doesNotExist();
            journal.backup(directory.resolve("other"));
            assertThat(directory.resolve("other.unfinished")).doesNotExist();
        }
    }

    @Test
    void aBackupThatWasBrokenOffByAKillIsRefused() throws Exception {
        Files.createDirectories(directory.resolve("backup").resolve("db-1.tmp"));
        assertThatThrownBy(() -> open("backup"))
                .isInstanceOf(JournalException.class)
                .hasMessageEndingWith("is a backup that was broken off, delete it and use a whole one");
        assertThat(directory.resolve("backup").resolve("db-1")).doesNotExist();
    }

    @Test
    void theJournalHasNoBackupInItself() throws Exception {
        try (RocksJournal journal = open("journal")) {
            Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("journal"));
            Path inside = directory.resolve("journal").resolve("backup");
            for (Path path : List.of(inside, inside.resolve("below"), link.resolve("backup"))) {
                assertThatThrownBy(() -> journal.backup(path))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("is in the journal's own directory");
            }
            assertThat(inside).doesNotExist();
        }
    }

    @Test
    void aDamagedBackupIsNoticed() throws Exception {
        try (RocksJournal journal = open("journal")) {
            commit(journal, put("a", "1".repeat(1000)));
            journal.backup(directory.resolve("backup"));
        }
        Path database = directory.resolve("backup").resolve("db-1");
        Path table;
        try (var files = Files.list(database)) {
            table = files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 4] ^= 1;
        Files.delete(table); // which may be a link to the journal's own
        Files.write(table, bytes);
        assertThatThrownBy(() -> open("backup"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is damaged");
        open("journal").close();
    }

    @Test
    void itIsTheOwnersAlone() throws Exception {
        try (RocksJournal journal = open("journal")) {
            journal.backup(directory.resolve("backup"));
        }
        Path backup = directory.resolve("backup");
        for (Path made : List.of(backup, backup.resolve("db-1"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void whereSomethingIsAlreadyNothingIsCopied() throws Exception {
        Files.createDirectory(directory.resolve("there"));
        Files.createFile(directory.resolve("file"));
        try (RocksJournal journal = open("journal")) {
            for (String name : List.of("there", "file", "journal")) {
                assertThatThrownBy(() -> journal.backup(directory.resolve(name)))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("is there already");
            }
            assertThatThrownBy(() -> journal.backup(directory.resolve("file").resolve("below")))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("below");
        }
    }

    @Test
    void aClosedJournalCannotBeCopied() {
        RocksJournal journal = open("journal");
        journal.close();
        assertThatThrownBy(() -> journal.backup(directory.resolve("backup"))).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> new VolatileJournal().backup(directory.resolve("backup")))
                .hasMessageContaining("producer.journal");
    }
}
