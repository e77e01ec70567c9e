package dev.tutti.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Zeros behind the end of the log, a step at a time, for RocksDB to write over: to sync a file that grows takes a commit
 * of the file system's own journal, too, and nearly twice as long. Whoever reads a log takes zeros for its end, and
 * RocksDB cuts them off when it has done with it.
 *
 * <p>Belongs to the thread that writes. It keeps no track of which log that is, so the beginning of a new one grows as if
 * there were nothing of this.
 */
final class WalPreallocator {

    private static final Logger log = LoggerFactory.getLogger(WalPreallocator.class);
    private static final int MOST_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 64 << 10;
    /** With fewer writes to a step than that, writing it takes longer than what is saved. */
    private static final int WRITES_A_STEP = 32;

    private final Path database;
    private final long stepBytes;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private long left;

    WalPreallocator(Path database, long stepBytes) {
        this.database = database;
        this.stepBytes = Math.min(stepBytes, MOST_BYTES);
    }

    /** Something of that length is about to be written and synced. */
    void prepare(long bytes) {
        left -= bytes;
        if (left < 0 && bytes < stepBytes / WRITES_A_STEP) {
            left = stepBytes;
            try {
                extend(newestLog());
            } catch (IOException e) {
                // The write itself finds out what that means, if anything.
                log.debug("no room could be made in the log of {}", database, e);
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

    /** Appends, so that nothing that has been written is touched. */
    private void extend(Path newest) throws IOException {
        try (FileChannel out = FileChannel.open(newest, StandardOpenOption.APPEND)) {
            for (long written = 0; written < stepBytes; ) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, stepBytes - written));
                written += out.write(zeros);
            }
        }
    }
}
