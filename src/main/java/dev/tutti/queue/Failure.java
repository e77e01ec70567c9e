package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import java.util.function.DoubleSupplier;

/**
 * How a worker fails an item.
 *
 * @param message for those who await the item
 * @param delay the milliseconds until the next attempt, or {@link #BACKOFF} for those of the queue's settings
 * @param retry whether there is another attempt if the queue allows one; null if the worker does not say
 */
public record Failure(byte[] message, long delay, Boolean retry) {

    /** The value of {@code delay} that stands for the queue's own backoff. */
    public static final long BACKOFF = -1;

    /** A backoff is spread by this share of it, so that items that failed together do not return together. */
    private static final double SPREAD = 0.2;

    /** The worker leaves all else to the settings of the queue. */
    public static Failure of(byte[] message) {
        return new Failure(message, BACKOFF, null);
    }

    /** Whether a queue with these settings delivers the item again after this number of attempts. */
    boolean isRetried(QueueConfig config, int attempts) {
        boolean wanted = retry == null ? config.attempts() > 0 || delay != BACKOFF : retry;
        return wanted && config.allowsAttemptAfter(attempts);
    }

    /** The milliseconds until the next attempt, after this number of attempts. */
    long delay(QueueConfig config, int attempts, DoubleSupplier random) {
        return delay == BACKOFF ? backoff(config, attempts, random) : delay;
    }

    /**
     * The backoff after this number of attempts. It doubles with each, up to the longest, and is then spread at random.
     *
     * @param random from 0 to 1
     */
    static long backoff(QueueConfig config, int attempts, DoubleSupplier random) {
        long first = config.backoffMillis();
        if (first == 0) {
            return 0;
        }
        int doublings = Math.min(attempts - 1, Long.numberOfLeadingZeros(first) - 1);
        long backoff = Math.min(config.maxBackoffMillis(), first << Math.max(0, doublings));
        return Math.round(backoff * (1 - SPREAD + 2 * SPREAD * random.getAsDouble()));
    }
}
