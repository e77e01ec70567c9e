package dev.tutti.schedule;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The local times of a cron expression, as the library has them. To parse an expression and to find its next time take
 * about 0.1 ms each, so the expressions that were used last are kept, each with its last answer. Safe for use from any
 * thread.
 */
final class LocalTimes {

    /** The first time after a minute, or null if there is none. */
    private record Answer(LocalDateTime minute, LocalDateTime next) {}

    private static final int MOST = 128;
    private static final CronParser EITHER_DAY = new CronParser(definition().instance());
    private static final CronParser BOTH_DAYS =
            new CronParser(definition().matchDayOfWeekAndDayOfMonth().instance());
    /** By the expression for the library. Guarded by itself. */
    private static final Map<String, LocalTimes> LATEST = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LocalTimes> eldest) {
            return size() > MOST;
        }
    };

    private final ExecutionTime times;
    private volatile Answer last = new Answer(null, null);

    private LocalTimes(ExecutionTime times) {
        this.times = times;
    }

    /** @throws IllegalArgumentException if the expression is wrong */
    static LocalTimes of(CronFields fields) {
        CronParser parser = fields.mustMatchBothDays() ? BOTH_DAYS : EITHER_DAY;
        synchronized (LATEST) {
            return LATEST.computeIfAbsent(
                    fields.forLibrary(), text -> new LocalTimes(ExecutionTime.forCron(parser.parse(text))));
        }
    }

    /** The definition of Unix in the library, and the nicknames. */
    private static CronDefinitionBuilder definition() {
        return CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withValidRange(0, 59)
                .withStrictRange()
                .and()
                .withHours()
                .withValidRange(0, 23)
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .withStrictRange()
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .withStrictRange()
                .and()
                .withSupportedNicknameYearly()
                .withSupportedNicknameAnnually()
                .withSupportedNicknameMonthly()
                .withSupportedNicknameWeekly()
                .withSupportedNicknameDaily()
                .withSupportedNicknameMidnight()
                .withSupportedNicknameHourly();
    }

    /** The first time after that one, which is a whole minute; or null if there is none. */
    LocalDateTime after(LocalDateTime time) {
        LocalDateTime minute = time.truncatedTo(ChronoUnit.MINUTES);
        Answer known = last;
        if (!minute.equals(known.minute)) {
            known = new Answer(
                    minute,
                    times.nextExecution(minute.atZone(ZoneOffset.UTC))
                            .map(ZonedDateTime::toLocalDateTime)
                            .orElse(null));
            last = known;
        }
        return known.next;
    }
}
