package dev.tutti.journal;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import java.util.concurrent.TimeUnit;

/** Logs the writes and syncs of the journal for which clients had to wait long. */
final class SlowCommits {

    static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLog events;

    SlowCommits(EventLog events) {
        this.events = events;
    }

    /** Bytes were written, and synced if that is wanted. */
    void wrote(long bytes, long nanos) {
        told(nanos, "writing " + bytes + " bytes");
    }

    /** Everything that was written before is synced. */
    void synced(long nanos) {
        told(nanos, "a sync");
    }

    private void told(long nanos, String action) {
        if (nanos >= SLOW_NANOS) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            events.add(
                    EventKind.SLOW_COMMIT,
                    "",
                    () -> new LogLine("the journal's disk is slow: " + action + " took " + millis + " ms")
                            .with("millis", millis));
        }
    }
}
