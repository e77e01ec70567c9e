package dev.tutti.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a journal lives, taken by one server at a time:
 *
 * <pre>
 *   JOURNAL   the format, the journal's number and the database in use
 *   lock      locked by the server that uses it
 *   reserve   room for the next start, see {@link ReserveFile}
 *   db-1      the database; db-2 after a salvage, and so on
 * </pre>
 */
final class JournalDirectory implements AutoCloseable {

    private static final int FORMAT = 1;
    private static final String FILE = "JOURNAL";
    private static final Pattern CONTENT = Pattern.compile(
            "Tutti journal, format (\\d+)\\n(?:journal ([0-9a-f]{16})\\ndatabase db-(\\d+)\\n)?.*", Pattern.DOTALL);
    /** The directories in use by this process: the system's locks are between processes only. */
    private static final Set<Path> TAKEN = new HashSet<>();

    private final Path directory;
    private final FileChannel lock;
    private final boolean known;
    private final long journal;
    private int database;

    private JournalDirectory(Path directory, FileChannel lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        Path file = directory.resolve(FILE);
        known = Files.exists(file);
        if (known) {
            Matcher content = content(Files.readString(file));
            journal = Long.parseUnsignedLong(content.group(2), 16);
            database = Integer.parseInt(content.group(3));
        } else {
            journal = new SecureRandom().nextLong();
            database = 1;
        }
    }

    private Matcher content(String text) {
        Matcher content = CONTENT.matcher(text);
        if (!content.matches()) {
            throw refusal(directory, "has a damaged file " + FILE + ", restore it from a backup");
        }
        if (Integer.parseInt(content.group(1)) != FORMAT || content.group(2) == null) {
            throw refusal(
                    directory,
                    "is of format " + content.group(1) + " and this server reads " + FORMAT
                            + ", use the server that wrote it");
        }
        return content;
    }

    /** Makes it if it is not there, and takes it. */
    static JournalDirectory take(Path path) {
        try {
            Path directory = Files.createDirectories(path).toRealPath();
            synchronized (TAKEN) {
                if (!TAKEN.add(directory)) {
                    throw inUse(directory);
                }
            }
            return locked(directory);
        } catch (FileAlreadyExistsException e) {
            throw refusal(path, "is not a directory, remove it or name another");
        } catch (IOException e) {
            throw new JournalException(
                    "the journal " + path + " cannot be made or written: " + words(e)
                            + ", give the server the right to write there or name another directory",
                    e);
        }
    }

    private static JournalDirectory locked(Path directory) throws IOException {
        FileChannel lock = null;
        try {
            lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw inUse(directory);
            }
            return new JournalDirectory(directory, lock);
        } catch (IOException | RuntimeException e) {
            release(directory, lock);
            throw e;
        }
    }

    private static JournalException inUse(Path directory) {
        return refusal(directory, "is in use by another server, stop that one or name another directory");
    }

    private static String words(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /** Reads "the journal directory problem". */
    JournalException refusal(String problem) {
        return refusal(directory, problem);
    }

    private static JournalException refusal(Path directory, String problem) {
        return new JournalException("the journal " + directory + " " + problem);
    }

    Path path() {
        return directory;
    }

    /** Whether it was there before. */
    boolean isKnown() {
        return known;
    }

    /** The number that marks what belongs to this journal. */
    long journal() {
        return journal;
    }

    Path database() {
        return directory.resolve("db-" + database);
    }

    /** Where another database would be, if this one were given up. */
    Path nextDatabase() {
        return directory.resolve("db-" + (database + 1));
    }

    /** Uses the next database from here on. */
    void moveOn() throws IOException {
        database++;
        settle();
    }

    /** Writes down, for good, which database is in use. */
    void settle() throws IOException {
        String text =
                String.format("Tutti journal, format %d%njournal %016x%ndatabase db-%d%n", FORMAT, journal, database);
        Path file = directory.resolve(FILE + ".new");
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(file, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
    }

    @Override
    public void close() {
        try {
            if (lock.isOpen()) {
                release(directory, lock);
            }
        } catch (IOException e) {
            throw new JournalException("the journal " + directory + " cannot be unlocked", e);
        }
    }

    private static void release(Path directory, FileChannel lock) throws IOException {
        try {
            if (lock != null) {
                lock.close();
            }
        } finally {
            synchronized (TAKEN) {
                TAKEN.remove(directory);
            }
        }
    }
}
