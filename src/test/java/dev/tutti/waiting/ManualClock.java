package dev.tutti.waiting;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** The wall clock of a test that turns the time by hand: it counts from another moment than the monotonic one. */
public final class ManualClock extends Clock {

    /** In milliseconds, of which no monotonic clock knows. */
    public static final long EPOCH = 1_700_000_000_000L;

    private final LongSupplier monotonic;

    public ManualClock(LongSupplier monotonic) {
        this.monotonic = monotonic;
    }

    @Override
    public long millis() {
        return EPOCH + monotonic.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
