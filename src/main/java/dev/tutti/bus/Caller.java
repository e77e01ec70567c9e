package dev.tutti.bus;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;

/** The receiver of everything that owners send to one coroutine. Called on the event loop of the coroutine's sender. */
public interface Caller {

    /** Receives the reply to the first of its commands that is unanswered. */
    void replied(Reply reply);

    void told(Notice notice);

    /** The receiver of one reply, to a task that carries out one command. Such a task is sent no notices. */
    @FunctionalInterface
    interface OfTask extends Caller {

        @Override
        default void told(Notice notice) {}
    }
}
