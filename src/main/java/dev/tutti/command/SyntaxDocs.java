package dev.tutti.command;

import dev.tutti.command.Syntax.Part;
import dev.tutti.command.Syntax.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Translates a command's syntax into the argument maps of COMMAND DOCS, from which redis-cli makes its hints. */
final class SyntaxDocs {

    /** The types that are shown as a word. */
    private static final Set<Type> NAMED = EnumSet.of(Type.STRING, Type.INTEGER);

    private static final Set<String> TIMES = Set.of("ms", "unix-ms");

    private SyntaxDocs() {}

    static List<Reply> arguments(List<Part> parts) {
        return parts.stream().map(SyntaxDocs::argument).toList();
    }

    private static Reply argument(Part part) {
        List<Reply> pairs = new ArrayList<>();
        add(pairs, "name", Reply.text(name(part)));
        add(pairs, "type", Reply.text(part.type().redisName()));
        if (NAMED.contains(part.type())) {
            add(pairs, "display_text", Reply.text(part.word()));
        }
        if (part.token() != null) {
            add(pairs, "token", Reply.text(part.token()));
        }
        if (part.optional()) {
            add(pairs, "flags", Reply.array(flags(part)));
        }
        if (!part.parts().isEmpty()) {
            add(pairs, "arguments", Reply.array(arguments(part.parts())));
        }
        return new Reply.Pairs(pairs);
    }

    /** The name with the unit of a time, because redis-cli 7.0 shows the name and not the text for display. */
    private static String name(Part part) {
        boolean isTime = part.token() != null && TIMES.contains(part.word());
        return isTime ? part.name() + "-" + part.word() : part.name();
    }

    private static void add(List<Reply> pairs, String key, Reply value) {
        pairs.add(Reply.text(key));
        pairs.add(value);
    }

    private static List<Reply> flags(Part part) {
        Reply optional = new Reply.Simple("optional");
        return part.multiple() ? List.of(optional, new Reply.Simple("multiple")) : List.of(optional);
    }
}
