package dev.tutti.net;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;

/** A command that is under way for longer than its turn and has no single owner, such as GATHER. */
interface Operation {

    /** Stops: its reply is not wanted any more. */
    void cancel();

    /**
     * The reply if CLIENT UNBLOCK ends the operation early. Null if the operation cannot be ended early. {@link
     * #endsWith} follows at once unless it is null.
     */
    Reply over();

    /**
     * Ends early with that reply.
     *
     * @return whether the operation gives the reply by itself, when its owners have answered
     */
    default boolean endsWith(Reply last) {
        cancel();
        return false;
    }

    /** Whether it ends with CANCELLED when an item that the client works on is cancelled. */
    default boolean endsWithItem() {
        return false;
    }

    /** Whether a part of the reply is written, and the rest is still to come. */
    default boolean isMidReply() {
        return false;
    }

    /** The client sends no more. */
    default void inputEnded() {}

    /** Takes an owner's reply to a part that was asked for in the connection's name. */
    default void replied(Reply reply) {
        throw new IllegalStateException("no owner was asked in the name of the connection: " + this);
    }

    /** Takes an owner's news of such a part. */
    default void told(Notice.LocksPart news) {}
}
