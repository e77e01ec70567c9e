package dev.tutti.queue;

import dev.tutti.waiting.Timers;
import java.time.Clock;

/**
 * The time in milliseconds since 1970, which stands still during a turn of the event loop. It keeps its distance to the
 * time of the {@link Timers} as long as the clock agrees within {@value #TOLERANCE} ms, so that a time that is shown
 * twice is the same.
 */
final class TimeOfDay {

    private static final long TOLERANCE = 20;

    private final Timers timers;
    private Clock clock = Clock.systemUTC();
    /** The turn in which the clock was read last. */
    private long turn = -1;

    /** What to add to the time of the timers. */
    private long distance;

    TimeOfDay(Timers timers) {
        this.timers = timers;
        distance = found();
    }

    void clock(Clock next) {
        clock = next;
        distance = found();
    }

    long now() {
        return of(timers.now());
    }

    /** The time of day at a time of the {@link Timers}. */
    long of(long time) {
        if (turn != timers.turns()) {
            turn = timers.turns();
            long found = found();
            distance = Math.abs(found - distance) > TOLERANCE ? found : distance;
        }
        return time + distance;
    }

    /** The milliseconds from a time of day, if it is known, until so many after now. */
    long until(long millis, long from) {
        return from == TimeMarks.UNKNOWN ? millis : Math.max(0, now() + millis - from);
    }

    private long found() {
        return clock.millis() - timers.now();
    }
}
