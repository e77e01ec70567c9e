package dev.tutti.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/**
 * The words after a command's name, as they are shown to its users, such as {@code queue item [TIMEOUT ms]}:
 *
 * <ul>
 *   <li>A word in capitals is typed as it is. With the word behind it, it is an option.
 *   <li>Brackets enclose what may be left out. An ending of {@code ...]} means any number.
 *   <li>{@code DELAY ms | AT unix-ms}: options that exclude each other. {@code yes|no}: words of which one is given.
 * </ul>
 *
 * It is read once, when the {@link CommandTable} is made.
 */
final class Syntax {

    /** The kinds of parts, with their names in Redis's COMMAND DOCS. */
    enum Type {
        STRING("string"),
        INTEGER("integer"),
        /** A word that is typed as it is, without one behind it. */
        TOKEN("pure-token"),
        /** Several parts, one behind another. */
        BLOCK("block"),
        /** One of several parts. */
        ONE_OF("oneof");

        private final String redisName;

        Type(String redisName) {
            this.redisName = redisName;
        }

        String redisName() {
            return redisName;
        }
    }

    /**
     * A part of the syntax.
     *
     * @param word the value's word as it is shown, or the first one of a block
     * @param token the word in capitals that it begins with, or null
     * @param parts those of a block, or the alternatives; else empty
     */
    record Part(String word, Type type, String token, boolean optional, boolean multiple, List<Part> parts) {

        private Part(String word, Type type, String token, List<Part> parts) {
            this(word, type, token, false, false, parts);
        }

        private Part optional(boolean many) {
            return new Part(word, type, token, true, many, parts);
        }

        private Part withoutToken() {
            return new Part(word, type, null, parts);
        }

        String name() {
            return (token == null ? word : token).toLowerCase(Locale.ROOT);
        }

        /** The fewest words of it, if it is not left out. */
        private int words() {
            int first = token == null ? 0 : 1;
            return switch (type) {
                case STRING, INTEGER -> first + 1;
                case TOKEN -> first;
                case BLOCK -> first + least(parts);
                case ONE_OF ->
                    first + parts.stream().mapToInt(Part::words).min().orElse(0);
            };
        }

        private static int least(List<Part> parts) {
            return parts.stream()
                    .filter(part -> !part.optional)
                    .mapToInt(Part::words)
                    .sum();
        }

        /** The most words of parts without options. */
        private static int most(List<Part> parts) {
            int most = 0;
            for (Part part : parts) {
                if (part.multiple) {
                    return UNBOUNDED;
                }
                most += part.type == Type.BLOCK ? most(part.parts) : 1;
            }
            return most;
        }

        private boolean isFixed() {
            boolean varies = type == Type.ONE_OF
                    && parts.stream().mapToInt(Part::words).distinct().count() > 1;
            return !optional && !varies;
        }

        /** Whether its alternatives are options, or words that stand for themselves. */
        private boolean isChoice() {
            return type == Type.ONE_OF && token == null;
        }
    }

    /** Stands for any number of words. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final String MANY = "...";
    private static final String OR = "|";
    private static final Set<String> INTEGERS = Set.of("unix-ms", "ms", "n", "id", "index", "protover", "token");

    private final String text;
    private final List<Part> parts;
    private final List<String> options = new ArrayList<>();
    private final List<List<String>> choices = new ArrayList<>();

    Syntax(String text) {
        this.text = text;
        this.parts = new Reader(text).sequence();
        collect(parts, true);
    }

    /** As it is shown. */
    String text() {
        return text;
    }

    List<Part> parts() {
        return parts;
    }

    /** The fewest words. */
    int least() {
        return Part.least(parts);
    }

    /** The most words, or {@link #UNBOUNDED}: also if there are options, whose errors say more than the number. */
    int most() {
        if (isFixed()) {
            return least();
        }
        return options.isEmpty() ? Part.most(parts) : UNBOUNDED;
    }

    /** Whether the number of words is always the same. */
    boolean isFixed() {
        return parts.stream().allMatch(Part::isFixed);
    }

