package dev.tutti.kill;

import java.util.concurrent.atomic.AtomicInteger;

/** Ends a server as soon as its clients have read a given number of replies. Safe to use from any thread. */
final class StopTrigger {

    private final AtomicInteger repliesLeft;
    private final Runnable end;

    StopTrigger(int replies, Runnable end) {
        this.repliesLeft = new AtomicInteger(replies);
        this.end = end;
    }

    /** Counts one reply, and ends the server if it was the last. */
    void replied() {
        if (repliesLeft.decrementAndGet() == 0) {
            end.run();
        }
    }

    boolean hasFired() {
        return repliesLeft.get() <= 0;
    }
}
