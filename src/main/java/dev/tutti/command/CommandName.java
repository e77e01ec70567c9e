package dev.tutti.command;

import dev.tutti.command.ConnectionCommand.Gather.Failures;
import dev.tutti.log.ShownName;
import java.util.Locale;
import java.util.Map;

/** The name of a command, as clients type it, and of the thing that the command is about. */
public final class CommandName {

    private static final String SUFFIX = "Command";

    /** The names of the commands that ask all owners or all net servers. */
    private static final Map<Class<?>, String> OF_QUERIES = Map.of(
            QueueNamesQuery.class, "QUEUE LIST",
            SchedulesQuery.class, "SCHEDULE LIST",
            ContentionQuery.class, "WAITERS",
            ClientCommand.ListClients.class, "CLIENT LIST",
            ClientCommand.Kill.class, "CLIENT KILL",
            ClientCommand.UnblockClient.class, "CLIENT UNBLOCK");

    /** Those of commands whose records have other names. */
    private static final Map<Class<?>, String> OF_CONNECTIONS = Map.of(
            ConnectionCommand.ClientId.class, "CLIENT ID",
            ConnectionCommand.SetName.class, "CLIENT SETNAME",
            ConnectionCommand.GetName.class, "CLIENT GETNAME",
            ConnectionCommand.SetInfo.class, "CLIENT SETINFO",
            ConnectionCommand.ClientInfo.class, "CLIENT INFO",
            ConnectionCommand.Settings.class, "CONFIG GET",
            ConnectionCommand.Reload.class, "CONFIG RELOAD",
            ConnectionCommand.WaitFor.class, "WAIT",
            ConnectionCommand.WhoAmI.class, "ACL WHOAMI");

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
        if (command instanceof ConnectionCommand local) {
            return ofConnection(local);
        }
        return command instanceof SyncCommand ? family(command) + " " + word(command) : word(command);
    }

    private static String ofConnection(ConnectionCommand command) {
        if (command instanceof ConnectionCommand.Everywhere all) {
            return OF_QUERIES.get(all.query().getClass());
        } else if (command instanceof ConnectionCommand.Transact transact) {
            return transact.step().name();
        } else if (command instanceof ConnectionCommand.OfCluster cluster) {
            return cluster.request().name();
        } else if (command instanceof ConnectionCommand.Drain drain) {
            return drain.begins() ? "DRAIN" : "UNDRAIN";
        } else if (command instanceof ConnectionCommand.Gather gather) {
            return gather.failures() == Failures.FIRST_CANCELS_THE_OTHERS ? "TASKGROUP" : "GATHER";
        }
        return OF_CONNECTIONS.getOrDefault(command.getClass(), word(command));
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
