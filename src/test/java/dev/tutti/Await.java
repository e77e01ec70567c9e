package dev.tutti;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a condition holds that another thread or the server brings about. */
public final class Await {

    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private Await() {}

    /**
     * Evaluates the condition again and again until it holds, for at most 20 s. Each evaluation should take a round
     * trip to the server, or else this loop spins on a core.
     *
     * @param expectation completes the sentence "waited in vain until ..." of the failure
     */
    public static void until(String expectation, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > MAX_WAIT.toNanos()) {
                throw new AssertionError("waited for " + MAX_WAIT + " in vain until " + expectation);
            }
        }
    }
}
