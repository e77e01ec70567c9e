package dev.tutti.command;

import dev.tutti.config.NamePatterns;
import java.util.List;

/** The names of queues, locks, schedules and so on that a command is about. */
final class TouchedNames {

    private TouchedNames() {}

    /** The first of a command's names that no pattern matches, or null. */
    static String firstBeyond(NamePatterns patterns, Command command) {
        return switch (command.family()) {
            case QUEUE -> ofQueues(patterns, (QueueCommand) command);
            case SYNC ->
                command instanceof LockCommand.AcquireAll all
                        ? first(patterns, all.names())
                        : first(patterns, ((SyncCommand) command).name());
            case CONNECTION -> ofConnection(patterns, (ConnectionCommand) command);
            default -> null;
        };
    }

    private static String ofQueues(NamePatterns patterns, QueueCommand command) {
        if (command instanceof GetAnyCommand any) {
            return first(patterns, any.queues());
        } else if (command instanceof MoveCommand.Move move) {
            return first(patterns, move.queue(), move.to());
        } else if (command instanceof ScheduleCommand.Set set) {
            return first(patterns, set.spec().name(), set.spec().queue());
        }
        return first(patterns, command.queue());
    }

    private static String ofConnection(NamePatterns patterns, ConnectionCommand command) {
        if (command instanceof ConnectionCommand.Gather gather) {
            return first(patterns, gather.queues());
        } else if (command instanceof ConnectionCommand.WaitFor wait) {
            return ofTasks(patterns, wait.tasks());
        } else if (command instanceof ConnectionCommand.Everywhere all
                && all.query() instanceof ContentionQuery query
                && query.name() != null) {
            return first(patterns, query.name());
        }
        return null;
    }

    /** Most tasks have the queue of the task before. */
    private static String ofTasks(NamePatterns patterns, List<TaskCommand.Await> tasks) {
        String last = null;
        for (TaskCommand.Await task : tasks) {
            if (!task.queue().equals(last)) {
                last = task.queue();
                if (!patterns.match(last)) {
                    return last;
                }
            }
        }
        return null;
    }

    private static String first(NamePatterns patterns, String... names) {
        return first(patterns, List.of(names));
    }

    private static String first(NamePatterns patterns, Iterable<String> names) {
        for (String name : names) {
            if (!patterns.match(name)) {
                return name;
            }
        }
        return null;
    }
}
