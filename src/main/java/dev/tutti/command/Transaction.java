package dev.tutti.command;

import java.util.List;

/**
 * Commands of one MULTI whose names have the same owner. The owner runs them in order and in one turn, with no other
 * caller's command between them, and commits their changes together. None of them waits. Each is answered by
 * a reply of its own.
 */
public record Transaction(List<Command> commands) implements Command {
    @Override
    public Family family() {
        return Family.TRANSACTION;
    }
}
