package dev.tutti.net;

import dev.tutti.command.Command;
import dev.tutti.command.Transaction;

/** How far a connection is with its commands, by their numbers. The first that was added has the number 1. */
final class Progress {

    private long added;
    /** The number of added commands that were answered. */
    private long answered;
    /** The number of commands that have begun, those that were inserted included. */
    private long begun;
    /** The number of commands that have begun and ended. */
    private long ended;
    /** The number of inserted commands that are not answered. They come before all that were added. */
    private int inserted;
    /** The number of commands that were answered before others were dropped; none while it is negative. */
    private long replied = -1;

    void added() {
        added++;
    }

    /** This was put before all that have not begun. */
    void inserted(Command command) {
        inserted += size(command);
    }

    void began(Command command) {
        begun += size(command);
    }

    /** The command that began last has not begun after all. */
    void takenBack(Command command) {
        begun -= size(command);
    }

    /** The number of commands, each with a reply of its own, that are begun together as this one. */
    static int size(Command command) {
        return command instanceof Transaction transaction
                ? transaction.commands().size()
                : 1;
    }

    /** The first command that was not answered is. */
    void answered() {
        ended = Math.min(ended + 1, begun);
        if (inserted > 0) {
            inserted--;
        } else {
            answered = Math.min(answered + 1, added);
        }
    }

    /** No command that was added so far will be answered any more. */
    void dropped() {
        replied = lastReplied();
        answered = added;
        ended = begun;
        inserted = 0;
    }

    /** The number of the last command that was added. */
    long lastAdded() {
        return added;
    }

    /** The number of the last command that is answered, and all before it are. */
    long lastAnswered() {
        return answered;
    }

    /** As {@link #lastAnswered}, without those that were dropped. */
    long lastReplied() {
        return replied < 0 ? answered : replied;
    }

    /** Whether the reply to an EXEC has begun, whose elements are the replies to the inserted commands. */
    boolean isMidTransaction() {
        return inserted > 0;
    }

    /** The number of commands that have begun. */
    long begun() {
        return begun;
    }

    /** The number of commands that have begun and ended. */
    long ended() {
        return ended;
    }
}
