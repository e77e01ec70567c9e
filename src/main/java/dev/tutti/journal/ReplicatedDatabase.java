package dev.tutti.journal;

import dev.tutti.journal.format.ErrorTexts;
import dev.tutti.journal.format.WalScanner;
import dev.tutti.replica.LogPosition;
import dev.tutti.replica.StateMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a node of a group, in a RocksDB database. Each entry of the log is one write of the database, together
 * with its position. No write is synced, since the log is, and begins at the last checkpoint: the entries that a power
 * failure takes are applied again.
 *
 * <p>The directory is that of a {@link RocksJournal}, and all nodes of a group have one number for their journals. So a
 * server without others can start with a copy of it.
 */
public final class ReplicatedDatabase implements StateMachine, AutoCloseable {

    /** The key of the position. The keys of records begin with a letter, those of this class and its like with 0. */
    private static final byte[] POSITION = {0, 'P'};

    /** The position of records that were there before the log. A log begins behind it. */
    private static final LogPosition FIRST = new LogPosition(0, 0);

    private static final Logger log = LoggerFactory.getLogger(ReplicatedDatabase.class);

    private final JournalDirectory directory;
    private final long reserveBytes;
    private volatile RocksStore store;
    private volatile LogPosition position;
    private UnfinishedEntry unfinished;

