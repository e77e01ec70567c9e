package dev.tutti.config;

import dev.tutti.log.ShownName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules for the names of queues, events, locks and so on, and the hash that assigns a name to its owner. */
public final class Names {

    /** The suffix of a dead-letter queue: the failed items of queue {@code q} are kept in {@code q.dead}. */
    public static final String DEAD = ".dead";

    /** A firing of schedule {@code s} puts an item with the KEY {@code schedule:s}. */
    public static final String SCHEDULE_KEY = "schedule:";

    /** The most bytes of a KEY. */
    public static final int LONGEST_KEY = 200;

    private static final int LONGEST = 200;
    private static final Set<String> OPTIONS = options();

    private Names() {}

    /**
     * Checks a name. Returns the problem as words to follow the name, such as "contains white space", or empty if the
     * name is valid.
     */
    public static Optional<String> nameProblem(String name) {
        return problem(name, LONGEST);
    }

    /**
     * Checks a queue's name like {@link #nameProblem}. Unless the name ends with {@link #DEAD}, it must leave room for
     * that suffix.
     */
    public static Optional<String> queueProblem(String name) {
        return problem(name, name.endsWith(DEAD) ? LONGEST : LONGEST - DEAD.length());
    }

    /**
     * Checks a schedule's name like {@link #nameProblem}. It must leave room for {@link #SCHEDULE_KEY} before it, so
     * that a client can name the key.
     */
    public static Optional<String> scheduleProblem(String name) {
        return problem(name, LONGEST_KEY - SCHEDULE_KEY.length());
    }

    /**
     * The index of the owner of this name, from 0 to {@code owners - 1}. The answer is the same after a restart with as
     * many owners.
     */
    public static int owner(String name, int owners) {
        if (owners == 1) {
            return 0;
        }
        int hash = name.hashCode();
        return Math.floorMod(hash ^ hash >>> 16, owners);
    }

    /** The name of the queue that keeps the failed items of a queue. A dead-letter queue keeps its own. */
    public static String deadLetter(String queue) {
        return isDeadLetter(queue) ? queue : queue + DEAD;
    }

    /** The name of the queue whose failed items a dead-letter queue keeps. */
    public static String ofDeadLetter(String deadLetters) {
        return deadLetters.substring(0, deadLetters.length() - DEAD.length());
    }

    /** Whether a queue of this name keeps the failed items of another. */
    public static boolean isDeadLetter(String queue) {
        return queue.endsWith(DEAD);
    }

    /**
     * As {@link #owner}, of a queue. A dead-letter queue has the owner of the queue whose failures it keeps.
     */
    public static int queueOwner(String queue, int owners) {
        int end = queue.endsWith(DEAD) ? queue.length() - DEAD.length() : queue.length();
        return owners == 1 ? 0 : owner(queue.substring(0, end), owners);
    }

    private static Optional<String> problem(String name, int longest) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (c <= ' ' || c >= 0x7F) {
                Optional<String> problem = problem(c);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        if (bytes > longest) {
            return Optional.of("is longer than " + longest + " bytes");
        }
        return OPTIONS.contains(name) ? Optional.of("is the name of an option") : Optional.empty();
    }

    private static Optional<String> problem(int c) {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85) {
            return Optional.of("contains white space");
        }
        if (Character.isISOControl(c)) {
            return Optional.of("contains a control character");
        }
        if (ShownName.isInvisible(c)) {
            return Optional.of("contains an invisible character");
        }
        boolean halfPair = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return halfPair ? Optional.of("is not UTF-8") : Optional.empty();
    }

    /** The options that GATHER accepts before its queues, which therefore cannot be names. Case is ignored. */
    private static Set<String> options() {
        Set<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        options.addAll(
                Set.of("TIMEOUT", "LIMIT", "RETURN_EXCEPTIONS", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"));
        return options;
    }
}
