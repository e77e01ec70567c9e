package dev.tutti.command;

/** A decoded command. Commands are immutable and may be passed between threads, so nobody may write to their arrays. */
public sealed interface Command permits QueueCommand, SyncCommand, ConnectionCommand, Transaction, Query, Signal {

    /**
     * The family of a command. A command names its family itself, since that is faster than {@code instanceof} with an
     * interface.
     */
    enum Family {
        QUEUE,
        SYNC,
        CONNECTION,
        CLIENT,
        TRANSACTION,
        QUERY,
        SIGNAL
    }

    Family family();

    /** The value of a TIMEOUT that the client did not give. */
    long NO_TIMEOUT = -1;

    /** The value for no time limit, where the server has a default limit for the command. */
    long FOR_EVER = Long.MAX_VALUE;
}
