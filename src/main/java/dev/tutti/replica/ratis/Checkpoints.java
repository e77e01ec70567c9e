package dev.tutti.replica.ratis;

import dev.tutti.replica.LogPosition;
import dev.tutti.replica.StateMachine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;

/**
 * The checkpoints of a node, each a directory named {@code TERM_INDEX} below the one that Ratis has for the state
 * machine. A checkpoint of another node takes the place of that whole directory when all of it has come.
 */
final class Checkpoints implements StateMachineStorage {

    /** One may be on its way to a follower while the next is made. */
    private static final int KEPT = 2;
    /** Ratis writes the digest of each file that it receives beside it. */
    private static final String DIGEST = ".md5";

    private Path directory;
    private Path temporary;
    private volatile FileListSnapshotInfo latest;

    @Override
    public void init(RaftStorage storage) throws IOException {
        directory = storage.getStorageDir().getStateMachineDir().toPath();
        temporary = storage.getStorageDir().getTmpDir().toPath();
        Files.createDirectories(directory);
        deleteBelow(temporary);
        Files.createDirectories(temporary);
        find();
    }

    /** Returns the position of the newest checkpoint, {@link LogPosition#NONE} if there is none. */
    LogPosition newest() {
        FileListSnapshotInfo found = latest;
        return found == null ? LogPosition.NONE : new LogPosition(found.getTerm(), found.getIndex());
    }

    Path path(LogPosition position) {
        return directory.resolve(position.term() + "_" + position.index());
    }

    /** Makes a checkpoint, which is the newest one then and is complete whenever it is found. */
    void take(StateMachine state, LogPosition position) throws IOException {
        Path unfinished = temporary.resolve("checkpoint");
        deleteBelow(unfinished);
        state.checkpoint(position, unfinished);
        Files.move(unfinished, path(position), StandardCopyOption.ATOMIC_MOVE);
        forceNames(directory);
        latest = info(position);
    }

    /** Looks for checkpoints on the disk. */
    void find() throws IOException {
        forceNames(directory.getParent());
        List<LogPosition> found = all();
        latest = found.isEmpty() ? null : info(found.get(0));
    }

    private FileListSnapshotInfo info(LogPosition position) throws IOException {
        List<FileInfo> files = new ArrayList<>();
        for (Path file : list(path(position))) {
            if (file.toString().endsWith(DIGEST)) {
                Files.delete(file);
            } else {
                files.add(new FileInfo(file.toAbsolutePath(), null));
            }
        }
        return new FileListSnapshotInfo(files, TermIndex.valueOf(position.term(), position.index()));
    }

    /** The checkpoints on the disk, the newest first. */
    private List<LogPosition> all() throws IOException {
        List<LogPosition> found = new ArrayList<>();
        for (Path path : list(directory)) {
            String name = path.getFileName().toString();
            int bar = name.indexOf('_');
            found.add(new LogPosition(Long.parseLong(name.substring(0, bar)), Long.parseLong(name.substring(bar + 1))));
        }
        found.sort(Comparator.comparingLong(LogPosition::index).reversed());
        return found;
    }

    @Override
    public SnapshotInfo getLatestSnapshot() {
        return latest;
    }

    @Override
    public void format() {}

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        List<LogPosition> all = all();
        for (LogPosition old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            deleteBelow(path(old));
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Deletes a directory, if it is there, and all that is in it. */
    private static void deleteBelow(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(directory)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }

    private static void forceNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
    }
}
