package dev.tutti.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the disk has less room left than the reserve, as of the last check. Any thread may ask. The journal's
 * thread checks, so seldom that it costs nothing measurable.
 */
final class DiskSpace {

    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);
    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The number of checks, at least, while as many bytes as the reserve has are written. */
    private static final int CHECKS_PER_RESERVE = 8;

    private final long reserve;
    private final LongSupplier usableBytes;
    private long checkedAt;
    private long writtenSince;
    private volatile boolean low;

    DiskSpace(long reserveBytes, LongSupplier usableBytes, long now) {
        this.reserve = reserveBytes;
        this.usableBytes = usableBytes;
        check(now);
    }

    boolean isLow() {
        return low;
    }

    /** Must be called before so many bytes are written. The time is that of {@link System#nanoTime}. */
    void writing(long bytes, long now) {
        writtenSince += bytes;
        if (now - checkedAt >= MAX_AGE_NANOS || writtenSince >= reserve / CHECKS_PER_RESERVE) {
            check(now);
        }
    }

    private void check(long now) {
        checkedAt = now;
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
