package dev.tutti.journal;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;

/** Counts and logs the reads that failed while the server runs. Safe from any thread. */
final class ReadErrors {

    private final EventLog events;
    private volatile long count;
    private volatile String last = "";

    ReadErrors(EventLog events) {
        this.events = events;
    }

    /** @param what was to be read */
    synchronized void add(String what, String cause) {
        String line = what + " could not be read: " + cause;
        last = line;
        count++;
        events.add(EventKind.READ_ERROR, what, () -> new LogLine(line));
    }

    long count() {
        return count;
    }

    /** The last error in one line; empty if there was none. */
    String last() {
        return last;
    }
}
