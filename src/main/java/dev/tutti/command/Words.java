package dev.tutti.command;

import dev.tutti.config.Names;
import dev.tutti.resp.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The words of one request behind its name, read one after another. Whatever is not as it should be throws a {@link
 * Refusal} that says what was expected. Reused; bound to the event loop of its table.
 */
public final class Words {

    private static final long MAX_MILLIS = 31_536_000_000L;

    private final NameCache queueNames = new NameCache();
    private final NameCache names = new NameCache();
    private final List<String> options = new ArrayList<>();
    private Arguments request;
    private int next;

    void begin(Arguments words, int from) {
        request = words;
        next = from;
        options.clear();
    }

    boolean hasMore() {
        return next < request.count();
    }

    int left() {
        return request.count() - next;
    }

    /** Any bytes. */
    byte[] item() {
        return request.bytes(take());
    }

    /** A word for a person. */
    String text() {
        return request.text(take());
    }

    String queue() {
        return name(queueNames, Names::queueProblem, "queue name");
    }

    /** The name of an event, a lock or one of their kin. */
    String name() {
        return name(names, Names::nameProblem, "name");
    }

    private String name(NameCache cache, Function<String, Optional<String>> problem, String what) {
        int index = take();
        String known = cache.find(request, index);
        if (known != null) {
            return known;
        }
        String name = request.text(index);
        String wrong = request.isUtf8(index) ? problem.apply(name).orElse(null) : "is not UTF-8";
        if (wrong != null) {
            throw Refusal.malformed(what + " '" + name + "' " + wrong);
        }
        cache.add(request, index, name);
        return name;
    }

    long id() {
        return integer("id", 1, Long.MAX_VALUE);
    }

    long priority() {
        return integer("PRIORITY", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A fencing token. */
    long token() {
        return integer("token", 1, Long.MAX_VALUE);
    }

    long millis(String what) {
        return integer(what, 0, MAX_MILLIS);
    }

    /** The milliseconds behind TIMEOUT, which is all that may follow; {@link Command#NO_TIMEOUT} if nothing does. */
    long onlyTimeout() {
        long timeout = option("TIMEOUT") ? millis("TIMEOUT") : Command.NO_TIMEOUT;
        if (hasMore()) {
            throw unknownOption("TIMEOUT");
        }
        return timeout;
    }

    int count(String what, int least) {
        return (int) integer(what, least, Integer.MAX_VALUE);
    }

    long integer(String what, long least, long most) {
        int index = take();
        if (request.isInteger(index)) {
            long value = request.integer(index);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw Refusal.malformed(
                what + ": '" + request.text(index) + "' is not an integer from " + least + " to " + most);
    }

    /** Whether the next word is this option; if so, goes past it. An option may come once. */
    boolean option(String name) {
        if (!hasMore() || !request.is(next, name)) {
            return false;
        }
        if (options.contains(name)) {
            throw twice(name);
        }
        options.add(name);
        next++;
        return true;
    }

    private static Refusal twice(String option) {
        return Refusal.malformed("syntax error, " + option + " is given twice");
    }

    /** What to throw if the next word is no option that may come here. */
    Refusal unknownOption(String expected) {
        for (String option : options) {
            if (request.is(next, option)) {
                return twice(option);
            }
        }
        return Refusal.malformed("syntax error at '" + request.text(next) + "', expected " + expected);
    }

    private int take() {
        if (!hasMore()) {
            String last = options.isEmpty() ? "" : " after " + options.get(options.size() - 1);
            throw Refusal.malformed("syntax error, the request ends" + last + " where a word was expected");
        }
        return next++;
    }
}
