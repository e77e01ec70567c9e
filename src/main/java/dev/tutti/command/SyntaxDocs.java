package dev.tutti.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates a command's syntax into the argument maps of COMMAND DOCS, from which redis-cli makes its hints. */
final class SyntaxDocs {

    /** Matches a word, or a pair of brackets with its content, which may contain one more level of brackets. */
    private static final Pattern PART = Pattern.compile("\\[[^\\[\\]]*(?:\\[[^\\[\\]]*\\][^\\[\\]]*)*\\]|\\S+");

    private static final Set<String> NUMBERS = Set.of("unix-ms", "ms", "n", "id", "index", "protover", "token");

    private SyntaxDocs() {}

    static List<Reply> arguments(String syntax) {
        List<Reply> arguments = new ArrayList<>();
        Matcher parts = PART.matcher(syntax);
        while (parts.find()) {
            String part = parts.group();
            if (part.startsWith("[")) {
                arguments.add(optional(part.substring(1, part.length() - 1)));
            } else if (isToken(part) && parts.find()) {
                arguments.add(argument(lower(part), type(parts.group()), part, List.of(), null));
            } else {
                arguments.add(argument(lower(part), type(part), null, List.of(), null));
            }
        }
        return arguments;
    }

    /** True for a keyword that is typed as it is written. */
    private static boolean isToken(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT)) && !word.contains("|");
    }

    private static Reply optional(String inner) {
        boolean many = inner.endsWith(" ...");
        String text = many ? inner.substring(0, inner.length() - 4) : inner;
        List<String> flags = many ? List.of("optional", "multiple") : List.of("optional");
        String[] words = text.split(" ");
        boolean token = isToken(words[0]);
        if (words.length == 1) {
            return argument(lower(text), token ? "pure-token" : type(text), token ? text : null, flags, null);
        }
        if (words.length == 2 && token && !many) {
            return argument(lower(words[0]), type(words[1]), words[0], flags, null);
        }
        String rest = token ? text.substring(words[0].length() + 1) : text;
        return argument(lower(words[0]), "block", token ? words[0] : null, flags, arguments(rest));
    }

    private static Reply argument(String name, String type, String token, List<String> flags, List<Reply> inner) {
        List<Reply> pairs = new ArrayList<>();
        pairs.addAll(List.of(Reply.text("name"), Reply.text(name), Reply.text("type"), Reply.text(type)));
        if (!"pure-token".equals(type) && !"block".equals(type)) {
            pairs.addAll(List.of(Reply.text("display_text"), Reply.text(name)));
        }
        if (token != null) {
            pairs.addAll(List.of(Reply.text("token"), Reply.text(token)));
        }
        if (!flags.isEmpty()) {
            List<Reply> simple = new ArrayList<>();
            flags.forEach(flag -> simple.add(new Reply.Simple(flag)));
            pairs.addAll(List.of(Reply.text("flags"), Reply.array(simple)));
        }
        if (inner != null) {
            pairs.addAll(List.of(Reply.text("arguments"), Reply.array(inner)));
        }
        return new Reply.Pairs(pairs);
    }

    private static String type(String word) {
        return NUMBERS.contains(word) ? "integer" : "string";
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
