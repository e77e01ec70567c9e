package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.delete;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal on the disk of one server: its files, and what each kind of sync keeps. */
class RocksJournalTest extends DurableJournalContract {

    private RocksJournal open(Sync sync) {
        return RocksJournal.open(directory.resolve("journal"), sync, RESERVE_BYTES, false, new EventLog());
    }

    @Override
    RocksJournal open() {
        return open(Sync.ALWAYS);
    }

    @ParameterizedTest
    @EnumSource(Sync.class)
    void aCloseKeepsEverythingWhateverTheSync(Sync sync) {
        try (RocksJournal journal = open(sync)) {
            commit(journal, put("b", "2").put(bytes("a"), bytes("1")));
            commit(journal, delete("b"));
        }
        try (RocksJournal journal = open(sync)) {
            assertThat(read(journal)).hasToString("{a=1}");
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
    void aDiskWithLessThanTheReserveIsLow() {
        try (RocksJournal journal =
                RocksJournal.open(directory, Sync.ALWAYS, Long.MAX_VALUE / 4, false, new EventLog())) {
            assertThat(journal.isLow()).isTrue();
            commit(journal, put("a", "1"));
        }
    }
}
