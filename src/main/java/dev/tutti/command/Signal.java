package dev.tutti.command;

/** What an owner is told about one of the coroutines that it serves, out of turn. */
public sealed interface Signal extends Command {

    Signal RECEIVED = new Received();

    @Override
    default Family family() {
        return Family.SIGNAL;
    }

    /** The connection closed or was reset: what it waits for is withdrawn, what it holds goes back. */
    record Closed() implements Signal {}

    /** RESET: the same, but the connection goes on, and may not act on what it has lost. */
    record Reset() implements Signal {}

    /** Its client sends no more: from now on it may not wait for other clients. */
    record InputEnded() implements Signal {}

    /** A task whose caller has its answer already: it runs on, and its failure is nobody's reply. */
    record Detached() implements Signal {}

    /** What the client calls itself from now on; empty if nothing. */
    record Named(String name) implements Signal {}

    /** Part of a TASKGROUP that has failed: what it waits for is cancelled, and it answers when that has ended. */
    record Cancel() implements Signal {}

    /**
     * The server stops, and the client has been told so: neither what waits is done nor what stands behind it. What it
     * holds it keeps.
     */
    record Abandoned() implements Signal {}

    /** Where it comes from nothing is received any more: whatever is answered to any of its coroutines goes nowhere. */
    record Gone() implements Signal {}

    /** Asks for a {@link Notice.Receipt}, which comes whether its commands wait or not. */
    record Received() implements Signal {}

    /**
     * If it waits as it did since then, it is to answer this.
     *
     * @param since in the past, by the clock of the owner's timers: so no later wait began then
     * @param replyTo the address at which {@code coroutine} is told {@link Notice.Count} 1 if it waited, or else 0
     */
    record Interrupt(long since, Reply reply, String replyTo, long coroutine) implements Signal {}

    /**
     * If it waits, it is to wait no longer, and answers null, or UNBLOCKED.
     *
     * @param replyTo the address at which {@code coroutine} is told {@link Notice.Count} 1 if it waited, or else 0
     */
    record Unblock(boolean withError, String replyTo, long coroutine) implements Signal {}
}