    private ReplicatedDatabase(JournalDirectory directory, long reserveBytes, RocksStore store) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        use(store);
    }

    private void use(RocksStore opened) {
        store = opened;
        unfinished = new UnfinishedEntry(opened);
        byte[] stored = opened.get(POSITION);
        ByteBuffer in = stored == null ? null : ByteBuffer.wrap(stored);
        position = in == null ? LogPosition.NONE : new LogPosition(in.getLong(), in.getLong());
    }

    /**
     * Opens the database of a node, in a directory that {@link NodeDirectory} has made.
     *
     * @param reserveBytes as of {@link RocksJournal#open}
     * @throws JournalException if it cannot be used, or has lost a part of what it had. The message is one line
     */
    public static ReplicatedDatabase open(Path path, NodeIdentity identity, long reserveBytes) {
        ReplicatedDatabase database = open(path, identity.journal(), reserveBytes, new Disk());
        try {
            database.refuseLost(identity);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Without its log, a node would vote again where it has voted already. */
    private void refuseLost(NodeIdentity identity) {
        Path engine = directory.path().resolve(NodeIdentity.ENGINE);
        boolean hasLog = Files.exists(engine.resolve(identity.group().toString()));
        boolean isNew = !FIRST.isBehind(position);
        if (identity.founder() && !directory.isKnown() || !hasLog && !isNew) {
            throw directory.refusal("has lost its log or its file JOURNAL: remove the node from its cluster, and add it"
                    + " again with an empty directory");
        }
    }

    /** Makes the records of a database the state at the beginning of a log, whatever log they are from. */
    static void beginLog(RocksStore store) {
        JournalBatch changes = new JournalBatch().deleteRange(new byte[] {0}, new byte[] {1});
        store.write(List.of(changes, encoded(FIRST)), true);
    }

    /**
     * Opens the database of that directory, which is made if it is missing.
     *
     * @param group the number of the group
     * @param reserveBytes as of {@link RocksJournal#open}
     * @throws JournalException if it cannot be used, or belongs to another group. The message is one line that says why
     */
    public static ReplicatedDatabase open(Path path, long group, long reserveBytes) {
        return open(path, group, reserveBytes, new Disk());
    }

    static ReplicatedDatabase open(Path path, long group, long reserveBytes, Disk disk) {
        NativeLibrary.load();
        JournalDirectory directory = JournalDirectory.take(path, disk);
        try {
            directory.beOf(group);
            RocksStore store = new JournalOpener(directory, reserveBytes, false).open();
            ReplicatedDatabase database = new ReplicatedDatabase(directory, reserveBytes, store);
            database.refuseRecordsWithoutPosition();
            database.deleteReplaced();
            return database;
        } catch (IOException | RocksDBException e) {
            directory.close();
            throw directory.refusal("cannot be opened (" + e.getMessage() + "), see that its disk works and has room");
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    // ---- as the engine sees it

    @Override
    public LogPosition position() {
        return position;
    }

    @Override
    public boolean apply(LogPosition at, ByteBuffer entry) {
        if (!position.isBehind(at)) {
            return true;
        }
        LogEntry proposed = LogEntry.decode(entry);
        boolean inTime = proposed.term() == at.term();
        JournalBatch changes = new JournalBatch();
        if (inTime) {
            unfinished.apply(proposed, changes);
        }
        write(at, List.of(changes, encoded(at)));
        return inTime;
    }

    private void write(LogPosition at, List<JournalBatch> changes) {
        store.write(changes, false);
        position = at;
    }

    private static JournalBatch encoded(LogPosition at) {
        byte[] value = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(at.term())
                .putLong(at.index())
                .array();
        return new JournalBatch().put(POSITION, value);
    }

    @Override
    public void checkpoint(LogPosition at, Path copy) throws IOException {
        if (position.isBehind(at)) {
            write(at, List.of(encoded(at)));
        }
        try {
            store.checkpoint(copy);
        } catch (RocksDBException e) {
            throw new IOException("the checkpoint " + copy + " failed: " + ErrorTexts.message(e), e);
        }
        directory.disk().makeOwnerOnly(copy);
    }

    /** On a full disk, the log of the engine would break off in the middle of an entry. */
    @Override
    public void checkRoom() {
        long usable = store.usableBytes();
        if (usable < reserveBytes / 2) {
            throw new JournalException("the journal's disk has " + (usable >> 10) + " KiB left, less than half of "
                    + (reserveBytes >> 10) + " KiB (producer.reserve): this node, which does not lead, ends before the"
                    + " disk is full; make room and start it again");
        }
    }

    /** Makes a database of the checkpoint beside the one in use, and takes its place. */
    @Override
    public void replace(Path checkpoint) throws IOException {
        Path next = directory.nextDatabase();
        Path last = directory.database();
        delete(next);
        copy(checkpoint, next);
        store.close();
        directory.useNextDatabase();
        try {
            LogRepair.run(WalScanner.of(next, directory.journal()), directory.disk());
            RocksStore opened = RocksStore.open(next, false, directory.journal(), reserveBytes);
            use(opened);
            opened.markNewLog();
            directory.noteStart(opened.lastSequence());
        } catch (RocksDBException e) {
            throw new IOException("the checkpoint of another node cannot be opened: " + ErrorTexts.message(e), e);
        }
        delete(last);
    }

    /** Tables, which are never written again, are linked where the file system allows that. */
    private void copy(Path checkpoint, Path to) throws IOException {
        Disk disk = directory.disk();
        disk.makeDirectory(to);
        for (Path file : list(checkpoint)) {
            Path copy = to.resolve(file.getFileName());
            if (!file.toString().endsWith(".sst") || !isLinked(file, copy)) {
                Files.copy(file, copy);
            }
            disk.force(copy);
        }
        disk.forceNames(to);
    }

    private static boolean isLinked(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file);
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            log.debug("{} cannot be linked and is copied: {}", file, e.toString());
            return false;
        }
    }

    /** The other nodes would never get these records. */
    private void refuseRecordsWithoutPosition() {
        if (position.equals(LogPosition.NONE) && !store.isEmpty()) {
            store.close();
            throw directory.refusal("has the records of a server without others, name another directory");
        }
    }

    /** Deletes the database that {@link #replace} has replaced, if the process ended before it was deleted. */
    private void deleteReplaced() throws IOException {
        for (Path path : list(directory.path())) {
            if (path.getFileName().toString().startsWith("db-") && !path.equals(directory.database())) {
                delete(path);
            }
        }
    }

    private void delete(Path database) throws IOException {
        if (Files.exists(database)) {
            for (Path file : list(database)) {
                directory.disk().delete(file);
            }
            directory.disk().delete(database);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    // ---- as the journal sees it

    long read(byte[] prefix, Journal.Visitor visitor) {
        long[] hidden = {0};
        long records = store.read(prefix, (key, value) -> {
            if (key.length > 0 && key[0] == POSITION[0]) {
                hidden[0]++;
            } else {
                visitor.visit(key, value);
            }
        });
        return records - hidden[0];
    }

    byte[] get(byte[] key) {
        return store.get(key);
    }

    List<byte[]> getAll(List<byte[]> keys) {
        return store.getAll(keys);
    }

    long usableBytes() {
        return store.usableBytes();
    }

    void backup(Path copy) {
        Backup.make(directory, store, reserveBytes, copy);
    }

    /** Returns the number of parts of a group of commits whose last part has not come yet. */
    int unfinishedParts() {
        return unfinished.parts();
    }

    /** Returns the directory, in which the engine has a directory of its own. */
    public Path path() {
        return directory.path();
    }

    /** Syncs and closes the files. The engine must be closed before. */
    @Override
    public void close() {
        if (!directory.isTaken()) {
            return;
        }
        try {
            store.sync();
            directory.noteChanges(store.syncedSequence());
        } catch (JournalException | IOException e) {
            log.warn("the journal {} was not synced at its close: {}", directory.path(), e.toString());
        } finally {
            store.close();
            directory.close();
        }
    }
}
