package dev.tutti.journal;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Knows whether the disk has less room left than the reserve, as of the last check. Any thread may ask. The journal's
 * thread checks, so seldom that it costs nothing measurable.
 */
final class DiskSpace {

    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The number of checks, at least, while as many bytes as the reserve has are written. */
    private static final int CHECKS_PER_RESERVE = 8;

    private final long reserve;
    private final LongSupplier usableBytes;
    private final EventLog events;
    private long checkedAt;
    private long writtenSince;
    private volatile long free;
    private volatile boolean low;

    DiskSpace(long reserveBytes, LongSupplier usableBytes, long now, EventLog events) {
        this.events = events;
        this.reserve = reserveBytes;
        this.usableBytes = usableBytes;
        check(now);
    }

    boolean isLow() {
        return low;
    }

    /** The room at the last check. */
    long freeBytes() {
        return free;
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
        free = usable;
        boolean found = usable < reserve;
        if (found != low) {
            low = found;
            String line = found
                    ? "the journal's disk has " + (usable >> 10) + " KiB left, less than " + (reserve >> 10)
                            + " KiB (producer.reserve)"
                    : "the journal's disk has room again, " + (usable >> 10) + " KiB";
            events.add(EventKind.LOW_DISK, "", () -> new LogLine(line));
        }
    }
}
