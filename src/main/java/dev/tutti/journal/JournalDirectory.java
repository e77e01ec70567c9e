package dev.tutti.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a journal lives, taken by one server at a time:
 *
 * <pre>
 *   JOURNAL   what the rest is, see {@link JournalFile}
 *   lock      locked by the server that uses it
 *   reserve   room for the next start, see {@link ReserveFile}
 *   db-1      the database; db-2 after a salvage, and so on
 * </pre>
 */
final class JournalDirectory implements AutoCloseable {

    /** The directories in use by this process: the system's locks are between processes only. */
    private static final Set<Path> TAKEN = new HashSet<>();

    private final Path directory;
    private final FileChannel lock;
    private final boolean known;
    private JournalFile file;

    private JournalDirectory(Path directory, FileChannel lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        known = Files.exists(directory.resolve(JournalFile.NAME));
        file = known ? file() : new JournalFile(new SecureRandom().nextLong(), 1, 0, 0);
    }

    private JournalFile file() throws IOException {
        try {
            return JournalFile.read(directory);
        } catch (JournalException e) {
            throw refusal(e.getMessage());
        }
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
        return file.journal();
    }

    Path database() {
        return directory.resolve("db-" + file.database());
    }

    /** Where another database would be, if this one were given up. */
    Path nextDatabase() {
        return directory.resolve("db-" + (file.database() + 1));
    }

    /** Uses the next database from here on. */
    void moveOn() throws IOException {
        file = new JournalFile(file.journal(), file.database() + 1, 0, 0);
        settle();
    }

    /** The number of a log of the database of which it is known that there is that or a newer one; or 0. */
    long log() {
        return file.log();
    }

    /** How many changes there are at least. */
    long changes() {
        return file.changes();
    }

    /** Has it known, for good, that the newest log has something in it, and that all changes up to that are synced. */
    void begins(long changes) throws IOException {
        List<Path> logs = WalReader.in(database());
        holds(WalReader.number(logs.get(logs.size() - 1)), changes);
    }

    /** Has it known, for good, that all these changes are synced. */
    void ends(long changes) throws IOException {
        holds(file.log(), changes);
    }

    private void holds(long log, long changes) throws IOException {
        file = new JournalFile(file.journal(), file.database(), log, changes);
        settle();
    }

    /** Writes down, for good, which database is in use. */
    void settle() throws IOException {
        file.write(directory);
    }

    boolean isTaken() {
        return lock.isOpen();
    }

    @Override
    public void close() {
        try {
            if (isTaken()) {
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
