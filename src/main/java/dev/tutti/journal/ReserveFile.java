package dev.tutti.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of zeros that keeps room for the next start: opening a database takes some room, even on a full disk. A
 * start on a full disk deletes the file, and a start that finds room makes it again. The file is never forced: after
 * a power failure it may be missing or short, and the next start completes it.
 */
final class ReserveFile {

    private static final Logger log = LoggerFactory.getLogger(ReserveFile.class);

    private final Disk disk;
    private final Path file;
    private final long bytes;

    ReserveFile(Disk disk, Path directory, long bytes) {
        this.disk = disk;
        this.file = directory.resolve("reserve");
        this.bytes = bytes;
    }

    /** Deletes the file if the disk is full; to be called before the database is opened. */
    void makeRoom() throws IOException {
        if (usable() < bytes && disk.delete(file)) {
            log.warn("the journal's disk is full, its reserve of {} KiB is given up to start", bytes >> 10);
        }
    }

    /**
     * Makes the file if it is missing or short and at least as much room is left beside it; called after the opening.
     */
    void renew() throws IOException {
        long missing = bytes - (Files.exists(file) ? Files.size(file) : 0);
        if (missing != 0 && usable() - missing >= 2 * bytes) {
            disk.writeZeros(file, bytes);
        }
    }

    private long usable() throws IOException {
        return disk.usableBytes(file.getParent());
    }
}
