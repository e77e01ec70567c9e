package dev.tutti.coroutine;

import dev.tutti.bus.Replies;

/** The turns of an owner that asks others, as its {@link Inbox} has them, for tests without an event loop. */
public final class NeighbourTurns {

    private NeighbourTurns() {}

    public static void receive(Coroutines<?, ?> coroutines, Neighbours neighbours, Replies replies) {
        coroutines.turn(() -> neighbours.receive(replies));
    }

    /** What was asked in a turn goes out behind its replies. */
    public static void flush(Neighbours neighbours) {
        neighbours.flush();
    }
}
