package dev.tutti.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * The fields of a cron expression, or its nickname as the only one. The library parses them. What it treats in another
 * way than Vixie cron is treated here.
 */
final class CronFields {

    private static final String HOURLY = "@hourly";
    private static final int DAY_OF_MONTH = 2;
    private static final int DAY_OF_WEEK = 4;
    private static final int ALL = 5;

    private final List<String> fields = new ArrayList<>();

    CronFields(String expression) {
        StringTokenizer words = new StringTokenizer(expression);
        while (words.hasMoreTokens()) {
            fields.add(words.nextToken().toLowerCase(Locale.ROOT));
        }
    }

    /** Whether the minutes or the hours begin with {@code *}. Those of the nickname for every hour do. */
    boolean hasWildTime() {
        return isWild(0) || isWild(1) || fields.equals(List.of(HOURLY));
    }

    /**
     * Whether a day must match both the day of the month and the day of the week. That is so if one of these fields
     * begins with a star, also with a step behind it. Otherwise one match is enough.
     */
    boolean mustMatchBothDays() {
        return isWild(DAY_OF_MONTH) || isWild(DAY_OF_WEEK);
    }

    private boolean isWild(int field) {
        return field < fields.size() && fields.get(field).startsWith("*");
    }

    /** The expression for the library, to which {@code sun} is 7 even at the beginning of a range. */
    String forLibrary() {
        if (fields.size() != ALL) {
            return String.join(" ", fields);
        }
        List<String> translated = new ArrayList<>(fields);
        translated.set(DAY_OF_WEEK, weekdays(fields.get(DAY_OF_WEEK)));
        return String.join(" ", translated);
    }

    private static String weekdays(String field) {
        StringBuilder translated = new StringBuilder();
        StringTokenizer parts = new StringTokenizer(field, ",-/", true);
        String before = "";
        String start = "";
        while (parts.hasMoreTokens()) {
            String part = parts.nextToken();
            if (part.equals("sun")) {
                part = before.equals("-") && !start.equals("0") ? "7" : "0";
            }
            translated.append(part);
            start = part.equals("-") ? before : start;
            before = part;
        }
        return translated.toString();
    }
}
