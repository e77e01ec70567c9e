package dev.tutti;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * The seeds of all random tests. With {@code -Dtutti.seed=N} every random test runs with the seed N, and no other. A test
 * that fails reports the seed with which to repeat it, as a suppressed exception of its failure.
 *
 * <p>JUnit registers this class for every test, as {@code META-INF/services} and {@code junit-platform.properties} say.
 * Tests run one after another, so the seeds that were used since the last test was created are those of the test that
 * runs.
 */
public final class Seeds
        implements TestInstancePreConstructCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private static final String PROPERTY = "tutti.seed";

    private static final Set<Long> used = new LinkedHashSet<>();

    /** The report of a failed test. */
    private static final class Repeat extends Exception {
        private static final long serialVersionUID = 1;

        private Repeat(String text) {
            super(text, null, false, false);
        }
    }

    /** For {@code @MethodSource}: three seeds that never change, and one that is new each time. */
    public static LongStream several() {
        Long given = Long.getLong(PROPERTY);
        return given != null ? LongStream.of(given) : LongStream.of(1, 2, 3, fresh());
    }

    /** A source of random numbers whose seed is new each time. */
    public static Random random() {
        return random(fresh());
    }

    /** @param usual the seed, unless the property names another */
    public static Random random(long usual) {
        long seed = Long.getLong(PROPERTY, usual);
        synchronized (used) {
            used.add(seed);
        }
        return new Random(seed);
    }

    private static long fresh() {
        return new Random().nextLong();
    }

    // ---- called by JUnit

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        synchronized (used) {
            used.clear();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw report(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw report(failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw report(failure);
    }

    private static Throwable report(Throwable failure) {
        synchronized (used) {
            for (long seed : used) {
                failure.addSuppressed(new Repeat("repeat with -D" + PROPERTY + "=" + seed));
            }
        }
        return failure;
    }
}
