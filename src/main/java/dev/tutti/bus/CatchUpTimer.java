package dev.tutti.bus;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A timer for an action that judges whether something has come in time, such as the end of a lease. If it goes off
 * late, the process or its event loop has paused, and sockets and queues may have messages that arrived in time and
 * nobody has seen yet. Then the action waits until these are carried out. Bound to one event loop.
 */
public final class CatchUpTimer {

    private static final long NONE = -1;
    /** A timer that goes off so many nanoseconds after its time is late. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(100);
    /** The longest time that arrivals are waited for, since a net server may not have started, or have stopped. */
    private static final long LONGEST_MILLIS = 500;

    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final Consumer<Runnable> arrivals;
    private Runnable action;
    private long timer = NONE;
    /** The number of settings so far. */
    private long settings;

    /**
     * @param nanoTime a monotonic clock in nanoseconds
     * @param arrivals runs an action, in a turn of its own, as soon as everything that has arrived is carried out
     */
    public CatchUpTimer(Vertx vertx, LongSupplier nanoTime, Consumer<Runnable> arrivals) {
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.arrivals = arrivals;
    }

    /** Sets the timer in place of what it was set for before. */
    public void set(long millis, Runnable action) {
        cancel();
        this.action = action;
        long due = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
        timer = vertx.setTimer(millis, fired -> ring(due));
    }

    private void ring(long due) {
        if (nanoTime.getAsLong() - due < LATE) {
            act();
            return;
        }
        timer = vertx.setTimer(LONGEST_MILLIS, fired -> act());
        long setting = settings;
        arrivals.accept(() -> {
            if (setting == settings) {
                act();
            }
        });
    }

    private void act() {
        Runnable due = action;
        cancel();
        due.run();
    }

    /** The action is not run any more. Does nothing if the timer is not set. */
    public void cancel() {
        settings++;
        action = null;
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
