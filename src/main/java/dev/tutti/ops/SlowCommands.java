package dev.tutti.ops;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The last commands that took an event loop longer than {@code server.slowCommand}. The time during which a command
 * waits does not count. Those that kept a loop from everything else for long are in the log, too. Thread-safe.
 */
public final class SlowCommands {

    private static final int MOST = 100;
    /** The nanoseconds in one piece beyond which the log tells of a command. */
    private static final long BLOCKED = TimeUnit.MILLISECONDS.toNanos(50);

    private record Entry(long time, SlowCommand command) {}

    private volatile long slowNanos;
    private final Clock clock;
    private final EventLog events;
    /** The newest first. */
    private final ArrayDeque<Entry> last = new ArrayDeque<>();

    private long count;

    /** @param slowMillis 0 keeps no command */
    public SlowCommands(long slowMillis, Clock clock, EventLog events) {
        this.clock = clock;
        this.events = events;
        change(slowMillis);
    }

    /**
     * Sets another time. Those who ask for {@link #leastNanos} have to ask again.
     *
     * @param slowMillis 0 keeps no command
     */
    public void change(long slowMillis) {
        slowNanos = slowMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(slowMillis);
    }

    /** The least nanoseconds in one piece of which {@link #add} makes something. */
    public long leastNanos() {
        return Math.min(slowNanos, BLOCKED);
    }

    /** Takes a command that took this time in one piece. Returns whether it is kept. */
    public boolean add(SlowCommand command) {
        if (command.nanos() >= BLOCKED) {
            events.add(
                    EventKind.BLOCKED_LOOP,
                    command.command(),
                    () -> new LogLine("an event loop was blocked for " + TimeUnit.NANOSECONDS.toMillis(command.nanos())
                                    + " ms by " + command)
                            .with("millis", TimeUnit.NANOSECONDS.toMillis(command.nanos()))
                            .with("command", command.command())
                            .with("connection", command.caller()));
        }
        return addInPieces(command);
    }

    /** Takes a command that took this time in pieces, between which others were served. Returns whether it is kept. */
    public boolean addInPieces(SlowCommand command) {
        if (command.nanos() < slowNanos) {
            return false;
        }
        long now = clock.millis();
        synchronized (last) {
            count++;
            if (last.size() == MOST) {
                last.removeLast();
            }
            last.addFirst(new Entry(now, command));
        }
        return true;
    }

    /** The lines of INFO. */
    Map<String, Object> lines() {
        Map<String, Object> lines = new LinkedHashMap<>();
        synchronized (last) {
            lines.put("total_slow_commands", count);
            int number = 1;
            for (Entry entry : last) {
                lines.put(
                        "slow" + number++,
                        "time=" + entry.time() + "," + entry.command().fields());
            }
        }
        return lines;
    }
}
