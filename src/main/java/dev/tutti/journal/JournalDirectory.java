package dev.tutti.journal;

import dev.tutti.journal.format.WalReader;
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
 * The directory of a journal, which one server at a time has taken:
 *
 * <pre>
 *   NODE      which node of which group it belongs to, see {@link NodeIdentity}; not that of a server without others
 *   JOURNAL   the database in use and how much it holds, see {@link JournalFile}
 *   lock      locked by the server that uses the directory
 *   reserve   room for the next start, see {@link ReserveFile}
 *   db-1      the database; db-2 after a salvage or when it was replaced by that of another node, and so on
 *   raft      the log of a node of a group, which its engine keeps
 * </pre>
 */
final class JournalDirectory implements AutoCloseable {

    /** The directories that this process uses. The locks of the operating system are between processes only. */
    private static final Set<Path> TAKEN = new HashSet<>();

    private final Disk disk;
    private final Path directory;
    private final FileChannel lock;
    private final boolean known;
    private JournalFile file;

    private JournalDirectory(Disk disk, Path directory, FileChannel lock) throws IOException {
        this.disk = disk;
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

    /** Takes the directory, which is made if it is missing. */
    static JournalDirectory take(Path path) {
        return take(path, new Disk());
    }

    static JournalDirectory take(Path path, Disk disk) {
        try {
            make(path.toAbsolutePath(), disk);
            Path directory = path.toRealPath();
            synchronized (TAKEN) {
                if (!TAKEN.add(directory)) {
                    throw inUse(directory);
                }
            }
            return locked(disk, directory);
        } catch (FileAlreadyExistsException e) {
            throw refusal(path, "is not a directory, remove it or name another");
        } catch (IOException e) {
            throw new JournalException(
                    "the journal " + path + " cannot be made or written: " + message(e)
                            + ", give the server the right to write there or name another directory",
                    e);
        }
    }

    /** Gives a new journal its number. One that has another number already is refused. */
    void beOf(long group) {
        if (known && file.journal() != group) {
            throw refusal("is not of this group of nodes, name another directory");
        }
        file = known ? file : new JournalFile(group, 1, 0, 0);
    }

    /** Takes a new directory for a copy of this journal, whose batches have the same mark. */
    JournalDirectory newCopy(Path path) throws IOException {
        if (Files.exists(path)) {
            throw new JournalException(path + " is there already, from a copy that is under way or was broken off:"
                    + " delete it, or name another directory");
        }
        if (real(path).startsWith(directory)) {
            throw new JournalException(path + " is in the journal's own directory, name one outside of it");
        }
        JournalDirectory copy = take(path, disk);
        copy.file = new JournalFile(file.journal(), 1, 0, 0);
        return copy;
    }

    /** The path of its nearest directory that exists, without links. */
    private static Path real(Path path) throws IOException {
        Path existing = path;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing.toRealPath();
    }

    /** Makes the directory and all above it that are missing, and forces their names. */
    private static void make(Path directory, Disk disk) throws IOException {
        Path parent = directory.getParent();
        if (Files.isDirectory(directory)) {
            return;
        }
        if (!Files.exists(parent)) {
            make(parent, disk);
        }
        if (disk.makeDirectory(directory)) {
            disk.forceNames(parent);
        }
    }

    private static JournalDirectory locked(Disk disk, Path directory) throws IOException {
        FileChannel lock = null;
        try {
            lock = FileChannel.open(
                    directory.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OwnerOnly.FILE);
            if (lock.tryLock() == null) {
                throw inUse(directory);
            }
            return new JournalDirectory(disk, directory, lock);
        } catch (IOException | RuntimeException e) {
            release(directory, lock);
            throw e;
        }
    }

    private static JournalException inUse(Path directory) {
        return refusal(directory, "is in use by another server, stop that one or name another directory");
    }

    private static String message(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /** Returns an exception with the message "the journal", the directory, the problem. */
    JournalException refusal(String problem) {
        return refusal(directory, problem);
    }

    private static JournalException refusal(Path directory, String problem) {
        return new JournalException("the journal " + directory + " " + problem);
    }

    Path path() {
        return directory;
    }

    /** Returns whether the directory had a journal when it was taken. */
    boolean isKnown() {
        return known;
    }

    Disk disk() {
        return disk;
    }

    /** Returns the number that marks the batches of this journal. */
    long journal() {
        return file.journal();
    }

    Path database() {
        return directory.resolve("db-" + file.database());
    }

    /** Returns whether RocksDB has begun to make a checkpoint as the database, and has not ended. */
    boolean hasUnfinishedCopy() {
        return Files.exists(directory.resolve(database().getFileName() + ".tmp"));
    }

    /** Returns the directory for the database that a salvage makes. */
    Path nextDatabase() {
        return directory.resolve("db-" + (file.database() + 1));
    }

    /** Replaces the database in use by the next one, which must be complete and synced. */
    void useNextDatabase() throws IOException {
        file = new JournalFile(file.journal(), file.database() + 1, 0, 0);
        nameDatabase();
    }

    /**
     * Returns the number of a log of the database that is known to have existed, or 0. That or a newer one is there.
     */
    long log() {
        return file.log();
    }

    /** Returns the number of changes that are known to be on the disk, at least. */
    long changes() {
        return file.changes();
    }

    /** Notes on the disk that the newest log is not empty and that so many changes are synced. */
    void noteStart(long changes) throws IOException {
        List<Path> logs = WalReader.in(database());
        note(WalReader.number(logs.get(logs.size() - 1)), changes);
    }

    /** Notes on the disk that so many changes are synced. */
    void noteChanges(long changes) throws IOException {
        note(file.log(), changes);
    }

    private void note(long log, long changes) throws IOException {
        file = new JournalFile(file.journal(), file.database(), log, changes);
        file.write(disk, directory);
    }

    /**
     * Notes on the disk which database is in use. The directory of that database is forced before its name is noted.
     */
    void nameDatabase() throws IOException {
        disk.forceNames(directory);
        file.write(disk, directory);
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
