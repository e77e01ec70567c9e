package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory that cannot be used is refused with one line that names it, says why and what to do. */
@Timeout(60)
class RefusalTest {

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void resolveLinks() throws IOException {
        directory = temporary.toRealPath().resolve("journal");
    }

    private RocksJournal open() {
        return RocksJournal.open(directory, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, false, new EventLog());
    }

    private void assertRefused(String line) {
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessage(line);
    }

    private void writeOne() {
        try (RocksJournal journal = open()) {
            commit(journal, put("a", "1"));
        }
    }

    @Test
    void twiceInOneProcess() {
        try (RocksJournal journal = open()) {
            String line = "the journal " + directory
                    + " is in use by another server, stop that one or name another directory";
            assertRefused(line);
            assertRefused(line);
            commit(journal, put("a", "1"));
        }
        open().close();
    }

    @Test
    void inTwoProcesses() throws IOException {
        try (RocksJournal journal = open()) {
            assertThat(CommittingProcess.start(directory, Sync.ALWAYS, 0).output())
                    .containsExactly("the journal " + directory
                            + " is in use by another server, stop that one or name another directory");
            commit(journal, put("a", "1"));
        }
    }

    @Test
    void aFileInItsPlace() throws IOException {
        Files.writeString(directory, "something");
        assertRefused("the journal " + directory + " is not a directory, remove it or name another");
    }

    @Test
    void aDirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "something");
        directory = file.resolve("journal");
        assertRefused("the journal " + directory + " cannot be made or written: Not a directory,"
                + " give the server the right to write there or name another directory");
    }

    /** The kernel's own; a superuser may write everywhere else. */
    @Test
    void aDirectoryThatCannotBeWritten() {
        directory = Path.of("/proc/self/task");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageMatching("the journal /proc/\\S+ cannot be made or written: .*,"
                        + " give the server the right to write there or name another directory");
    }

    @Test
    void anotherFormat() throws IOException {
        writeOne();
        Files.writeString(directory.resolve("JOURNAL"), "Tutti journal, format 2\nand what else it has\n");
        assertRefused(
                "the journal " + directory + " is of format 2 and this server reads 1, "
                        + "a newer server wrote it: start that one again, or restore a backup that was made before the upgrade");
    }

    private void assertJournalFileIsDamaged() {
        assertRefused("the journal " + directory + " has a damaged file JOURNAL, restore it from a backup, or move the"
                + " directory away to begin anew without what is in it");
    }

    @Test
    void aJournalFileThatWasCutOff() throws IOException {
        writeOne();
        Files.writeString(directory.resolve("JOURNAL"), "Tutti");
        assertJournalFileIsDamaged();
    }

    @Test
    void aJournalFileOfZeros() throws IOException {
        writeOne();
        Files.write(directory.resolve("JOURNAL"), new byte[77]);
        assertJournalFileIsDamaged();
    }

    /** Under another number than its own all that is in its log would be a stranger's. */
    @Test
    void anyByteOfTheJournalFile() throws IOException {
        writeOne();
        byte[] whole = Files.readAllBytes(directory.resolve("JOURNAL"));
        for (int i = 0; i < whole.length; i++) {
            for (byte bits : new byte[] {0x01, (byte) 0x80}) {
                byte[] damaged = whole.clone();
                damaged[i] ^= bits;
                Files.write(directory.resolve("JOURNAL"), damaged);
                assertThatThrownBy(this::open)
                        .as("byte %d", i)
                        .hasMessageMatching(
                                "the journal \\S+ (has a damaged file JOURNAL|is of format 0 and this server reads 1), .*");
            }
        }
    }

    @Test
    void notAJournalFileOfAnEarlierServerWhichHadFewerLines() throws IOException {
        writeOne();
        Path file = directory.resolve("JOURNAL");
        Files.writeString(file, Files.readString(file).replaceAll("(holds|check) .*\\n", ""));
        try (RocksJournal journal = open()) {
            assertThat(read(journal)).containsOnlyKeys("a");
        }
    }

    @Test
    void aLostJournalFile() throws IOException {
        writeOne();
        Files.delete(directory.resolve("JOURNAL"));
        assertRefused("the journal " + directory + " has lost its file JOURNAL, restore it from a backup");
    }

    @Test
    void aLostDatabase() throws IOException {
        writeOne();
        Files.move(directory.resolve("db-1"), directory.resolve("elsewhere"));
        assertRefused("the journal " + directory + " has lost its database db-1, restore it from a backup");
        Files.move(directory.resolve("elsewhere"), directory.resolve("db-1"));
        try (RocksJournal journal = open()) {
            assertThat(read(journal)).containsOnlyKeys("a");
        }
    }

    /** A first start that was killed before it had written anything. */
    @Test
    void notAnEmptyDatabaseWithoutAJournalFile() throws IOException {
        open().close();
        Files.delete(directory.resolve("JOURNAL"));
        writeOne();
        try (RocksJournal journal = open()) {
            assertThat(read(journal)).containsOnlyKeys("a");
        }
    }
}
