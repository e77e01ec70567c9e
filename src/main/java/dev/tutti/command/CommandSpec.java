package dev.tutti.command;

import dev.tutti.resp.Arguments;
import java.util.Locale;

/**
 * A row of the {@link CommandTable}.
 *
 * @param subcommand null if the command has none
 * @param syntax of the words after the name
 */
record CommandSpec(
        String name,
        String subcommand,
        CommandGroup group,
        Access access,
        Syntax syntax,
        String summary,
        Decoder decoder) {

    CommandSpec(
            String name,
            String subcommand,
            CommandGroup group,
            Access access,
            String syntax,
            String summary,
            Decoder decoder) {
        this(name, subcommand, group, access, new Syntax(syntax), summary, decoder);
    }

    /** Decodes the words of a request into a command, or throws a {@link Refusal}. */
    @FunctionalInterface
    interface Decoder {
        Command decode(Words words);
    }

    /** Decodes a command that ends with a list of any length. */
    @FunctionalInterface
    interface ListDecoder extends Decoder {

        /** Reads the words before the list, or throws a {@link Refusal}. */
        Decoding begin(Words words);

        @Override
        default Command decode(Words words) {
            Decoding list = begin(words);
            Command command = list.step();
            while (command == null) {
                command = list.step();
            }
            return command;
        }
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
        return syntax.isFixed() ? least() : -least();
    }

    /** Whether a client may have to wait for the reply: then it can set a limit. */
    boolean mayWait() {
        return syntax.parts().stream().anyMatch(part -> "TIMEOUT".equals(part.token()));
    }

    String usage() {
        return syntax.text().isEmpty() ? fullName() : fullName() + " " + syntax.text();
    }

    /** The fewest words of a request, those of the name included. */
    int least() {
        return nameWords() + syntax.least();
    }

    /** In the same way the most words, or {@link Syntax#UNBOUNDED}. */
    int most() {
        return syntax.most() == Syntax.UNBOUNDED ? Syntax.UNBOUNDED : nameWords() + syntax.most();
    }

    boolean isNamed(Arguments request) {
        return request.is(0, name) && (subcommand == null || request.count() > 1 && request.is(1, subcommand));
    }
}
