package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.format.WalReader;
import dev.tutti.log.EventLog;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;

/** A copy of a journal's directory as a kill would leave it, to be damaged. */
public final class JournalCopy {

    private final Path directory;

    private JournalCopy(Path directory) {
        this.directory = directory;
    }

    /** Copies the journal, which may be open, over what is at {@code to}: as it is at one moment. */
    public static JournalCopy of(Path journal, Path to) throws IOException {
        boolean atOneMoment = false;
        while (!atOneMoment) {
            delete(to);
            List<String> before = contents(journal);
            atOneMoment = copy(journal, to) && contents(journal).equals(before);
        }
        return new JournalCopy(to);
    }

    /** What changes when tables are written, merged or deleted: all files but those that are only appended to. */
    private static List<String> contents(Path journal) {
        List<String> contents = new ArrayList<>();
        for (File database : journal.toFile().listFiles(File::isDirectory)) {
            for (File file : database.listFiles()) {
                String name = file.getName();
                contents.add(name.endsWith(".log") || name.startsWith("LOG") ? name : name + " " + file.length());
            }
        }
        return contents.stream().sorted().toList();
    }

    /** Says whether nothing was deleted meanwhile. */
    private static boolean copy(Path journal, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> found = Files.walk(journal)) {
            files = found.skip(1).toList();
        } catch (UncheckedIOException e) {
            return false;
        }
        for (Path file : files) {
            try {
                Files.copy(file, to.resolve(journal.relativize(file)));
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        return true;
    }

    /** Deletes the journal, if there is one. */
    public static void delete(Path journal) throws IOException {
        if (Files.exists(journal)) {
            try (Stream<Path> files = Files.walk(journal)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }

    RocksJournal open() {
        return open(false);
    }

    RocksJournal open(boolean salvage) {
        return RocksJournal.open(directory, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, salvage, new EventLog());
    }

    public Path directory() {
        return directory;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** The newest log. */
    public Path log() throws IOException {
        return logOf(directory);
    }

    static Path logOf(Path journal) throws IOException {
        List<Path> logs = WalReader.in(journal.resolve("db-1"));
        return logs.get(logs.size() - 1);
    }

    /** Where the last record of the newest log ends: zeros may follow. */
    public static long endOfLog(Path journal) {
        try {
            long[] last = {0};
            WalReader.read(logOf(journal), (record, behindDamage, end) -> last[0] = end);
            return last[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The largest of the tables in use: there may be others, of which RocksDB was not done with writing or deleting.
     */
    public Path table() throws IOException {
        Path database = directory.resolve("db-1");
        try (DamagedTables tables = DamagedTables.open(database)) {
            return tables.database().getLiveFilesMetaData().stream()
                    .max(Comparator.comparingLong(LiveFileMetaData::size))
                    .map(table -> database.resolve(table.fileName().substring(1)))
                    .orElseThrow();
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    /** Flips bits of one byte, counted from the end if the place is negative. */
    public static void flip(Path file, long place) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = place < 0 ? bytes.length() + place : place;
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 0x5A);
        }
    }

    public static void cut(Path file, long length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, Math.toIntExact(length)));
    }
}
