package dev.tutti.command;

/** A command about something that has a name, and therefore one owner, which carries it out. */
public sealed interface OwnedCommand extends Command permits QueueCommand, SyncCommand {}
