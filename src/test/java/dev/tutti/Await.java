package dev.tutti;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or the server brings about. */
public final class Await {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Await() {}

    /** Asks until the answer is yes; asking is to take a round trip to the server, so that it spins on nothing. */
    public static void until(String what, BooleanSupplier asked) {
        long start = System.nanoTime();
        while (!asked.getAsBoolean()) {
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new AssertionError("waited for " + LONGEST + " in vain until " + what);
            }
        }
    }
}
