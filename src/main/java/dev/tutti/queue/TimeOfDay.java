package dev.tutti.queue;

import dev.tutti.waiting.Timers;
import java.time.Clock;

/** The time in milliseconds since 1970, which stands still during a turn of the event loop. */
final class TimeOfDay {

    private final Timers timers;
    private Clock clock = Clock.systemUTC();
    /** The turn in which the clock was read last. */
    private long turn = -1;

    private long now;

    TimeOfDay(Timers timers) {
        this.timers = timers;
    }

    void clock(Clock next) {
        clock = next;
        turn = -1;
    }

    long now() {
        if (turn != timers.turns()) {
            turn = timers.turns();
            now = clock.millis();
        }
        return now;
    }

    /** The time of day at a time of the {@link Timers}. */
    long of(long time) {
        return now() + time - timers.now();
    }
}
