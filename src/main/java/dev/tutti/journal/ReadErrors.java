package dev.tutti.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs the reads that failed while the server runs. Safe from any thread. */
final class ReadErrors {

    private static final Logger log = LoggerFactory.getLogger(ReadErrors.class);
    /** A disk that fails does so at each of many reads. */
    private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoClock;
    private volatile long count;
    private volatile String last = "";
    private long logged;

    ReadErrors(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** @param what was to be read */
    synchronized void add(String what, String cause) {
        long now = nanoClock.getAsLong();
        last = what + " could not be read: " + cause;
        if (count == 0 || now - logged >= LOG_NANOS) {
            logged = now;
            log.error("{} (failed reads are logged once a minute; INFO persistence counts them)", last);
        }
        count++;
    }

    long count() {
        return count;
    }

    /** The last error in one line; empty if there was none. */
    String last() {
        return last;
    }
}
