package dev.tutti.command;

/** What a command is about, as HELP and COMMAND DOCS tell. */
public enum CommandGroup {
    TASK,
    QUEUE,
    SYNC,
    CONNECTION,
    SERVER
}
