package dev.tutti.config;

import dev.tutti.config.QueueConfig.Kind;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The settings of a queue. Each is an option of QUEUE CREATE and a key of the configuration. Its value is a number: a
 * count, milliseconds, 1 and 0 for yes and no, or the position of a word.
 */
public enum QueueSetting {
    KIND("kind", Unit.KIND, 0, Kind.values().length - 1, 0),
    MAXSIZE("maxSize", Unit.COUNT, 0, Integer.MAX_VALUE, 100_000),
    LEASE("lease", Unit.MILLIS, 0, Units.LONGEST_MILLIS, 0),
    ATTEMPTS("attempts", Unit.COUNT, 0, Integer.MAX_VALUE, 0),
    DETACHED("detached", Unit.FLAG, 0, 1, 0),
    BACKOFF("backoff", Unit.MILLIS, 0, Units.LONGEST_MILLIS, 0),
    MAXBACKOFF("maxBackoff", Unit.MILLIS, 0, Units.LONGEST_MILLIS, 3_600_000),
    CONCURRENCY("concurrency", Unit.COUNT, 0, Integer.MAX_VALUE, 0),
    /** The number of deliveries in a window of {@link #PER} milliseconds. */
    RATE("rate", Unit.RATE, 0, 100_000, 0),
    /** Follows RATE, and is no option or key of its own. */
    PER(null, Unit.MILLIS, 0, Units.LONGEST_MILLIS, 0),
    EXPIRES("expires", Unit.MILLIS, 0, Units.LONGEST_MILLIS, 0),
    DEADSIZE("deadSize", Unit.COUNT, 0, Integer.MAX_VALUE, 0),
    DEADAGE("deadAge", Unit.MILLIS, 0, Units.LONGEST_MILLIS, 0),
    GROUPLIMIT("groupLimit", Unit.COUNT, 0, Integer.MAX_VALUE, 0);

    /** How the value of a setting is written. */
    public enum Unit {
        KIND,
        COUNT,
        MILLIS,
        FLAG,
        /** A count, and the milliseconds of the window as {@link QueueSetting#PER}. */
        RATE
    }

    private final String key;
    private final Unit unit;
    private final long least;
    private final long most;
    private final long absent;

    QueueSetting(String key, Unit unit, long least, long most, long absent) {
        this.key = key;
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.absent = absent;
    }

    /** The key in the configuration; null if it has none. */
    String key() {
        return key;
    }

    public Unit unit() {
        return unit;
    }

    public long least() {
        return least;
    }

    public long most() {
        return most;
    }

    /** The value where none is given. */
    public long absent() {
        return absent;
    }

    /** The position of the kind that this word names, in upper or lower case; empty if there is none. */
    public static OptionalLong kind(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(word.toUpperCase(Locale.ROOT))) {
                return OptionalLong.of(kind.ordinal());
            }
        }
        return OptionalLong.empty();
    }
}
