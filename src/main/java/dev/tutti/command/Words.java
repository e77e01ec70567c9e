package dev.tutti.command;

import dev.tutti.config.Glob;
import dev.tutti.config.Names;
import dev.tutti.resp.Arguments;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the words of a request behind its name, one after another. Each method throws a {@link Refusal} with the
 * expected syntax if its word is missing or invalid. One object is used for all requests of a {@link CommandTable} that
 * are decoded at once, on the same thread.
 */
public final class Words {

    static final long MAX_MILLIS = 31_536_000_000L;

    /** The most words of a list of names, ids or patterns. */
    static final int MOST_LISTED = 1_000;

    /** The most characters of a word in a message. */
    private static final int MOST_ECHOED = 256;

    /** Ten years. */
    private static final long MAX_DELAY = 10 * MAX_MILLIS;

    private final NameCache queueNames;
    private final NameCache names;
    private final List<String> options = new ArrayList<>();
    private final Clock clock;
    private Arguments request;
    private CommandSpec spec;
    private int next;

    /** @param clock for times of day */
    Words(Clock clock) {
        this.clock = clock;
        this.queueNames = new NameCache();
        this.names = new NameCache();
    }

    /** Reads another request meanwhile, with the same caches. */
    Words(Words other) {
        this.clock = other.clock;
        this.queueNames = other.queueNames;
        this.names = other.names;
    }

    void begin(Arguments words, CommandSpec command) {
        request = words;
        spec = command;
        next = command.nameWords();
        options.clear();
    }

    boolean hasMore() {
        return next < request.count();
    }

    int left() {
        return request.count() - next;
    }

    /**
     * Refuses a request in which more words are left than a list may have. All of them are read in one turn.
     *
     * @param what the words of the list, in the plural
     */
    void checkList(String what) {
        if (left() > MOST_LISTED) {
            throw Refusal.malformed(spec.fullName() + " takes at most " + MOST_LISTED + " " + what);
        }
    }

    /** The next word as bytes, which may be any. */
    byte[] item() {
        return request.bytes(take());
    }

    /** The next word as text. Invalid UTF-8 becomes U+FFFD. */
    String text() {
        return request.text(take());
    }

    /** The next word as a pattern of at most {@link Glob#LONGEST} bytes, in lower case. */
    Glob glob() {
        int index = take();
        int length = request.length(index);
        if (length > Glob.LONGEST) {
            throw Refusal.malformed("a pattern has " + length + " bytes, at most " + Glob.LONGEST + " are allowed");
        }
        return new Glob(request.text(index).toLowerCase(Locale.ROOT));
    }

    String queue() {
        return name(queueNames, Names::queueProblem, "queue name");
    }

    /** The next word as the name of an event, lock, semaphore, condition or barrier. */
    String name() {
        return name(names, Names::nameProblem, "name");
    }

    /** The next word as the name of a new schedule. */
    String schedule() {
        return checked(take(), Names::scheduleProblem, "schedule name");
    }

