package dev.tutti.net;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs what strangers do, at most one line a second, so that they can't fill the log. A line that was left out is counted,
 * and the next line tells the count. Thread-safe.
 */
final class ThrottledLog {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final LongSupplier nanos;
    private boolean begun;
    private long lastNanos;
    private long leftOut;

    /** @param nanos the clock: {@link System#nanoTime} */
    ThrottledLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    synchronized void warn(String line) {
        long now = nanos.getAsLong();
        if (begun && now - lastNanos < INTERVAL_NANOS) {
            leftOut++;
            return;
        }
        begun = true;
        lastNanos = now;
        log.warn(leftOut == 0 ? line : line + " (and " + leftOut + " more since the last such line)");
        leftOut = 0;
    }
}
