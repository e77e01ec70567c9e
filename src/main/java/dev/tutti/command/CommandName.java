package dev.tutti.command;

import dev.tutti.log.ShownName;
import java.util.Locale;

/** The name of a command that an owner carries out, as clients type it, and of the thing that the command is about. */
public final class CommandName {

    private static final String SUFFIX = "Command";

    private CommandName() {}

    /**
     * The name alone, such as {@code QUEUE PUT} or {@code LOCK ACQUIRE}. A part of a command that several owners carry
     * out has the name of the command.
     */
    public static String of(Command command) {
        if (command instanceof Transaction) {
            return "EXEC";
        }
        if (command instanceof TaskCommand) {
            return command instanceof TaskCommand.CheckOpen ? "GATHER" : word(command);
        }
        if (command instanceof QueueCommand) {
            return ofQueues(command);
        }
        return command instanceof SyncCommand ? family(command) + " " + word(command) : word(command);
    }

    private static String ofQueues(Command command) {
        if (command instanceof ScheduleCommand) {
            return "SCHEDULE " + ofSchedules(command);
        }
        if (command instanceof QueueCommand.Consume) {
            return "QUEUE GET";
        }
        if (command instanceof GetAnyCommand) {
            return "QUEUE GETANY";
        }
        boolean isPart = command instanceof MoveCommand && !(command instanceof MoveCommand.Reschedule);
        return "QUEUE " + (isPart ? "MOVE" : word(command));
    }

    private static String ofSchedules(Command command) {
        if (command instanceof ScheduleCommand.GiveUp) {
            return "SET";
        }
        return command instanceof ScheduleCommand.Unset ? "DELETE" : word(command);
    }

    private static String word(Command command) {
        if (command instanceof SettingsCommand.Show) {
            return "SETTINGS";
        }
        return command instanceof EventCommand.IsSet
                ? "IS_SET"
                : command.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** That of the interface which the record belongs to. */
    private static String family(Command command) {
        String type = command.getClass().getEnclosingClass().getSimpleName();
        return type.replace(SUFFIX, "").toUpperCase(Locale.ROOT);
    }

    /** The name of the queue, lock and so on; empty if the command is about nothing that has a name. */
    public static String thing(Command command) {
        if (command instanceof QueueCommand queue) {
            return queue.queue();
        }
        return command instanceof SyncCommand sync ? sync.name() : "";
    }

    /** Both, as a text that may stand in the log: {@code QUEUE PUT jobs}. */
    public static String text(Command command) {
        String thing = thing(command);
        return thing.isEmpty() ? of(command) : of(command) + " " + ShownName.of(thing);
    }
}
