package dev.tutti.journal;

import dev.tutti.config.Units;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the logs of a killed server, so that RocksDB recovers exactly what {@link WalScanner} found intact. */
final class LogRepair {

    private static final Logger log = LoggerFactory.getLogger(LogRepair.class);
    private static final int CHUNK_BYTES = 64 << 10;

    private LogRepair() {}

    /**
     * Cuts off torn ends, which RocksDB may misread, and forces the rest. A killed server may have written records
     * that are not on the disk yet. They must be there before anything is built on them.
     */
    static void run(WalScanner logs, Disk disk) throws IOException {
        for (Map.Entry<Path, Long> entry : logs.ends().entrySet()) {
            Path file = entry.getKey();
            long end = entry.getValue();
            long torn = lastWritten(file, end) - end;
            if (torn > 0) {
                log.warn(
                        "{} ends in {} that are no whole change, which are cut off: a kill or a power cut leaves such"
                                + " an end, and with sync always nothing of it was acknowledged",
                        file,
                        Units.count(torn, "byte"));
            }
            disk.truncate(file, end);
            disk.force(file);
        }
    }

    /** Returns the offset of the zeros at the end of a file, which are preallocated room; {@code from} at least. */
    private static long lastWritten(Path file, long from) throws IOException {
        long last = from;
        try (FileChannel bytes = FileChannel.open(file)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            for (long at = from; bytes.read(chunk.clear(), at) > 0; at += chunk.position()) {
                for (int i = 0; i < chunk.position(); i++) {
                    if (chunk.get(i) != 0) {
                        last = at + i + 1;
                    }
                }
            }
        }
        return last;
    }
}
