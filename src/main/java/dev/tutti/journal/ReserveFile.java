package dev.tutti.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds nothing but room: opening a database takes some, even on a disk that is full. It is given up when
 * the server starts on such a disk, and made again by a start that finds room.
 */
final class ReserveFile {

    private static final Logger log = LoggerFactory.getLogger(ReserveFile.class);
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final long bytes;

    ReserveFile(Path directory, long bytes) {
        this.file = directory.resolve("reserve");
        this.bytes = bytes;
    }

    /** Before the journal is opened. */
    void makeRoom() throws IOException {
        if (usable() < bytes && Files.deleteIfExists(file)) {
            log.warn("the journal's disk is full, its reserve of {} KiB is given up to start", bytes >> 10);
        }
    }

    /** After that. Leaves at least as much room again. */
    void renew() throws IOException {
        long missing = bytes - (Files.exists(file) ? Files.size(file) : 0);
        if (missing == 0 || usable() - missing < 2 * bytes) {
            return;
        }
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
            for (long written = 0; written < bytes; ) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, bytes - written));
                written += out.write(zeros);
            }
        }
    }

    private long usable() throws IOException {
        return Files.getFileStore(file.getParent()).getUsableSpace();
    }
}
