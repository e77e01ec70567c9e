package dev.tutti.command;

/** What an owner is told about one of the coroutines that it serves, out of turn. */
public sealed interface Signal extends Command {

    /** The connection closed or was reset: what it waits for is withdrawn, what it holds goes back. */
    record Closed() implements Signal {}

    /** RESET: the same, but the connection goes on, and may not act on what it has lost. */
    record Reset() implements Signal {}

    /** Its client sends no more: from now on it may not wait for other clients. */
    record InputEnded() implements Signal {}

    /** A task whose caller has its answer already: it runs on, and its failure is nobody's reply. */
    record Detached() implements Signal {}

    /**
     * If it waits, it is to wait no longer, and answers null, or UNBLOCKED.
     *
     * @param replyTo where the coroutine is that is told 1 or 0
     */
    record Unblock(boolean withError, String replyTo, long coroutine) implements Signal {}
}
