package dev.tutti.command;

import static dev.tutti.command.CommandGroup.SERVER;

import dev.tutti.command.ConnectionCommand.Answer;
import dev.tutti.command.ConnectionCommand.Deferred;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The commands that describe the {@link CommandTable}: COMMAND, for client libraries and redis-cli's hints, and HELP,
 * for people.
 */
final class CommandDocs {

    private static final String SINCE = "0.1.0";

    private final Map<String, List<CommandSpec>> families = new LinkedHashMap<>();

    CommandDocs(List<CommandSpec> others) {
        List<CommandSpec> all = new ArrayList<>(others);
        all.addAll(specs());
        all.forEach(spec ->
                families.computeIfAbsent(spec.name(), name -> new ArrayList<>()).add(spec));
    }

    List<CommandSpec> specs() {
        return List.of(
                row("COMMAND", "COUNT", "", "Counts the commands", w -> count()),
                row(
                        "COMMAND",
                        "DOCS",
                        "[command ...]",
                        "Documents commands: summary and arguments",
                        w -> docs(chosen(w))),
                row(
                        "COMMAND",
                        "INFO",
                        "[command ...]",
                        "Shows the arity and flags of commands",
                        w -> info(chosenOrNull(w))),
                row("COMMAND", "LIST", "", "Lists the names of all commands", w -> list()),
                row(
                        "COMMAND",
                        null,
                        "",
                        "Shows the arity and flags of all commands",
                        w -> info(List.copyOf(families.keySet()))),
                row("HELP", null, "[command]", "Lists all commands, or those of one family", w -> help(w)));
    }

    private static CommandSpec row(
            String name, String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, SERVER, syntax, summary, decoder);
    }

    private Command count() {
        return new Answer(Reply.integer(families.size()));
    }

    private Command list() {
        return new Deferred(() -> Reply.array(
                families.keySet().stream().map(name -> Reply.text(lower(name))).collect(Collectors.toList())));
    }

    /** The commands that the words name, each once, or all if there are no words. Unknown names are left out. */
    private List<String> chosen(Words words) {
        return chosenOrNull(words).stream()
                .filter(families::containsKey)
                .distinct()
                .collect(Collectors.toList());
    }

    private List<String> chosenOrNull(Words words) {
        if (!words.hasMore()) {
            return List.copyOf(families.keySet());
        }
        List<String> names = new ArrayList<>();
        while (words.hasMore()) {
            names.add(words.text().toUpperCase(Locale.ROOT));
        }
        return names;
    }

    private Command info(List<String> names) {
        return new Deferred(() -> {
            Map<String, Reply> known = new HashMap<>();
            families.forEach((name, family) -> known.put(name, info(name, family)));
            return Reply.array(names.stream()
                    .map(name -> known.getOrDefault(name, Reply.NULL_ARRAY))
                    .toList());
        });
    }

    private static Reply info(String name, List<CommandSpec> family) {
        CommandSpec last = family.get(family.size() - 1);
        long arity = last.subcommand() == null ? last.arity() : -2;
        Reply none = Reply.EMPTY;
        Reply flags = Reply.array(List.of(new Reply.Simple("fast")));
        Reply zero = Reply.integer(0);
        return Reply.array(List.of(
                Reply.text(lower(name)), Reply.integer(arity), flags, zero, zero, zero, none, none, none, none));
    }

    private Command docs(List<String> names) {
        return new Deferred(() -> reply(names));
    }

    private Reply reply(List<String> names) {
        List<Reply> pairs = new ArrayList<>();
        for (String name : names) {
            pairs.add(Reply.text(lower(name)));
            pairs.add(familyDocs(families.get(name)));
        }
        return new Reply.Pairs(pairs);
    }

    private static Reply familyDocs(List<CommandSpec> family) {
        CommandSpec own = family.get(family.size() - 1);
        if (own.subcommand() == null) {
            return new Reply.Pairs(entries(own));
        }
        List<Reply> pairs = described("A container for " + own.name() + " commands", own.group());
        List<Reply> subcommands = new ArrayList<>();
        for (CommandSpec spec : family) {
            subcommands.add(Reply.text(spec.redisName()));
            subcommands.add(new Reply.Pairs(entries(spec)));
        }
        pairs.add(Reply.text("subcommands"));
        pairs.add(new Reply.Pairs(subcommands));
        return new Reply.Pairs(pairs);
    }

    private static List<Reply> entries(CommandSpec spec) {
        List<Reply> pairs = described(spec.summary(), spec.group());
        if (!spec.syntax().isEmpty()) {
            pairs.add(Reply.text("arguments"));
            pairs.add(Reply.array(SyntaxDocs.arguments(spec.syntax())));
        }
        return pairs;
    }

    private static List<Reply> described(String summary, CommandGroup group) {
        List<Reply> pairs = new ArrayList<>();
        for (String text : List.of("summary", summary, "since", SINCE, "group", lower(group.name()))) {
            pairs.add(Reply.text(text));
        }
        return pairs;
    }

    private Command help(Words words) {
        if (!words.hasMore()) {
            return new Deferred(() -> lines(List.copyOf(families.keySet())));
        }
        String name = words.text().toUpperCase(Locale.ROOT);
        if (words.hasMore()) {
            throw words.unknownOption("nothing more");
        }
        if (!families.containsKey(name)) {
            throw Refusal.malformed("unknown command '" + name + "', HELP lists all commands");
        }
        return new Deferred(() -> lines(List.of(name)));
    }

    private Reply lines(List<String> names) {
        return Reply.array(names.stream()
                .flatMap(name -> families.get(name).stream())
                .map(spec -> Reply.text(spec.usage() + " -- " + spec.summary()))
                .collect(Collectors.toList()));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
