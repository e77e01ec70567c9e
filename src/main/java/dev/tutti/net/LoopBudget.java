package dev.tutti.net;

import dev.tutti.waiting.LoopShare;
import dev.tutti.waiting.Slices;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * The time of one net server's event loop, divided among its connections and their long operations. Those who have used
 * up their {@link LoopShare} go on in later turns. In between the loop reads its sockets. All methods belong to the
 * event loop.
 */
final class LoopBudget {

    /** Something that takes more than one turn. */
    interface Work {
        /** Goes on with the work until its share is used up. If work remains, it defers itself again. */
        void goOn();
    }

    private final Vertx vertx;
    private final FlushCycle cycle;
    private final LongSupplier nanoTime;
    private final LoopShare<Work> share;
    /** The turn in which bytes have arrived last. */
    private long turn = -1;
    /** Whether a reply has begun a share after the loop last read its sockets. */
    private boolean begun;
    /** Whether a later turn is due. */
    private boolean goesOn;

    /**
     * @param nanoTime a monotonic clock in nanoseconds
     * @param slowNanos the nanoseconds of a slow command
     */
    LoopBudget(Vertx vertx, FlushCycle cycle, LongSupplier nanoTime, long slowNanos) {
        this.vertx = vertx;
        this.cycle = cycle;
        this.nanoTime = nanoTime;
        this.share = new LoopShare<>(nanoTime, slowNanos);
    }

    /** Sets the nanoseconds of a slow command. */
    void slow(long nanos) {
        share.tooMany(nanos);
    }

    /** The monotonic clock, in nanoseconds. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Bytes have arrived. The first of a turn begin a share. */
    void received() {
        if (turn != cycle.turn()) {
            turn = cycle.turn();
            share.begin();
        }
    }

    /**
     * Something goes on because of a reply. Replies that follow one another can keep the loop from its sockets, so the
     * first one begins a share, and no other does before the loop has read its sockets. Returns whether the share is
     * used up.
     */
    boolean replied() {
        if (!begun) {
            begun = true;
            share.begin();
            vertx.setTimer(Slices.PAUSE_MILLIS, read -> begun = false);
        }
        return share.isOver();
    }

    /** Counts a command, or a step of an operation. Returns whether the share is used up. */
    boolean isUsedUp() {
        return share.isUsedUp();
    }

    /** The time of the commands that were counted last. */
    LoopShare<?> share() {
        return share;
    }

    /** Lets this go on in a later turn. It may not be deferred already. */
    void defer(Work work) {
        share.defer(work);
        goOnLater();
    }

    private void goOnLater() {
        if (!goesOn && share.hasUnfinished()) {
            goesOn = true;
            vertx.setTimer(Slices.PAUSE_MILLIS, due -> goOn());
        }
    }

    private void goOn() {
        try {
            share.goOn(Work::goOn);
        } finally {
            goesOn = false;
            goOnLater();
            cycle.touch();
        }
    }
}
