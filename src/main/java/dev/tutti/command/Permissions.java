package dev.tutti.command;

import dev.tutti.config.User;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The rights that the rows of a {@link CommandTable} ask for. Not thread-safe: each table has its own. */
public final class Permissions {

    /**
     * The answer to a command that a user may not send.
     *
     * @param isOfName whether the user may send such commands, but not with this name
     */
    public record Denial(Reply reply, boolean isOfName) {}

    private final Map<String, CommandSpec> byName = new HashMap<>();
    /** Those of the commands that owners carry out. Each type of record has one row. */
    private final Map<Class<?>, CommandSpec> byType = new HashMap<>();

    Permissions(Collection<CommandSpec> rows) {
        rows.forEach(row -> byName.put(row.fullName(), row));
    }

    /** The row of a command. A mere reply, and the end of a connection, have none. */
    CommandSpec row(Command command) {
        return command.family() == Command.Family.CONNECTION
                ? byName.get(CommandName.of(command))
                : byType.computeIfAbsent(command.getClass(), type -> byName.get(CommandName.of(command)));
    }

    /** The denial of a command that a user may not send, or null if the user may. */
    public Denial denial(Command command, User user) {
        CommandSpec row = row(command);
        if (row == null) {
            return isForEverybody(command) ? null : denial(user, false, "run this command, which has no row");
        }
        Access access =
                command instanceof ConnectionCommand.Info info && info.namesThings() ? Access.READ_ALL : row.access();
        String settings = "server.users." + user.name();
        if (!access.includesRoleOf(user)) {
            return denial(
                    user,
                    false,
                    "run the '" + row.redisName() + "' command: " + settings + ".role is "
                            + user.role().word() + ", and this needs "
                            + access.role().word());
        }
        if (!access.includesNamesOf(user)) {
            return denial(
                    user,
                    false,
                    "run the '" + row.redisName() + "' command: it may show any name, and " + settings
                            + ".names are not all");
        }
        String other = TouchedNames.firstBeyond(user.names(), command);
        return other == null
                ? null
                : denial(user, true, "access the name '" + other + "': nothing in " + settings + ".names matches it");
    }

    private static boolean isForEverybody(Command command) {
        return command instanceof ConnectionCommand.Answer
                || command instanceof ConnectionCommand.Deferred
                || command instanceof ConnectionCommand.HangUp;
    }

    private static Denial denial(User user, boolean isOfName, String what) {
        Refusal refusal = Refusal.denied("User " + user.name() + " has no permissions to " + what);
        return new Denial(refusal.reply(), isOfName);
    }
}
