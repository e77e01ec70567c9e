package dev.tutti.coroutine;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.waiting.Timers;

/**
 * Calls an owner when one of its {@link Timers} is due. Uses one Vert.x timer at a time. After a pause of the process,
 * no lease and no timeout ends before the messages that arrived meanwhile are carried out.
 */
final class OwnerTimer {

    private final Timers timers;
    private final CatchUpTimer timer;
    private final Runnable onDue;
    private long setFor = Long.MAX_VALUE;
    private boolean closed;

    OwnerTimer(Timers timers, CatchUpTimer timer, Runnable onDue) {
        this.timers = timers;
        this.timer = timer;
        this.onDue = onDue;
    }

    /** Sets the timer for the next deadline. To be called after every turn of the owner. */
    void set() {
        long next = timers.next();
        if (closed || next >= setFor) {
            return;
        }
        setFor = next;
        timer.set(Math.max(1, next - timers.now()), this::ring);
    }

    private void ring() {
        setFor = Long.MAX_VALUE;
        try {
            onDue.run();
        } finally {
            set();
        }
    }

    /** Calls the owner no more. */
    void close() {
        timer.cancel();
        closed = true;
    }
}