    /**
     * Reads a count and so many names, {@link #MOST_LISTED} at most.
     *
     * @param what a name
     * @param read reads the next name
     * @throws Refusal ERR with both numbers if there are fewer names
     */
    List<String> counted(String what, Supplier<String> read) {
        int count = (int) integer("n", 1, MOST_LISTED);
        int given = 0;
        while (given < count && given < left() && !isOption(next + given)) {
            given++;
        }
        if (left() < count || given < count && !isName(next + given, next + count)) {
            throw Refusal.malformed("expected " + count + " " + what + (count == 1 ? "" : "s") + ", since n is " + count
                    + ", but got " + given);
        }
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(read.get());
        }
        return names;
    }

    /** Whether a word that looks like an option may be a name, since nothing or an option follows the names. */
    private boolean isName(int index, int afterNames) {
        boolean isComplete = afterNames == request.count() || isOption(afterNames);
        return isComplete && Names.nameProblem(request.text(index)).isEmpty();
    }

    /** Whether this word is one of the command's options. */
    private boolean isOption(int index) {
        for (String option : spec.syntax().options()) {
            if (request.is(index, option)) {
                return true;
            }
        }
        return false;
    }

    private String name(NameCache cache, Function<String, Optional<String>> problem, String what) {
        int index = take();
        String known = cache.find(request, index);
        if (known != null) {
            return known;
        }
        String name = checked(index, problem, what);
        cache.add(request, index, name);
        return name;
    }

    private String checked(int index, Function<String, Optional<String>> problem, String what) {
        String name = request.text(index);
        String wrong = request.isUtf8(index) ? problem.apply(name).orElse(null) : "is not UTF-8";
        if (wrong != null) {
            throw Refusal.malformed(what + " '" + echo(index) + "' " + wrong);
        }
        return name;
    }

    long id() {
        return integer("id", 1, Long.MAX_VALUE);
    }

    long priority() {
        return integer("PRIORITY", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The next word as a fencing token. */
    long token() {
        return integer("token", 1, Long.MAX_VALUE);
    }

    long millis(String what) {
        return integer(what, 0, MAX_MILLIS);
    }

    /** The next word as a delay in milliseconds, of ten years at most. */
    long delay(String what) {
        return integer(what, 0, MAX_DELAY);
    }

    /**
     * The next word as a time in milliseconds since 1970, of which the milliseconds until then are returned; 0 for the
     * past.
     */
    long until(String what) {
        long now = clock.millis();
        return Math.max(0, integer(what, 0, now + MAX_DELAY) - now);
    }

    /** The milliseconds since 1970. */
    long now() {
        return clock.millis();
    }

    /** The next word, of any bytes, each as a character. */
    String shortText(String what, int most) {
        byte[] bytes = item();
        if (bytes.length == 0 || bytes.length > most) {
            throw Refusal.malformed(what + ": it has " + bytes.length + " bytes, and 1 to " + most + " are allowed");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads the end of a command that accepts only TIMEOUT: its milliseconds, or {@link Command#NO_TIMEOUT} if the
     * command has ended.
     */
    long onlyTimeout() {
        long timeout = option("TIMEOUT") ? millis("TIMEOUT") : Command.NO_TIMEOUT;
        if (hasMore()) {
            throw unknownOption();
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
        throw Refusal.malformed(what + ": '" + echo(index) + "' is not an integer from " + least + " to " + most);
    }

    boolean yesOrNo(String what) {
        int index = take();
        boolean yes = request.is(index, "YES");
        if (!yes && !request.is(index, "NO")) {
            throw Refusal.malformed(what + ": '" + echo(index) + "' is not yes or no");
        }
        return yes;
    }

    /**
     * True if the next word is this option, which is then consumed.
     *
     * @throws Refusal ERR if the option was given before, or one that it excludes
     */
    boolean option(String name) {
        if (!hasMore() || !request.is(next, name)) {
            return false;
        }
        if (!options.isEmpty()) {
            checkAgainstOthers(name);
        }
        options.add(name);
        next++;
        return true;
    }

    private void checkAgainstOthers(String option) {
        if (options.contains(option)) {
            throw twice(option);
        }
        List<String> alternatives = spec.syntax().alternatives(option);
        for (String other : alternatives) {
            if (options.contains(other)) {
                boolean isFirst = alternatives.indexOf(other) < alternatives.indexOf(option);
                throw excluding(isFirst ? other : option, isFirst ? option : other);
            }
        }
    }

    /** The refusal of options that must not come together, for the caller to throw. */
    static Refusal excluding(String one, String other) {
        return Refusal.malformed("syntax error, " + one + " and " + other + " exclude each other");
    }

    /** The length of the next word in bytes. */
    int nextLength() {
        return request.length(next);
    }

    void skip() {
        next++;
    }

    /** True if the next word is this one, which is not consumed. */
    boolean isNext(String word) {
        return hasMore() && request.is(next, word);
    }

    /** The beginning of a word, for a message. */
    private String echo(int index) {
        String word = request.text(index);
        return word.length() <= MOST_ECHOED ? word : word.substring(0, MOST_ECHOED) + "...";
    }

    private static Refusal twice(String option) {
        return Refusal.malformed("syntax error, " + option + " is given twice");
    }

    /**
     * The refusal of the next word, for the caller to throw: the word is none of the command's options, or was given
     * before.
     */
    Refusal unknownOption() {
        for (String option : options) {
            if (request.is(next, option)) {
                return twice(option);
            }
        }
        return unexpected(oneOf(spec.syntax().options()));
    }

    /** The refusal of the next word, for the caller to throw. */
    Refusal unexpected(String expected) {
        return Refusal.malformed("syntax error at '" + echo(next) + "', expected " + expected);
    }

    /** A list such as {@code a, b or c}; "nothing more" if it is empty. */
    static String oneOf(List<String> words) {
        if (words.size() < 2) {
            return words.isEmpty() ? "nothing more" : words.get(0);
        }
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private int take() {
        if (!hasMore()) {
            String last = options.isEmpty() ? "" : " after " + options.get(options.size() - 1);
            throw Refusal.malformed("syntax error, the request ends" + last + " where a word was expected");
        }
        return next++;
    }
}
