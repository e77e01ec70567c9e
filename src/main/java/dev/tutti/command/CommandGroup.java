package dev.tutti.command;

/** The subject of a command, as COMMAND DOCS shows it. */
public enum CommandGroup {
    TASK,
    QUEUE,
    SYNC,
    TRANSACTIONS,
    CONNECTION,
    CLUSTER,
    SERVER
}
