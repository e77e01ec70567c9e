package dev.tutti.coroutine;

import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand;
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

    /** Adds a signal to the first command that awaits a task. It is dropped if there is none. */
    void addBehindFirstTask(Signal signal) {
        ArrayDeque<Command> before = begun();
        commands = new ArrayDeque<>(before.size() + 1);
        boolean added = false;
        for (Command command : before) {
            commands.add(command);
            if (!added && TaskCommand.awaitsTask(command)) {
                commands.add(signal);
                added = true;
            }
        }
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
