package dev.tutti.command;

import dev.tutti.resp.Arguments;
import java.util.Locale;

/**
 * A row of the {@link CommandTable}.
 *
 * @param subcommand null if the command has none
 * @param syntax what follows the name: {@code queue item [TIMEOUT ms]}; an ending of {@code ...]} means any number
 */
public record CommandSpec(
        String name, String subcommand, CommandGroup group, String syntax, String summary, Decoder decoder) {

    /** Makes the record of a command from its words, or throws a {@link Refusal}. */
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

    /** As Redis counts: all words, the name's included; negative if there may be more. */
    int arity() {
        int bracket = syntax.indexOf('[');
        String required = bracket < 0 ? syntax : syntax.substring(0, bracket);
        int words = nameWords() + (required.isBlank() ? 0 : required.trim().split(" ").length);
        return bracket < 0 ? words : -words;
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
