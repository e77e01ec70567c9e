package dev.tutti.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs what strangers cause, at most one line in an interval, so that they can't fill the log. A line that was left out
 * is counted, and the next line tells the count. Thread-safe.
 */
public final class ThrottledLog {

    private final Logger log;
    private final LongSupplier nanos;
    private final long intervalNanos;
    private boolean begun;
    private long lastNanos;
    private long leftOut;

    /**
     * One line a second.
     *
     * @param nanos the clock: {@link System#nanoTime}
     */
    public ThrottledLog(Logger log, LongSupplier nanos) {
        this(log, nanos, TimeUnit.SECONDS.toNanos(1));
    }

    public ThrottledLog(Logger log, LongSupplier nanos, long intervalNanos) {
        this.log = log;
        this.nanos = nanos;
        this.intervalNanos = intervalNanos;
    }

    public synchronized void warn(String line) {
        long now = nanos.getAsLong();
        if (begun && now - lastNanos < intervalNanos) {
            leftOut++;
            return;
        }
        begun = true;
        lastNanos = now;
        log.warn(leftOut == 0 ? line : line + " (and " + leftOut + " more since the last such line)");
        leftOut = 0;
    }
}
