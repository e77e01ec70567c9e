package dev.tutti.command;

/** One decoded command. Immutable; its arrays are never written to. */
public sealed interface Command permits OwnedCommand, ConnectionCommand, ClientCommand, Survey, Signal {

    /** A time that was not given. */
    long NO_TIMEOUT = -1;

    /** No time limit, though the server has a default for the command. */
    long FOR_EVER = Long.MAX_VALUE;
}
