package dev.tutti;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The tokens of locks and permits: each is larger than every earlier one, over restarts too, so that who guards a thing
 * can refuse an old holder. They count on from the wall clock at the start, in microseconds since 1970: no other clock
 * goes on while no server runs. That holds as long as a server gives out less than a million tokens a second, and nobody
 * sets the clock back.
 */
final class FencingTokens implements LongSupplier {

    private final AtomicLong last;

    FencingTokens(Clock clock) {
        last = new AtomicLong(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    }

    /** Safe to call from every owner's event loop. */
    @Override
    public long getAsLong() {
        return last.incrementAndGet();
    }
}