    /** The options in the order of the syntax. Words in capitals behind the beginning of an option are none. */
    List<String> options() {
        return options;
    }

    /** The options that exclude each other and one of which is this, in the order of the syntax; or none. */
    List<String> alternatives(String option) {
        for (List<String> choice : choices) {
            if (choice.contains(option)) {
                return choice;
            }
        }
        return List.of();
    }

    private void collect(List<Part> some, boolean outside) {
        for (Part part : some) {
            if (part.isChoice()) {
                choices.add(part.parts.stream()
                        .map(Part::token)
                        .filter(Objects::nonNull)
                        .toList());
                collect(part.parts, true);
            } else if (part.token != null && (outside || part.optional)) {
                options.add(part.token);
            }
            if (part.type == Type.BLOCK) {
                collect(part.parts, false);
            }
        }
    }

    /** Reads a syntax from its beginning to its end. */
    private static final class Reader {
        private final List<String> words = new ArrayList<>();
        private int next;

        private Reader(String text) {
            StringTokenizer tokens = new StringTokenizer(text, " []", true);
            while (tokens.hasMoreTokens()) {
                String token = tokens.nextToken();
                if (!token.isBlank()) {
                    words.add(token);
                }
            }
        }

        private boolean isNext(String word) {
            return next < words.size() && words.get(next).equals(word);
        }

        private boolean isAtEnd() {
            return next == words.size() || isNext("]") || isNext(MANY);
        }

        /** The parts until the end or the bracket that closes. */
        private List<Part> sequence() {
            List<Part> sequence = new ArrayList<>();
            while (!isAtEnd()) {
                sequence.add(choice());
            }
            return sequence;
        }

        private Part choice() {
            List<Part> alternatives = new ArrayList<>(List.of(part()));
            while (isNext(OR)) {
                next++;
                alternatives.add(part());
            }
            if (alternatives.size() == 1) {
                return alternatives.get(0);
            }
            String names = alternatives.stream().map(Part::name).collect(Collectors.joining("_or_"));
            Part choice = new Part(names, Type.ONE_OF, null, alternatives);
            return alternatives.stream().anyMatch(Part::optional) ? choice.optional(false) : choice;
        }

        private Part part() {
            if (isNext("[")) {
                return bracket();
            }
            String word = words.get(next++);
            boolean hasValue = isToken(word) && !isAtEnd() && !isNext(OR) && !isNext("[") && !isToken(words.get(next));
            if (hasValue) {
                return value(words.get(next++), word);
            }
            return isToken(word) ? token(word) : value(word, null);
        }

        private Part bracket() {
            next++;
            String first = words.get(next);
            List<Part> inner = sequence();
            boolean many = isNext(MANY);
            next += many ? 2 : 1;
            if (inner.size() == 1) {
                return inner.get(0).optional(many);
            }
            String token = isToken(first) ? first : null;
            List<Part> rest = token == null ? inner : behindToken(inner);
            return new Part(inner.get(0).name(), Type.BLOCK, token, rest).optional(many);
        }

        /** The parts of a block without the token of the first. */
        private static List<Part> behindToken(List<Part> inner) {
            List<Part> rest = new ArrayList<>(inner);
            Part first = rest.remove(0);
            if (first.type != Type.TOKEN) {
                rest.add(0, first.withoutToken());
            }
            return rest;
        }

        /** A word, or one of several. */
        private static Part value(String word, String token) {
            if (word.contains(OR)) {
                List<Part> words = new ArrayList<>();
                StringTokenizer each = new StringTokenizer(word, OR);
                while (each.hasMoreTokens()) {
                    words.add(token(each.nextToken()));
                }
                return new Part(word, Type.ONE_OF, token, words);
            }
            return new Part(word, INTEGERS.contains(word) ? Type.INTEGER : Type.STRING, token, List.of());
        }

        private static Part token(String word) {
            return new Part(word, Type.TOKEN, word, List.of());
        }

        private static boolean isToken(String word) {
            return word.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c == '-' || c == '_');
        }
    }
}
