package dev.tutti.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether less room than the reserve is left on the disk, as last looked at. Asking is for any thread; the journal's
 * thread looks, seldom enough that it does not count.
 */
final class DiskSpace {

    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Looks this many times at least while as much as the reserve is written. */
    private static final int LOOKS_A_RESERVE = 8;

    private final long reserve;
    private final LongSupplier usableBytes;
    private long lookedAt;
    private long writtenSince;
    private volatile boolean low;

    DiskSpace(long reserveBytes, LongSupplier usableBytes, long now) {
        this.reserve = reserveBytes;
        this.usableBytes = usableBytes;
        look(now);
    }

    boolean isLow() {
        return low;
    }

    /** So many bytes are about to be written. */
    void writing(long bytes, long now) {
        writtenSince += bytes;
        if (now - lookedAt >= FRESH_NANOS || writtenSince >= reserve / LOOKS_A_RESERVE) {
            look(now);
        }
    }

    /** Looks now; the time is that of {@link System#nanoTime}. */
    void look(long now) {
        lookedAt = now;
        writtenSince = 0;
        long usable = usableBytes.getAsLong();
        boolean found = usable < reserve;
        if (found != low) {
            low = found;
            if (found) {
                log.warn("the journal's disk has {} KiB left, less than {} KiB", usable >> 10, reserve >> 10);
            } else {
                log.info("the journal's disk has room again, {} KiB", usable >> 10);
            }
        }
    }
}
