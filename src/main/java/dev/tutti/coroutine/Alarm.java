package dev.tutti.coroutine;

import io.vertx.core.Vertx;

/** Calls an owner's {@link Coroutines#tick} when something is due, by one Vert.x timer at a time. */
public final class Alarm {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final Coroutines<?, ?> coroutines;
    private long timer = NONE;
    private long setFor = Long.MAX_VALUE;

    public Alarm(Vertx vertx, Coroutines<?, ?> coroutines) {
        this.vertx = vertx;
        this.coroutines = coroutines;
    }

    /** Sees to it that the next deadline is not missed; to be called after every turn of the owner. */
    public void set() {
        long next = coroutines.nextDeadline();
        if (next >= setFor) {
            return;
        }
        cancel();
        setFor = next;
        timer = vertx.setTimer(Math.max(1, next - coroutines.now()), fired -> ring());
    }

    private void ring() {
        timer = NONE;
        setFor = Long.MAX_VALUE;
        coroutines.tick();
        set();
    }

    public void cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
            setFor = Long.MAX_VALUE;
        }
    }
}
