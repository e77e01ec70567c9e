package dev.tutti.log;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Logs events that may happen very often, so that nobody can fill the log with them. Of each {@link EventKind} there
 * are at most ten lines a minute, and fewer about one subject, such as a queue or the address of a client. Events
 * without a line are counted, and one line tells their number when the minute is over. Thread-safe.
 */
public final class EventLog {

    /** The milliseconds between two calls of {@link #tell}. */
    public static final long TELL_MILLIS = 10_000;

    /** So many exceptions of different kinds or places are known to have been logged with their stack traces. */
    private static final int MOST_TRACES = 1000;

    private final LongSupplier nanos;
    private final Map<EventKind, EventMinute> minutes = new EnumMap<>(EventKind.class);
    private final Map<EventKind, LongAdder> counts = new EnumMap<>(EventKind.class);
    private final Map<EventKind, RecentLines> recent = new EnumMap<>(EventKind.class);
    private final Set<String> traced = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_TRACES;
        }
    });

    public EventLog() {
        this(System::nanoTime);
    }

    /** @param nanos a monotonic clock in nanoseconds */
    public EventLog(LongSupplier nanos) {
        this.nanos = nanos;
        for (EventKind kind : EventKind.values()) {
            minutes.put(kind, new EventMinute(kind.linesOfOne()));
            counts.put(kind, new LongAdder());
            recent.put(kind, new RecentLines(nanos));
        }
    }

    /**
     * Logs an event, or counts it.
     *
     * @param subject the thing that it is about, as a text that may stand in the log; empty for none
     * @param line made only if it is logged
     */
    public void add(EventKind kind, String subject, Supplier<LogLine> line) {
        if (counts(kind, subject, false)) {
            write(kind, line.get());
        }
    }

    /**
     * Logs an exception with its stack trace, if it is the first one that has this class and comes from this place.
     * Others are counted.
     *
     * @param subject of which the exception is: one of another subject is another exception
     */
    public void add(EventKind kind, String subject, Throwable thrown, Supplier<LogLine> line) {
        String place = subject + " with " + place(thrown);
        if (counts(kind, place, isTraced(kind + place))) {
            write(kind, line.get().because(thrown));
            trace(kind + place);
        }
    }

    private void write(EventKind kind, LogLine line) {
        recent.get(kind).add(ShownName.readable(line.text()));
        line.write(kind);
    }

    private synchronized boolean isTraced(String place) {
        return traced.contains(place);
    }

    private synchronized void trace(String place) {
        traced.add(place);
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private boolean counts(EventKind kind, String subject, boolean quiet) {
        counts.get(kind).increment();
        if (!kind.logger().isEnabledForLevel(kind.level())) {
            return false;
        }
        EventMinute minute = minutes.get(kind);
        long now = nanos.getAsLong();
        tell(kind, minute.end(now));
        return minute.add(subject, quiet, now);
    }

    /** The events of this kind so far, those without a line included. */
    public long count(EventKind kind) {
        return counts.get(kind).sum();
    }

    /** The last lines of this kind that were logged, the newest first. */
    public List<RecentLine> recent(EventKind kind) {
        return recent.get(kind).list();
    }

    private static void tell(EventKind kind, LogLine last) {
        if (last != null) {
            last.write(kind);
        }
    }

    /** Logs how many events have had no line, of each kind whose minute is over. To be called from time to time. */
    public void tell() {
        long now = nanos.getAsLong();
        minutes.forEach((kind, minute) -> tell(kind, minute.end(now)));
    }

    /** The same for all kinds. To be called at the end. */
    public void close() {
        minutes.forEach((kind, minute) -> tell(kind, minute.end()));
    }
}
