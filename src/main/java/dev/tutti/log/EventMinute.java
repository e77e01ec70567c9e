package dev.tutti.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The events of one kind in one minute, which begins with the first of them. Thread-safe. */
final class EventMinute {

    static final long NANOS = TimeUnit.MINUTES.toNanos(1);
    /** The most lines in the minute. */
    static final int MOST_LINES = 10;
    /** The number of subjects whose events are counted one by one. */
    private static final int MOST_SUBJECTS = 20;
    /** The subjects that the last line names. */
    private static final int MOST_NAMED = 10;

    private static final class Count {
        private int lines;
        private long leftOut;
    }

    private final int linesOfOne;
    private final Map<String, Count> bySubject = new LinkedHashMap<>();
    private final Count others = new Count();
    private boolean begun;
    private long beganAt;
    private int lines;

    /** @param linesOfOne the most lines about one subject */
    EventMinute(int linesOfOne) {
        this.linesOfOne = linesOfOne;
    }

    /**
     * Counts an event. Returns whether it has a line of its own.
     *
     * @param quiet whether it has none in any case
     */
    synchronized boolean add(String subject, boolean quiet, long now) {
        if (!begun) {
            begun = true;
            beganAt = now;
        }
        Count count = bySubject.get(subject);
        if (count == null) {
            count = bySubject.size() < MOST_SUBJECTS ? new Count() : others;
            if (count != others) {
                bySubject.put(subject, count);
            }
        }
        boolean told = !quiet && lines < MOST_LINES && count.lines < linesOfOne;
        if (told) {
            lines++;
            count.lines++;
        } else {
            count.leftOut++;
        }
        return told;
    }

    /** Ends the minute if it is over. Returns the line about the events that had none, or null. */
    synchronized LogLine end(long now) {
        return begun && now - beganAt >= NANOS ? end() : null;
    }

    /** Ends the minute before its time. Returns the line about the events that had none, or null. */
    synchronized LogLine end() {
        long leftOut = others.leftOut
                + bySubject.values().stream().mapToLong(count -> count.leftOut).sum();
        LogLine last = leftOut == 0 ? null : new LogLine(text(leftOut)).with("more", leftOut);
        begun = false;
        lines = 0;
        bySubject.clear();
        others.lines = 0;
        others.leftOut = 0;
        return last;
    }

    /** The subjects with most events, and then the number of all others. */
    private String text(long leftOut) {
        Map<String, Long> named = new LinkedHashMap<>();
        bySubject.entrySet().stream()
                .filter(entry -> entry.getValue().leftOut > 0 && !entry.getKey().isEmpty())
                .sorted((one, other) -> Long.compare(other.getValue().leftOut, one.getValue().leftOut))
                .limit(MOST_NAMED)
                .forEach(entry -> named.put(entry.getKey(), entry.getValue().leftOut));
        String subjects = named.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + entry.getKey())
                .collect(Collectors.joining(", "));
        long unnamed =
                leftOut - named.values().stream().mapToLong(Long::longValue).sum();
        String rest = named.isEmpty() || unnamed == 0 ? "" : ", " + unnamed + " of others";
        return leftOut + " more within a minute" + (named.isEmpty() ? "" : ": " + subjects + rest);
    }
}
