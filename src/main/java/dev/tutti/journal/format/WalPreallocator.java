package dev.tutti.journal.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends zeros to the newest log, a step at a time, and RocksDB then writes over them. Syncing a file that grows
 * makes the file system commit its own journal, too. A reader takes zeros for the end of a log, and RocksDB cuts them
 * off when it closes the log.
 *
 * <p>Measured with {@code sync: always} and commits of 200 bytes, on ext4, alternating every 0.15 to 0.3 s between a
 * journal with zeros and one without, 800 slices each: with 1 commit at a time the median gain was 1.12 times the
 * commits a second, with 16 at a time 1.4 times.
 *
 * <p>The risk: a release of RocksDB that wrote behind the zeros, instead of over them, would lose these records at the
 * next start. {@code RocksFormatTest} fails with such a release.
 *
 * <p>Belongs to the thread that writes. Which log is the newest is looked up only when a step is used up, so the
 * beginning of a new log grows without zeros.
 */
public final class WalPreallocator {

    private static final Logger log = LoggerFactory.getLogger(WalPreallocator.class);
    private static final int MAX_STEP_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 64 << 10;
    /** With fewer writes than that to a step, writing the zeros costs more time than they save. */
    private static final int MIN_WRITES_PER_STEP = 32;

    private final Path database;
    private final long stepBytes;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private long bytesLeft;

    public WalPreallocator(Path database, long stepBytes) {
        this.database = database;
        this.stepBytes = Math.min(stepBytes, MAX_STEP_BYTES);
    }

    /**
     * Must be called before so many bytes are written and synced. Errors are ignored: the write itself will meet
     * them.
     */
    public void prepare(long bytes) {
        bytesLeft -= bytes;
        if (bytesLeft < 0 && bytes < stepBytes / MIN_WRITES_PER_STEP) {
            bytesLeft = stepBytes;
            try {
                extend(newestLog());
            } catch (IOException e) {
                log.debug("the log of {} could not be preallocated", database, e);
            }
        }
    }

    private Path newestLog() throws IOException {
        List<Path> logs = WalReader.in(database);
        if (logs.isEmpty()) {
            throw new IOException("there is no log");
        }
        return logs.get(logs.size() - 1);
    }

    /** Appends only, so that no byte that RocksDB has written is touched. */
    private void extend(Path newest) throws IOException {
        try (FileChannel out = FileChannel.open(newest, StandardOpenOption.APPEND)) {
            for (long written = 0; written < stepBytes; ) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, stepBytes - written));
                written += out.write(zeros);
            }
        }
    }
}
