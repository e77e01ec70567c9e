package dev.tutti.net;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;

/** The place where a connection's replies gather before they are written. */
interface ReplyOutput {

    /** Writes a reply in one go. None may be under way in parts. */
    void write(Reply reply);

    /**
     * Writes a reply behind those that are under way, a long one in parts.
     *
     * @param written is run when all of it is written, and not if the connection ends before
     */
    void write(Reply reply, Runnable written);

    /**
     * The same for the reply of an operation, which holds the memory of the reply's content until then.
     *
     * @param written is run when all of it is written, and not if the connection ends before
     */
    void writeHeld(Reply reply, Runnable written);

    /**
     * Holds back the gathered replies until a {@link Notice.Receipt}, since more are likely to come with it.
     *
     * @return whether there are any; if not, no receipt is needed
     */
    boolean hold();

    /** Has the connection flushed at the end of this turn, even if nothing is written in it. */
    void flushAtEndOfTurn();

    /** Whether the client has read nearly all replies so far. */
    boolean isDrained();
}
