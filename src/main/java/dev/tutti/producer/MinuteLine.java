package dev.tutti.producer;

import dev.tutti.waiting.Timers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * The facts about some names that the next line of a log tells, where there is one line a minute at most. Owned by the
 * event loop of the queues.
 *
 * @param <V> what is told of a name
 */
final class MinuteLine<V> {

    static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_NAMED = 10;

    private final Timers timers;
    private final Map<String, V> named = new TreeMap<>();
    private long earliest;

    MinuteLine(Timers timers) {
        this.timers = timers;
        this.earliest = timers.now();
    }

    /** Tells this of the name, merged with what is to be told already. Returns false if ten others are named. */
    boolean add(String name, V value, BinaryOperator<V> merge) {
        boolean hasRoom = named.size() < MOST_NAMED || named.containsKey(name);
        if (hasRoom) {
            named.merge(name, value, merge);
        }
        return hasRoom;
    }

    /** The milliseconds until a minute has passed since the last line; 0 if it has. */
    long dueIn() {
        return Math.max(0, earliest - timers.now());
    }

    /** Ends the line. Returns it, with a phrase for each name, in the order of the names. */
    String take(BiFunction<String, V, String> phrase) {
        earliest = timers.now() + MINUTE_MILLIS;
        String line = named.entrySet().stream()
                .map(entry -> phrase.apply(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        named.clear();
        return line;
    }
}
