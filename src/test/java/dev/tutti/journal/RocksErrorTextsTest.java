package dev.tutti.journal;

import static dev.tutti.journal.RawDatabase.encoded;
import static dev.tutti.journal.RawDatabase.random;
import static dev.tutti.journal.RawDatabase.write;
import static dev.tutti.journal.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.journal.format.DamageException;
import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.WalReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/** The release of RocksDB in use writes the texts of errors that {@link ErrorTexts} reads. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RocksErrorTextsTest {

    @TempDir
    Path database;

    @BeforeEach
    void load() {
        NativeLibrary.load();
    }

    private void open(RawDatabase.Action action) throws RocksDBException, IOException {
        RawDatabase.open(database, action);
    }

    private Path manifest() throws IOException {
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(database, "MANIFEST-*")) {
            return manifests.iterator().next();
        }
    }

    private RocksDBException openingFails() {
        return catchThrowableOfType(RocksDBException.class, () -> open(opened -> {}));
    }

    /** Leaves two logs, the older of which the manifest lists, and returns the older one. */
    private Path listedLog() throws RocksDBException, IOException {
        Path copy = database.resolve("copy");
        open(opened -> {
            opened.pauseBackgroundWork();
            for (int i = 0; i < 50; i++) {
                write(opened, encoded(new JournalBatch().put(bytes("k" + i), random(2000)), i), true);
            }
            Files.createDirectory(copy);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(database, Files::isRegularFile)) {
                for (Path file : files) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            opened.continueBackgroundWork();
        });
        database = copy;
        List<Path> logs = WalReader.in(copy);
        assertThat(logs).hasSize(2);
        return logs.get(0);
    }

    @Test
    void aListedLogThatIsMissingIsNamedByItsNumber() throws RocksDBException, IOException {
        Path log = listedLog();
        Files.delete(log);
        RocksDBException e = openingFails();
        assertThat(e).hasMessage("Missing WAL with log number: " + WalReader.number(log) + ".");
        assertThatThrownBy(() -> ErrorTexts.throwIfDamage(e)).isInstanceOf(DamageException.class);
        assertTablesCanBeRead();
    }

    @Test
    void aListedLogThatIsShorterIsNamedByItsNumberAndLength() throws RocksDBException, IOException {
        Path log = listedLog();
        long listed = Files.size(log);
        JournalCopy.cut(log, 1000);
        RocksDBException e = openingFails();
        assertThat(e.getMessage())
                .contains("WAL (log number: " + WalReader.number(log) + ") in MANIFEST is " + listed + " bytes");
        assertThatThrownBy(() -> ErrorTexts.throwIfDamage(e)).isInstanceOf(DamageException.class);
        assertTablesCanBeRead();
    }

    private void assertTablesCanBeRead() throws RocksDBException, IOException {
        try (DamagedTables tables = DamagedTables.open(database)) {
            assertThat(tables.database().get(bytes("k0"))).isNull();
        }
    }

    @Test
    void aDamagedTableIsCorruptionAndTheGuessAtAFileIsCutOff() throws RocksDBException, IOException {
        Path[] table = {null};
        open(opened -> {
            for (int i = 0; i < 100; i++) {
                write(opened, encoded(new JournalBatch().put(bytes("k" + i), random(2000)), i), true);
            }
        });
        open(opened -> {
            table[0] = database.resolve(
                    opened.getLiveFilesMetaData().get(0).fileName().substring(1));
            JournalCopy.flip(table[0], Files.size(table[0]) / 2);
            RocksDBException e = catchThrowableOfType(RocksDBException.class, opened::verifyChecksum);
            assertThat(ErrorTexts.message(e))
                    .contains("checksum mismatch")
                    .contains(table[0].getFileName().toString());
            assertThatThrownBy(() -> ErrorTexts.throwIfDamage(e))
                    .isInstanceOf(DamageException.class)
                    .hasMessage(ErrorTexts.message(e));
        });
        JournalCopy.flip(manifest(), 60);
        RocksDBException e = openingFails();
        assertThat(e.getMessage()).matches("(?s).+ The file \\S+ may be corrupted\\.\\s*");
        assertThat(ErrorTexts.message(e))
                .isNotEmpty()
                .doesNotContain("may be corrupted")
                .doesNotContain("\n");
    }

    @Test
    void aWriteThatDoesNotWaitForRoomInMemoryIsIncomplete() throws RocksDBException, IOException {
        open(opened -> {
            opened.pauseBackgroundWork();
            RocksDBException e = catchThrowableOfType(RocksDBException.class, () -> fillMemory(opened));
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.Incomplete);
            assertThat(ErrorTexts.isStall(e)).isTrue();
            assertThatCode(() -> ErrorTexts.throwIfDamage(e)).doesNotThrowAnyException();
            opened.continueBackgroundWork();
        });
    }

    private static void fillMemory(RocksDB database) throws RocksDBException {
        try (WriteOptions how = new WriteOptions().setNoSlowdown(true)) {
            for (int i = 0; i < 10_000; i++) {
                database.put(how, bytes("k" + i), random(2000));
            }
        }
    }
}
