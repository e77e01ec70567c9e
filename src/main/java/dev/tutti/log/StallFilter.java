package dev.tutti.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets one stack trace of a blocked thread into the log. Vert.x repeats it every second while the thread is blocked.
 * A thread that is blocked again, ten seconds later or more, has its stack trace logged again. Thread-safe.
 */
final class StallFilter extends TurboFilter {

    static final String CHECKER = "io.vertx.core.impl.BlockedThreadChecker";

    private static final String NAME_END = " has been blocked for";
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanos;
    private final Map<String, Long> lastNanos = new HashMap<>();

    /** @param nanos the clock: {@link System#nanoTime} */
    StallFilter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(
            org.slf4j.Marker marker, Logger logger, Level level, String message, Object[] params, Throwable trace) {
        boolean isStall = trace != null && message != null && logger.getName().equals(CHECKER);
        return isStall && isRepeated(message) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private synchronized boolean isRepeated(String message) {
        int end = message.indexOf(NAME_END);
        long now = nanos.getAsLong();
        Long before = lastNanos.put(end < 0 ? "" : message.substring(0, end), now);
        return before != null && now - before < QUIET_NANOS;
    }
}
