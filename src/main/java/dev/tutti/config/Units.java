package dev.tutti.config;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes whole numbers with a unit: durations such as {@code 60s}, sizes such as {@code 1MiB}, and counts
 * such as {@code 2 items}.
 */
public final class Units {

    /** The longest duration that may be configured: 365 days. */
    static final long LONGEST_MILLIS = 31_536_000_000L;

    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,15})([A-Za-z]+)");
    private static final Map<String, Long> DURATIONS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> SIZES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Units() {}

    static OptionalLong millis(String text) {
        return quantity(text, DURATIONS);
    }

    /** Writes a duration in the largest unit that divides it. */
    static String duration(long millis) {
        for (String unit : new String[] {"h", "m", "s"}) {
            long factor = DURATIONS.get(unit);
            if (millis >= factor && millis % factor == 0) {
                return millis / factor + unit;
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    /** Reads a count without a unit. */
    static OptionalLong count(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    static OptionalLong bytes(String text) {
        return quantity(text, SIZES);
    }

    /** Writes a size in the largest unit that divides it. */
    static String size(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long factor = SIZES.get(unit);
            if (bytes >= factor && bytes % factor == 0) {
                return bytes / factor + unit;
            }
        }
        return bytes + "B";
    }

    /**
     * Writes a count for a message: {@code 1 item}, {@code 2 items}.
     *
     * @param one the singular noun, whose plural ends in s
     */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    private static OptionalLong quantity(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        long factor = units.get(matcher.group(2));
        return number > Long.MAX_VALUE / factor ? OptionalLong.empty() : OptionalLong.of(number * factor);
    }
}
