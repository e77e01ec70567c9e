package dev.tutti.command;

import dev.tutti.resp.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * A row of the {@link CommandTable}.
 *
 * @param subcommand null if the command has none
 * @param syntax the words after the name, such as {@code queue item [TIMEOUT ms]}. An ending of {@code ...]} means any
 *     number.
 */
public record CommandSpec(
        String name, String subcommand, CommandGroup group, String syntax, String summary, Decoder decoder) {

    /** Decodes the words of a request into a command, or throws a {@link Refusal}. */
    @FunctionalInterface
    public interface Decoder {
        Command decode(Words words);
    }

    /** The name as a client types it. */
    public String fullName() {
        return subcommand == null ? name : name + " " + subcommand;
    }

    /** The name as Redis writes it in replies. */
    String redisName() {
        return (subcommand == null ? name : name + "|" + subcommand).toLowerCase(Locale.ROOT);
    }

    int nameWords() {
        return subcommand == null ? 1 : 2;
    }

    /**
     * The arity as Redis counts it: the number of words, the name included. A command with optional words has the
     * negated minimum.
     */
    int arity() {
        int least = nameWords();
        int depth = 0;
        for (String word : syntax.split(" ")) {
            depth += count(word, '[');
            least += depth == 0 && !word.isEmpty() ? 1 : 0;
            depth -= count(word, ']');
        }
        return syntax.indexOf('[') < 0 ? least : -least;
    }

    private static int count(String word, char bracket) {
        return (int) word.chars().filter(c -> c == bracket).count();
    }

    /**
     * The options in the order of the syntax: words in capitals that begin a bracket, or stand outside of brackets, and
     * their alternatives.
     */
    List<String> options() {
        List<String> options = new ArrayList<>();
        int depth = 0;
        for (String word : syntax.split(" ")) {
            if (depth == 0 || word.startsWith("[")) {
                StringTokenizer parts = new StringTokenizer(word, "[]|");
                while (parts.hasMoreTokens()) {
                    add(parts.nextToken(), options);
                }
            }
            depth += count(word, '[') - count(word, ']');
        }
        return options;
    }

    private static void add(String part, List<String> options) {
        if (part.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c == '-' || c == '_')) {
            options.add(part);
        }
    }

    String usage() {
        return syntax.isEmpty() ? fullName() : fullName() + " " + syntax;
    }

    boolean accepts(int words, int arity) {
        return arity < 0 ? words >= -arity : words == arity;
    }

    boolean isNamed(Arguments request) {
        return request.is(0, name) && (subcommand == null || request.count() > 1 && request.is(1, subcommand));
    }
}
