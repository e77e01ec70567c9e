package dev.tutti.command;

import static dev.tutti.command.CommandGroup.SERVER;

import dev.tutti.command.ConnectionCommand.Answer;
import dev.tutti.command.ConnectionCommand.Deferred;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands that describe the {@link CommandTable}: COMMAND, for client libraries and redis-cli's hints, and HELP,
 * for people.
 */
final class CommandDocs {

    private static final String SINCE = "0.1.0";

    /** All commands of one name. What is told of them is made once, when it is asked for first. */
    private static final class Family {
        private final String name;
        private final List<CommandSpec> specs = new ArrayList<>();
        private Reply info;
        private Reply docs;

        private Family(String name) {
            this.name = name;
        }

        private Reply info() {
            if (info == null) {
                info = Reply.Encoded.of(infoOf(name, specs));
            }
            return info;
        }

        private Reply docs() {
            if (docs == null) {
                docs = docsOf(specs);
            }
            return docs;
        }
    }

    private final Map<String, Family> families = new LinkedHashMap<>();
    /** By the length of the name, so that a word is compared with few. */
    private final Map<Integer, List<Family>> byLength = new HashMap<>();

    CommandDocs(List<CommandSpec> others) {
        List<CommandSpec> all = new ArrayList<>(others);
        all.addAll(specs());
        all.forEach(
                spec -> families.computeIfAbsent(spec.name(), Family::new).specs.add(spec));
        families.values()
                .forEach(family -> byLength.computeIfAbsent(family.name.length(), length -> new ArrayList<>())
                        .add(family));
    }

    List<CommandSpec> specs() {
        return List.of(
                row("COMMAND", "COUNT", "", "Counts the commands", w -> count()),
                row("COMMAND", "DOCS", "[command ...]", "Documents commands: summary and arguments", w -> docs(w)),
                row("COMMAND", "INFO", "[command ...]", "Shows the arity and flags of commands", w -> info(w)),
                row("COMMAND", "LIST", "", "Lists the names of all commands", w -> list()),
                row("COMMAND", null, "", "Shows the arity and flags of all commands", w -> info(w)),
                row("HELP", null, "[command [subcommand]]", "Lists all commands, or those of one name", w -> help(w)));
    }

    private static CommandSpec row(
            String name, String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, SERVER, Access.READ, syntax, summary, decoder);
    }

    private Command count() {
        return new Answer(Reply.integer(families.size()));
    }

    private Command list() {
        return new Deferred(() -> Reply.array(
                families.keySet().stream().map(name -> Reply.text(lower(name))).collect(Collectors.toList())));
    }

    /** The commands that the next word names in any case, or null. */
    private Family next(Words words) {
        List<Family> candidates = byLength.getOrDefault(words.nextLength(), List.of());
        Family named = null;
        for (int i = 0; i < candidates.size() && named == null; i++) {
            named = words.isNext(candidates.get(i).name) ? candidates.get(i) : null;
        }
        words.skip();
        return named;
    }

    /** As in Redis, a name may be repeated, and an unknown one is null in its place. */
    private Command info(Words words) {
        words.checkList("names");
        List<Reply> rows = new ArrayList<>();
        if (!words.hasMore()) {
            families.values().forEach(family -> rows.add(family.info()));
        }
        while (words.hasMore()) {
            Family family = next(words);
            rows.add(family == null ? Reply.NULL_ARRAY : family.info());
        }
        return new Deferred(() -> Reply.array(rows));
    }

    private static Reply infoOf(String name, List<CommandSpec> family) {
        CommandSpec last = family.get(family.size() - 1);
        long arity = last.subcommand() == null ? last.arity() : -2;
        List<Reply> subcommands = family.stream()
                .filter(spec -> spec.subcommand() != null)
                .map(spec -> infoOf(spec.redisName(), spec.arity(), spec.mayWait(), category(spec), Reply.EMPTY))
                .toList();
        boolean mayWait = family.stream().anyMatch(CommandSpec::mayWait);
        Reply category = last.subcommand() == null ? category(last) : Reply.EMPTY;
        return infoOf(lower(name), arity, mayWait, category, Reply.array(subcommands));
    }

    /** The role that a user needs for a command, as an ACL category. */
    private static Reply category(CommandSpec spec) {
        return Reply.array(List.of(new Reply.Simple("@" + spec.access().role().word())));
    }

    /** A row as Redis has it. Its keys are none, and so are its tips and key specifications. */
    private static Reply infoOf(String name, long arity, boolean mayWait, Reply category, Reply subcommands) {
        Reply flags = mayWait ? Reply.array(List.of(new Reply.Simple("blocking"))) : Reply.EMPTY;
        Reply none = Reply.EMPTY;
        Reply zero = Reply.integer(0);
        return Reply.array(List.of(
                Reply.text(name), Reply.integer(arity), flags, zero, zero, zero, category, none, none, subcommands));
    }

    /** Of the commands that the words name, each once, or of all if there are no words. Unknown names are left out. */
    private Command docs(Words words) {
        words.checkList("names");
        Set<Family> chosen = new LinkedHashSet<>();
        if (!words.hasMore()) {
            chosen.addAll(families.values());
        }
        while (words.hasMore()) {
            Family family = next(words);
            if (family != null) {
                chosen.add(family);
            }
        }
        return new Deferred(() -> docs(chosen));
    }

    private static Reply docs(Set<Family> chosen) {
        List<Reply> pairs = new ArrayList<>(2 * chosen.size());
        for (Family family : chosen) {
            pairs.add(Reply.text(lower(family.name)));
            pairs.add(family.docs());
        }
        return new Reply.Pairs(pairs);
    }

    private static Reply docsOf(List<CommandSpec> family) {
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
        if (!spec.syntax().parts().isEmpty()) {
            pairs.add(Reply.text("arguments"));
            pairs.add(Reply.array(SyntaxDocs.arguments(spec.syntax().parts())));
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
            return new Deferred(() -> lines(families.values().stream().flatMap(family -> family.specs.stream())));
        }
        String name = words.text().toUpperCase(Locale.ROOT);
        Family family = families.get(name);
        if (family == null) {
            throw Refusal.malformed("unknown command '" + CommandTable.cut(name) + "', HELP lists all commands");
        }
        if (!words.hasMore()) {
            return new Deferred(() -> lines(family.specs.stream()));
        }
        String subcommand = words.text().toUpperCase(Locale.ROOT);
        List<CommandSpec> named = family.specs.stream()
                .filter(spec -> subcommand.equals(spec.subcommand()))
                .toList();
        if (named.isEmpty()) {
            throw Refusal.malformed("unknown subcommand '" + CommandTable.cut(subcommand) + "' of " + name + ", HELP "
                    + name + " lists all of them");
        }
        return new Deferred(() -> lines(named.stream()));
    }

    private static Reply lines(Stream<CommandSpec> specs) {
        return Reply.array(specs.map(spec -> Reply.text(spec.usage() + " -- " + spec.summary()))
                .collect(Collectors.toList()));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
