package dev.tutti.coroutine;

import dev.tutti.waiting.Timers;
import io.vertx.core.Vertx;

/** Calls an owner when one of its {@link Timers} is due. Uses one Vert.x timer at a time. */
final class OwnerTimer {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final Timers timers;
    private final Runnable onDue;
    private long timer = NONE;
    private long setFor = Long.MAX_VALUE;
    private boolean closed;

    OwnerTimer(Vertx vertx, Timers timers, Runnable onDue) {
        this.vertx = vertx;
        this.timers = timers;
        this.onDue = onDue;
    }

    /** Sets the timer for the next deadline. To be called after every turn of the owner. */
    void set() {
        long next = timers.next();
        if (closed || next >= setFor) {
            return;
        }
        cancel();
        setFor = next;
        timer = vertx.setTimer(Math.max(1, next - timers.now()), fired -> ring());
    }

    private void ring() {
        timer = NONE;
        setFor = Long.MAX_VALUE;
        try {
            onDue.run();
        } finally {
            set();
        }
    }

    /** Calls the owner no more. */
    void close() {
        cancel();
        closed = true;
    }

    private void cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
            setFor = Long.MAX_VALUE;
        }
    }
}
