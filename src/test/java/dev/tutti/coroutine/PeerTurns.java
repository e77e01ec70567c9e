package dev.tutti.coroutine;

import dev.tutti.bus.Replies;

/** The turns of an owner that asks others, as its {@link Inbox} has them, for tests without an event loop. */
public final class PeerTurns {

    private PeerTurns() {}

    public static void receive(CommandScheduler<?, ?> scheduler, PeerOwners peers, Replies replies) {
        scheduler.turn(() -> peers.receive(replies));
    }

    /** What was asked in a turn goes out behind its replies. */
    public static void flush(PeerOwners peers) {
        peers.flush();
    }
}
