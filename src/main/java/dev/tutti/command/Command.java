package dev.tutti.command;

/** One decoded command. Immutable; its arrays are never written to. */
public sealed interface Command
        permits QueueCommand, SyncCommand, ConnectionCommand, ClientCommand, ContentionQuery, Signal {

    /** Who a command is for: told by each, since for an interface a test of the type looks through a list. */
    enum Family {
        /** A {@link QueueCommand}. */
        QUEUE,
        /** A {@link SyncCommand}. */
        SYNC,
        /** A {@link ConnectionCommand}. */
        CONNECTION,
        /** A {@link ClientCommand}. */
        CLIENT,
        /** A {@link ContentionQuery}. */
        SURVEY,
        /** A {@link Signal}. */
        SIGNAL
    }

    Family family();

    /** A time that was not given. */
    long NO_TIMEOUT = -1;

    /** No time limit, though the server has a default for the command. */
    long FOR_EVER = Long.MAX_VALUE;
}
