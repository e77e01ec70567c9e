package dev.tutti.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The times of a cron expression in a time zone. The library knows the calendar. It is only asked about local times, so
 * the changes between standard time and daylight saving time are treated here, as Vixie cron treats them:
 *
 * <ul>
 *   <li>An expression with fixed times is due once for each of its local times. A time that is skipped is due at the
 *       end of the gap. A time that comes twice is due the first time.
 *   <li>An expression whose minutes or hours begin with {@code *} is due whenever the clock on the wall shows one of
 *       its times: not in the gap, and twice where an hour comes twice.
 * </ul>
 */
final class CronTimes implements Times {

    private final LocalTimes local;
    private final ZoneRules zone;
    private final boolean hasWildTime;

    /**
     * @throws IllegalArgumentException if the expression is wrong
     * @throws java.time.DateTimeException if there is no such zone
     */
    CronTimes(String expression, String zone) {
        CronFields fields = new CronFields(expression);
        this.local = LocalTimes.of(fields);
        this.zone = ZoneId.of(zone).getRules();
        this.hasWildTime = fields.hasWildTime();
    }

    /** The library's reason for refusing an expression. */
    static String reason(IllegalArgumentException refusal) {
        String prefix = "Failed to parse cron expression. ";
        String message = String.valueOf(refusal.getMessage());
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    @Override
    public long first(long now) {
        return hasWildTime ? firstShown(now) : firstFixed(now);
    }

    @Override
    public long next(long planned, long now) {
        return first(Math.max(planned, now));
    }

    private long firstFixed(long after) {
        Instant instant = Instant.ofEpochMilli(after);
        LocalDateTime shown = LocalDateTime.ofInstant(instant, zone.getOffset(instant));
        for (LocalDateTime next = local.after(shown); next != null; next = local.after(next)) {
            long time = once(next);
            if (time > after) {
                return time;
            }
        }
        return Timing.NEVER;
    }

    /** The one time at which this local time is due. */
    private long once(LocalDateTime shown) {
        ZoneOffsetTransition change = zone.getTransition(shown);
        Instant time = change != null && change.isGap()
                ? change.getInstant()
                : shown.toInstant(zone.getValidOffsets(shown).get(0));
        return time.toEpochMilli();
    }

    private long firstShown(long after) {
        Instant from = Instant.ofEpochMilli(after);
        ZoneOffset offset = zone.getOffset(from);
        LocalDateTime shown = LocalDateTime.ofInstant(from, offset);
        while (true) {
            LocalDateTime next = local.after(shown);
            if (next == null) {
                return Timing.NEVER;
            }
            ZoneOffsetTransition change = zone.nextTransition(from);
            Instant time = next.toInstant(offset);
            if (change == null || time.isBefore(change.getInstant())) {
                return time.toEpochMilli();
            }
            from = change.getInstant();
            offset = change.getOffsetAfter();
            shown = change.getDateTimeAfter().minusNanos(1);
        }
    }
}
