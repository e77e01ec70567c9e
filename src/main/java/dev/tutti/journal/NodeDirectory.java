package dev.tutti.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/** Makes the directory of a node of a group, which {@link ReplicatedDatabase#open} takes from then on. */
public final class NodeDirectory {

    private NodeDirectory() {}

    /**
     * Begins a group, of which this is the only node. If the directory has the journal of a server without others, or
     * is a backup, its records are those of the group. Otherwise it is made, and has none.
     *
     * @param reserveBytes as of {@link RocksJournal#open}
     * @throws JournalException if the directory is that of a node already, or cannot be used. The message is one line
     */
    public static NodeIdentity begin(Path path, String node, long reserveBytes) {
        return begin(path, node, reserveBytes, new Disk());
    }

    static NodeIdentity begin(Path path, String node, long reserveBytes, Disk disk) {
        return inDirectory(path, disk, directory -> {
            try (RocksStore store = new JournalOpener(directory, reserveBytes, false).open()) {
                ReplicatedDatabase.beginLog(store);
                directory.noteChanges(store.syncedSequence());
            }
            UUID group = new UUID(new SecureRandom().nextLong(), directory.journal());
            return new NodeIdentity(group, node, true);
        });
    }

    /**
     * Joins a group, all of whose records the node will get from the others.
     *
     * @throws JournalException if there is a journal in the directory, or it cannot be used. The message is one line
     */
    public static NodeIdentity join(Path path, String node, UUID group) {
        return join(path, node, group, new Disk());
    }

    static NodeIdentity join(Path path, String node, UUID group, Disk disk) {
        return inDirectory(path, disk, directory -> {
            refuseJournal(directory);
            return new NodeIdentity(group, node, false);
        });
    }

    /**
     * Refuses a directory with a journal, or with what is left of one: a node that waits to be added would lose it.
     *
     * @throws JournalException with one line that says what to do
     */
    public static void refuseJournal(Path path) {
        try (JournalDirectory directory = JournalDirectory.take(path)) {
            refuseJournal(directory);
        }
    }

    private static void refuseJournal(JournalDirectory directory) {
        if (directory.isKnown()) {
            throw directory.refusal("has records, and is of no cluster: begin one with it by --cluster-init,"
                    + " or name an empty directory to be added to one");
        }
    }

    private interface Step {
        NodeIdentity in(JournalDirectory directory) throws IOException, RocksDBException;
    }

    private static NodeIdentity inDirectory(Path path, Disk disk, Step step) {
        NativeLibrary.load();
        try (JournalDirectory directory = JournalDirectory.take(path, disk)) {
            refuseNode(directory);
            try {
                NodeIdentity identity = step.in(directory);
                identity.write(disk, directory.path());
                return identity;
            } catch (IOException | RocksDBException e) {
                throw directory.refusal(
                        "cannot be made that of a node (" + e.getMessage() + "), see that its disk works and has room");
            }
        }
    }

    private static void refuseNode(JournalDirectory directory) {
        NodeIdentity.in(directory.path()).ifPresent(found -> {
            throw directory.refusal(
                    "is that of the node " + found.node() + " of a cluster already, start it without --cluster-init");
        });
        Path engine = directory.path().resolve(NodeIdentity.ENGINE);
        try {
            if (Files.exists(engine) && !isEmpty(engine)) {
                throw directory.refusal("has the log of a node in " + NodeIdentity.ENGINE
                        + ", delete that to begin another cluster with the records that are here");
            }
        } catch (IOException e) {
            throw directory.refusal("cannot be read: " + e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
