package dev.tutti.command;

import static dev.tutti.command.CommandGroup.CONNECTION;

import dev.tutti.command.ConnectionCommand.Answer;
import dev.tutti.command.ConnectionCommand.Everywhere;
import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The rows of the {@link CommandTable} for CLIENT, with their decoders. */
final class ClientDecoders {

    /** The most bytes of a client's name, and of the name and version of its library. CLIENT LIST shows all of them. */
    private static final int MAX_NAME = 1024;

    private static final Set<String> OTHER_TYPES = Set.of("master", "replica", "slave", "pubsub");

    private ClientDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row("ID", Access.READ, "", "Shows this connection's id", w -> new ConnectionCommand.ClientId()),
                row(
                        "SETNAME",
                        Access.READ,
                        "name",
                        "Sets this connection's name",
                        w -> new ConnectionCommand.SetName(clientName(w))),
                row("GETNAME", Access.READ, "", "Shows this connection's name", w -> new ConnectionCommand.GetName()),
                row(
                        "SETINFO",
                        Access.READ,
                        "LIB-NAME name | LIB-VER version",
                        "Sets the name or the version of the client's library",
                        w -> setInfo(w)),
                row(
                        "INFO",
                        Access.READ,
                        "",
                        "Describes this connection, as LIST does",
                        w -> new ConnectionCommand.ClientInfo()),
                row(
                        "LIST",
                        Access.READ_ALL,
                        "[TYPE normal|master|replica|pubsub] [ID id [id ...]]",
                        "Lists the connections, one per line",
                        w -> list(w)),
                row(
                        "KILL",
                        Access.ADMIN,
                        "ip:port | [ID id] [ADDR ip:port] [USER name] [SKIPME yes|no]",
                        "Closes connections",
                        w -> kill(w)),
                row(
                        "UNBLOCK",
                        Access.READ,
                        "id [TIMEOUT|ERROR]",
                        "Ends the wait of another connection's command",
                        w -> unblock(w)));
    }

    private static CommandSpec row(
            String subcommand, Access access, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec("CLIENT", subcommand, CONNECTION, access, syntax, summary, decoder);
    }

    /** Reads a client's name: printable ASCII without blanks, as in Redis. An empty name removes the name. */
    static String clientName(Words words) {
        return printable(words.text(), "Client names");
    }

    private static String printable(String text, String what) {
        if (text.length() > MAX_NAME) {
            throw Refusal.malformed(what + " cannot be longer than " + MAX_NAME + " bytes.");
        }
        if (text.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw Refusal.malformed(what + " cannot contain spaces, newlines or special characters.");
        }
        return text;
    }

    private static Command setInfo(Words words) {
        if (words.option("LIB-NAME")) {
            return new ConnectionCommand.SetInfo(true, printable(words.text(), "lib-name"));
        } else if (words.option("LIB-VER")) {
            return new ConnectionCommand.SetInfo(false, printable(words.text(), "lib-ver"));
        }
        throw words.unknownOption();
    }

    private static Command list(Words words) {
        words.checkList("words");
        Set<Long> ids = new TreeSet<>();
        boolean hasType = true;
        while (words.hasMore()) {
            if (words.option("TYPE")) {
                hasType = isType(words);
            } else if (words.option("ID")) {
                ids.add(anyId(words));
                while (words.hasMore() && !words.isNext("TYPE")) {
                    ids.add(anyId(words));
                }
            } else {
                throw words.unknownOption();
            }
        }
        return hasType ? new Everywhere(new ClientCommand.ListClients(ids), Merge.TEXT) : new Answer(Reply.text(""));
    }

    /** Whether the next word is the type of every connection here. The other types of Redis have no connections. */
    private static boolean isType(Words words) {
        String type = words.text();
        if (type.equalsIgnoreCase("normal")) {
            return true;
        }
        if (OTHER_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
            return false;
        }
        throw Refusal.malformed("Unknown client type '" + type + "', expected normal, master, replica or pubsub");
    }

    /** An id that need not be one of a connection. */
    private static long anyId(Words words) {
        return words.integer("id", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Command kill(Words words) {
        if (words.left() == 1) {
            return new Everywhere(new ClientCommand.Kill(0, words.text(), false, 0), Merge.ANY);
        }
        long id = 0;
        String address = null;
        String user = null;
        boolean sparesCaller = true;
        while (words.hasMore()) {
            if (words.option("ID")) {
                id = words.id();
            } else if (words.option("ADDR")) {
                address = words.text();
            } else if (words.option("USER")) {
                user = words.text();
            } else if (words.option("SKIPME")) {
                sparesCaller = words.yesOrNo("SKIPME");
            } else {
                throw words.unknownOption();
            }
        }
        if (id == 0 && address == null && user == null) {
            throw Refusal.malformed("syntax error, expected an address, ID, ADDR or USER");
        }
        return new Everywhere(new ClientCommand.Kill(id, address, user, sparesCaller, 0), Merge.SUM);
    }

    private static Command unblock(Words words) {
        long id = anyId(words);
        boolean withError = false;
        while (words.hasMore()) {
            if (words.option("ERROR")) {
                withError = true;
            } else if (!words.option("TIMEOUT")) {
                throw words.unknownOption();
            }
        }
        return new Everywhere(new ClientCommand.UnblockClient(id, withError), Merge.SUM);
    }
}
