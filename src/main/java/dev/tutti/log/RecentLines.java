package dev.tutti.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The last lines of one kind of event, for people who do not see the log. Thread-safe. */
final class RecentLines {

    private static final int MOST = 5;

    private record Line(String text, long nanos) {}

    private final LongSupplier nanos;
    private final Deque<Line> lines = new ArrayDeque<>(MOST);

    RecentLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void add(String text) {
        if (lines.size() == MOST) {
            lines.removeLast();
        }
        lines.addFirst(new Line(text, nanos.getAsLong()));
    }

    /** The newest first. */
    synchronized List<RecentLine> list() {
        long now = nanos.getAsLong();
        return lines.stream()
                .map(line -> new RecentLine(line.text(), TimeUnit.NANOSECONDS.toMillis(now - line.nanos())))
                .toList();
    }
}
