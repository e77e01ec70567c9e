package dev.tutti.kill;

import java.util.concurrent.atomic.AtomicInteger;

/** Ends a server when its clients have read so many replies. Safe from any thread. */
final class Fuse {

    private final AtomicInteger replies;
    private final Runnable end;

    Fuse(int replies, Runnable end) {
        this.replies = new AtomicInteger(replies);
        this.end = end;
    }

    void reply() {
        if (replies.decrementAndGet() == 0) {
            end.run();
        }
    }

    boolean hasBlown() {
        return replies.get() <= 0;
    }
}
