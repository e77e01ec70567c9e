package dev.tutti.net;

import dev.tutti.command.Notice;
import dev.tutti.command.Signal;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The owners that have answered one connection with much and wait for {@link Notice#WANTS_ROOM room} before they carry
 * out its next commands. They go on when the client has been sent what there is, and when all connections together have
 * room for more. All methods but {@link #mayAskAgain} belong to the connection's event loop.
 */
final class PausedOwners implements ReplyTurns.Waiter {

    private final ReplyTurns turns;
    private final LongSupplier maxItemSize;
    private final OwnerContacts contacts;
    private final Executor loop;
    private final Runnable onTurn;
    private boolean paused;
    private boolean isInLine;
    private boolean closed;

    /**
     * @param maxItemSize the most bytes of one more reply
     * @param loop the connection's event loop
     * @param onTurn called on the loop when {@link #goOn} may be tried again
     */
    PausedOwners(ReplyTurns turns, LongSupplier maxItemSize, OwnerContacts contacts, Executor loop, Runnable onTurn) {
        this.turns = turns;
        this.maxItemSize = maxItemSize;
        this.contacts = contacts;
        this.loop = loop;
        this.onTurn = onTurn;
    }

    /** An owner waits from now on. */
    void pause() {
        paused = true;
    }

    /**
     * Lets the owners go on if there is room.
     *
     * @param drained whether the client has read nearly all replies so far
     * @param hasTurn whether room was taken for the reply that they are to give. Then they do not stand in the line,
     *     where others would wait for that room.
     * @return whether owners go on
     */
    boolean goOn(boolean drained, boolean hasTurn) {
        if (!paused || !drained || !hasTurn && !hasRoom()) {
            return false;
        }
        leaveLine();
        paused = false;
        contacts.tell(Signal.ROOM);
        return true;
    }

    private boolean hasRoom() {
        isInLine = !turns.pass(this, Math.min(maxItemSize.getAsLong(), turns.fairShare()));
        return !isInLine;
    }

    private void leaveLine() {
        if (isInLine) {
            isInLine = false;
            turns.leave(this);
        }
    }

    /** The connection is over. */
    void close() {
        closed = true;
        leaveLine();
    }

    @Override
    public void mayAskAgain() {
        loop.execute(() -> {
            if (!closed) {
                onTurn.run();
            }
        });
    }
}
