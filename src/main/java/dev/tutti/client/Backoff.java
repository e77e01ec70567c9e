package dev.tutti.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The waits between attempts: each twice as long as the one before, and spread over the clients. */
record Backoff(Duration shortest, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    /** @param attempt 0 for the first wait */
    long millis(int attempt) {
        long most = Math.min(shortest.toMillis() << Math.min(attempt, MOST_DOUBLINGS), longest.toMillis());
        return Math.max(1, ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
