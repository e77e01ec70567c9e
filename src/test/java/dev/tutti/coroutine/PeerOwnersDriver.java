package dev.tutti.coroutine;

import dev.tutti.bus.Replies;

/** Gives tests of other packages the calls that {@link Inbox} makes in each turn of an owner that asks its peers. */
public final class PeerOwnersDriver {

    private PeerOwnersDriver() {}

    public static void receive(OwnerTurns turns, PeerOwners peers, Replies replies) {
        turns.turn(() -> peers.receive(replies));
    }

    /** For peers that have no turns. */
    public static void receive(PeerOwners peers, Replies replies) {
        peers.receive(replies);
    }

    /** Sends the requests of a turn, which go out after its replies. */
    public static void flush(PeerOwners peers) {
        peers.flush();
    }
}
