package dev.tutti.command;

import dev.tutti.waiting.Decision;

/** News to an owner about one of its coroutines. A signal is handled at once, even if a command waits. */
public sealed interface Signal extends Command {

    Signal RECEIVED = new Received();
    Signal ROOM = new Room();

    @Override
    default Family family() {
        return Family.SIGNAL;
    }

    /** The connection was closed: its wait is withdrawn, and everything that it holds is given back. */
    record Closed() implements Signal {}

    /** QUIT: the wait is withdrawn, and everything is given back in order: no delivery counts as an attempt. */
    record Quit() implements Signal {}

    /** RESET: everything is given back as by QUIT, but the connection goes on. */
    record Reset() implements Signal {}

    /** The client sends no more: from now on its commands do not wait for other clients. */
    record InputEnded() implements Signal {}

    /** The caller of a task has its answer already: the task runs on, and its failure is nobody's reply. */
    record Detached() implements Signal {}

    /** The client has named itself. The empty name is none. */
    record Named(String name) implements Signal {}

    /** An order to the wait of a command of which several owners have parts. */
    record Decided(Decision decision) implements Signal {}

    /** The TASKGROUP of a task has failed: its item is cancelled, and the task answers when that has ended. */
    record Cancel() implements Signal {}

    /**
     * The server stops: the command that waits, and those behind it, are neither carried out nor answered. The
     * connection keeps everything that it holds, until the owner stops.
     */
    record Abandoned() implements Signal {}

    /** The sender of this signal receives no more: replies to any of its coroutines are dropped. */
    record Gone() implements Signal {}

    /** Asks for a {@link Notice.Receipt}, which comes even if a command waits. */
    record Received() implements Signal {}

    /** The client has been sent all replies so far: commands that wait for {@link Notice#WANTS_ROOM room} go on. */
    record Room() implements Signal {}

    /**
     * Ends the wait that began at {@code since} with this reply.
     *
     * @param since a time in the past, by the clock of the owner's timers, so that no later wait can have begun then
     * @param replyTo the address at which {@code coroutine} is told {@link Notice.Count} 1 if it waited, or else 0
     */
    record Interrupt(long since, Reply reply, String replyTo, long coroutine) implements Signal {}

    /**
     * An item that the connection works on was cancelled. The RUN or AWAIT at hand ends with this reply. A RUN cancels
     * its own item then. Any other command goes on.
     */
    record ItemCancelled(Reply reply) implements Signal {}

    /**
     * CLIENT UNBLOCK: a wait ends with null, or with UNBLOCKED.
     *
     * @param replyTo the address at which {@code coroutine} is told {@link Notice.Count} 1 if it waited, or else 0
     */
    record Unblock(boolean withError, String replyTo, long coroutine) implements Signal {}
}
