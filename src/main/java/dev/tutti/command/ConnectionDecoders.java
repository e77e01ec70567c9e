package dev.tutti.command;

import static dev.tutti.command.CommandGroup.CONNECTION;
import static dev.tutti.command.CommandGroup.SERVER;

import dev.tutti.command.ConnectionCommand.Answer;
import dev.tutti.command.ConnectionCommand.Everywhere;
import dev.tutti.config.Glob;
import dev.tutti.ops.ServerInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows of the {@link CommandTable} that Redis's clients need to connect, and those about the whole server, with
 * their decoders.
 */
final class ConnectionDecoders {

    /** The section of INFO that the owners of the locks tell. */
    private static final String LOCKS = "locks";

    private Map<String, String> settings;
    /** The names of the settings, each with itself in lower case. */
    private List<Map.Entry<String, String>> lowerCase;

    /** @param settings the settings that CONFIG GET shows */
    ConnectionDecoders(Map<String, String> settings) {
        show(settings);
    }

    /** @param shown the settings that CONFIG GET shows from now on */
    final void show(Map<String, String> shown) {
        this.settings = new TreeMap<>(shown);
        this.settings.put("save", "");
        this.lowerCase = this.settings.keySet().stream()
                .map(key -> Map.entry(key.toLowerCase(Locale.ROOT), key))
                .toList();
    }

    List<CommandSpec> specs() {
        List<CommandSpec> specs = new ArrayList<>(connectionSpecs());
        specs.addAll(serverSpecs());
        return specs;
    }

    private static List<CommandSpec> connectionSpecs() {
        return List.of(
                connection(
                        "PING",
                        "[message]",
                        "Answers PONG or the message, or FULL once the journal has failed",
                        ConnectionDecoders::ping),
                connection("ECHO", "message", "Answers the message", w -> new Answer(Reply.bulk(w.item()))),
                connection(
                        "HELLO",
                        "[protover [AUTH username password] [SETNAME name]]",
                        "Chooses RESP2 or RESP3 and describes the server",
                        ConnectionDecoders::hello),
                connection("AUTH", "[username] password", "Authenticates the connection", ConnectionDecoders::auth),
                connection("SELECT", "index", "Accepts database 0, the only one", ConnectionDecoders::select),
                connection(
                        "RESET",
                        "",
                        "Releases all that the connection holds, and resets its state",
                        w -> new ConnectionCommand.Reset()),
                connection("QUIT", "", "Closes the connection", w -> new ConnectionCommand.Quit()));
    }

    private List<CommandSpec> serverSpecs() {
        return List.of(
                server(
                        "ACL",
                        "WHOAMI",
                        Access.READ,
                        "",
                        "Shows the user of this connection",
                        w -> new ConnectionCommand.WhoAmI()),
                server(
                        "CONFIG",
                        "GET",
                        Access.READ_ALL,
                        "pattern [pattern ...]",
                        "Shows the settings that match a glob pattern",
                        w -> settings(w)),
                server(
                        "CONFIG",
                        "RELOAD",
                        Access.ADMIN,
                        "",
                        "Reads the configuration file again",
                        w -> new ConnectionCommand.Reload()),
                server(
                        "INFO",
                        null,
                        Access.READ,
                        "[section ...]",
                        "Describes the server's state",
                        ConnectionDecoders::info),
                server(
                        "WAITERS",
                        null,
                        Access.READ,
                        "[name]",
                        "Lists the holders and waiters of queues, locks and so on",
                        ConnectionDecoders::waiters),
                server(
                        "BACKUP",
                        null,
                        Access.ADMIN,
                        "directory",
                        "Copies the journal into a new directory, with which a server can start",
                        w -> new ConnectionCommand.Backup(w.text())),
                server(
                        "DRAIN",
                        null,
                        Access.ADMIN,
                        "",
                        "Delivers no more items, so that those in flight can be finished before a stop",
                        w -> new ConnectionCommand.Drain(true)),
                server(
                        "UNDRAIN",
                        null,
                        Access.ADMIN,
                        "",
                        "Delivers items again after DRAIN",
                        w -> new ConnectionCommand.Drain(false)));
    }

    private static CommandSpec connection(String name, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, null, CONNECTION, Access.READ, syntax, summary, decoder);
    }

    private static CommandSpec server(
            String name, String subcommand, Access access, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, SERVER, access, syntax, summary, decoder);
    }

    private static Command ping(Words words) {
        return new ConnectionCommand.Ping(words.hasMore() ? Reply.bulk(words.item()) : new Reply.Simple("PONG"));
    }

    private static Command hello(Words words) {
        int protocol = 0;
        if (words.hasMore()) {
            long version = version(words);
            if (version < 2 || version > 3) {
                throw new Refusal("NOPROTO", "unsupported protocol version");
            }
            protocol = (int) version;
        }
        String user = null;
        String password = null;
        String name = null;
        while (words.hasMore()) {
            if (words.option("AUTH")) {
                user = words.text();
                password = words.text();
            } else if (words.option("SETNAME")) {
                name = ClientDecoders.clientName(words);
            } else {
                throw words.unknownOption();
            }
        }
        return new ConnectionCommand.Hello(protocol, user, password, name);
    }

    private static long version(Words words) {
        try {
            return words.integer("protover", Long.MIN_VALUE, Long.MAX_VALUE);
        } catch (Refusal notANumber) {
            throw Refusal.malformed("Protocol version is not an integer or out of range");
        }
    }

    private static Command auth(Words words) {
        String user = words.left() == 2 ? words.text() : null;
        return new ConnectionCommand.Auth(user, words.text());
    }

    private static Command select(Words words) {
        if (words.integer("index", Integer.MIN_VALUE, Integer.MAX_VALUE) != 0) {
            throw Refusal.malformed("DB index is out of range, only database 0 exists");
        }
        return new Answer(Reply.OK);
    }

    private static Command info(Words words) {
        words.checkList("sections");
        Set<String> sections = new LinkedHashSet<>();
        while (words.hasMore()) {
            sections.add(section(words.text()));
        }
        return new ConnectionCommand.Info(sections.isEmpty() ? Set.of("default") : sections);
    }

    private static String section(String word) {
        String section = word.toLowerCase(Locale.ROOT);
        if (section.equals(LOCKS) || ServerInfo.names().contains(section)) {
            return section;
        }
        throw Refusal.malformed(
                "unknown section '" + word + "', expected " + String.join(", ", ServerInfo.names()) + " or " + LOCKS);
    }

    private static Command waiters(Words words) {
        String name = words.hasMore() ? words.text() : null;
        return new Everywhere(new ContentionQuery(name, false), Everywhere.Merge.WAITERS);
    }

    private Command settings(Words words) {
        words.checkList("patterns, * matches every setting");
        Map<String, String> found = new TreeMap<>();
        while (words.hasMore() && found.size() < settings.size()) {
            Glob pattern = words.glob();
            lowerCase.forEach(name -> {
                String key = name.getValue();
                if (!found.containsKey(key) && pattern.matches(name.getKey())) {
                    found.put(key, settings.get(key));
                }
            });
        }
        return new ConnectionCommand.Settings(() -> pairs(found));
    }

    private static Reply pairs(Map<String, String> settings) {
        List<Reply> pairs = new ArrayList<>();
        settings.forEach((key, value) -> {
            pairs.add(Reply.text(key));
            pairs.add(Reply.text(value));
        });
        return new Reply.Pairs(pairs);
    }
}
