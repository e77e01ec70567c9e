package dev.tutti.journal;

import dev.tutti.config.ProducerConfig.Sync;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** A copy of a journal's directory as a kill would leave it, to be damaged. */
public final class Wreck {

    private final Path directory;

    private Wreck(Path directory) {
        this.directory = directory;
    }

    /** Copies the journal, which may be open, over what is at {@code to}. */
    public static Wreck of(Path journal, Path to) throws IOException {
        delete(to);
        try (Stream<Path> files = Files.walk(journal)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(journal.relativize(file)));
            }
        }
        return new Wreck(to);
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
        return RocksJournal.open(directory, Sync.ALWAYS, RocksJournalTest.RESERVE_BYTES, salvage);
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
        return newest(journal, ".log");
    }

    /** Where the last record of the newest log ends: zeros may follow. */
    public static long endOfLog(Path journal) {
        try {
            long[] last = {0};
            LogFile.read(logOf(journal), (record, behindDamage, end) -> last[0] = end);
            return last[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Path table() throws IOException {
        return newest(directory, ".sst");
    }

    private static Path newest(Path journal, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(journal.resolve("db-1"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
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
