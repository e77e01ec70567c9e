package dev.tutti.kill;

import dev.tutti.ServerProcess;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a server when its clients have read so many replies. Safe from any thread. */
final class Fuse {

    private final ServerProcess server;
    private final AtomicInteger replies;

    Fuse(ServerProcess server, int replies) {
        this.server = server;
        this.replies = new AtomicInteger(replies);
    }

    void reply() {
        if (replies.decrementAndGet() == 0) {
            server.kill();
        }
    }

    boolean hasBlown() {
        return replies.get() <= 0;
    }
}
