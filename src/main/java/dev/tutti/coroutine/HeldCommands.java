package dev.tutti.coroutine;

import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import java.util.ArrayDeque;

/** The commands of a {@link Coroutine} that wait for their turn. Takes next to no memory while there are none. */
final class HeldCommands {

    /** Null while there are none. */
    private ArrayDeque<Command> commands;

    boolean isEmpty() {
        return commands == null;
    }

    void add(Command command) {
        begun().addLast(command);
    }

    void addFirst(Command command) {
        begun().addFirst(command);
    }

    private ArrayDeque<Command> begun() {
        if (commands == null) {
            commands = new ArrayDeque<>();
        }
        return commands;
    }

    /**
     * Takes the first one if it may run in this state: while a command waits only a signal to it, else any. Or null.
     */
    Command next(CoroutineState state) {
        if (isEmpty() || state.isWaiting() && !(state.hasBegun() && commands.peek() instanceof Signal)) {
            return null;
        }
        Command next = commands.poll();
        if (commands.isEmpty()) {
            commands = null;
        }
        return next;
    }

    void clear() {
        commands = null;
    }
}
