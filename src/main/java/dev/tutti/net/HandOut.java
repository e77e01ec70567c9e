package dev.tutti.net;

import dev.tutti.waiting.Slices;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Hands the parts of long operations, such as GATHER, to their owners in pieces, since a part costs its owner and its
 * consumer more time than it takes here. A turn hands out 256 to 4,096 parts of all operations together: fewer if the
 * parts of the turn before kept this event loop busy for over 10 ms, more if they took less than 5 ms. What is left
 * goes on in later turns, in rounds. All methods belong to the event loop.
 */
final class HandOut {

    /** The parts of one operation. */
    interface Parts {
        /** Hands out the next one, if there is one. Returns whether there are more. */
        boolean next();
    }

    /** The parts of the first turn. */
    static final int FIRST_PARTS = 1024;

    private static final int LEAST_PARTS = 256;
    private static final int MOST_PARTS = 4096;
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int PARTS_A_ROUND = 64;

    private final Vertx vertx;
    private final FlushCycle cycle;
    private final ArrayDeque<Parts> unfinished = new ArrayDeque<>();
    private final LongSupplier nanoTime;
    /** The parts that a turn may hand out. */
    private int allowed = FIRST_PARTS;

    private int left = allowed;
    /** The time at which this turn handed out its first part. */
    private long begun;
    /** Whether the next turn is due. */
    private boolean goesOn;

    /** @param nanoTime a monotonic clock in nanoseconds */
    HandOut(Vertx vertx, FlushCycle cycle, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.vertx = vertx;
        this.cycle = cycle;
    }

    /** Hands out as many of these parts as this turn allows now, and the others later. */
    void begin(Parts parts) {
        if (unfinished.isEmpty()) {
            handOut(parts, left);
        } else {
            unfinished.add(parts);
        }
    }

    /** Hands out all of these parts in later turns. */
    void beginLater(Parts parts) {
        unfinished.add(parts);
        goOnLater();
    }

    private void goOnLater() {
        if (!goesOn) {
            goesOn = true;
            begun = nanoTime.getAsLong();
            vertx.setTimer(Slices.PAUSE_MILLIS, due -> goOn());
        }
    }

    private void handOut(Parts parts, int most) {
        goOnLater();
        boolean more = true;
        for (int i = 0; i < most && more; i++) {
            left--;
            more = parts.next();
        }
        if (more) {
            unfinished.add(parts);
        }
    }

    /** @param nanos from the first part of a turn that handed out all it could, to the next turn */
    private void adapt(long nanos) {
        if (nanos > LONG_NANOS) {
            allowed = Math.max(LEAST_PARTS, allowed / 2);
        } else if (nanos < SHORT_NANOS) {
            allowed = Math.min(MOST_PARTS, allowed * 2);
        }
    }

    private void goOn() {
        goesOn = false;
        if (left <= 0) {
            adapt(nanoTime.getAsLong() - begun);
        }
        left = allowed;
        while (left > 0 && !unfinished.isEmpty()) {
            handOut(unfinished.poll(), Math.min(left, PARTS_A_ROUND));
        }
        cycle.touch();
    }
}
