package dev.tutti.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.schedule.Timing.Cron;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron expressions: when they are due, above all where the clocks are changed. */
class CronTimesTest {

    private static final String BERLIN = "Europe/Berlin";

    /** The times after that one, as the clock on the wall shows them, with the offset. */
    private static List<String> times(String expression, String zone, String after, int count) {
        Times times = new Cron(expression, zone).times();
        long time = OffsetDateTime.parse(after).toInstant().toEpochMilli();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time = times.first(time);
            shown.add(ZonedDateTime.ofInstant(Instant.ofEpochMilli(time), ZoneId.of(zone))
                    .toOffsetDateTime()
                    .toString());
        }
        return shown;
    }

    private static void assertTimes(String expression, String zone, String after, String expected) {
        String[] all = expected.trim().split(" ");
        assertThat(times(expression, zone, after, all.length)).containsExactly(all);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            */20 * * * *          | 2026-11-29T22:00Z 2026-11-29T22:20Z 2026-11-29T22:40Z
            30 2 * * *            | 2026-11-30T02:30Z 2026-12-01T02:30Z
            0 0 13 * 5            | 2026-12-04T00:00Z 2026-12-11T00:00Z 2026-12-13T00:00Z
            0 0 * JAN-mar Mon     | 2027-01-04T00:00Z 2027-01-11T00:00Z
            0 9 * * mon-fri       | 2026-11-30T09:00Z 2026-12-01T09:00Z 2026-12-02T09:00Z 2026-12-03T09:00Z 2026-12-04T09:00Z 2026-12-07T09:00Z
            0 0 * * 7             | 2026-12-06T00:00Z 2026-12-13T00:00Z
            0 0 * * 0             | 2026-12-06T00:00Z 2026-12-13T00:00Z
            0 0 29 2 *            | 2028-02-29T00:00Z 2032-02-29T00:00Z
            1,2,30-40/5 23 * * *  | 2026-11-29T23:01Z 2026-11-29T23:02Z 2026-11-29T23:30Z 2026-11-29T23:35Z 2026-11-29T23:40Z 2026-11-30T23:01Z
            0 0 31 * *            | 2026-12-31T00:00Z 2027-01-31T00:00Z 2027-03-31T00:00Z
            @hourly               | 2026-11-29T22:00Z 2026-11-29T23:00Z
            @daily                | 2026-11-30T00:00Z 2026-12-01T00:00Z
            @midnight             | 2026-11-30T00:00Z 2026-12-01T00:00Z
            @Weekly               | 2026-12-06T00:00Z 2026-12-13T00:00Z
            @monthly              | 2026-12-01T00:00Z 2027-01-01T00:00Z
            @yearly               | 2027-01-01T00:00Z 2028-01-01T00:00Z
            @annually             | 2027-01-01T00:00Z 2028-01-01T00:00Z
            """)
    void anExpressionMeansWhatPosixSays(String expression, String expected) {
        assertTimes(expression, "UTC", "2026-11-29T21:59:59.999Z", expected);
    }

    // ---- fixed times, where clocks are changed: once for each

    @ParameterizedTest(name = "{0} {1} after {2}")
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *   | Europe/Berlin    | 2026-03-28T02:00+01:00 | 2026-03-28T02:30+01:00 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
            0,30 2 * * * | Europe/Berlin    | 2026-03-29T01:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
            0 3 * * *    | Europe/Berlin    | 2026-03-29T01:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T03:00+02:00
            30 2 * * *   | America/New_York | 2026-03-07T02:00-05:00 | 2026-03-07T02:30-05:00 2026-03-08T03:00-04:00 2026-03-09T02:30-04:00
            @daily       | America/Santiago | 2026-09-05T12:00-04:00 | 2026-09-06T01:00-03:00 2026-09-07T00:00-03:00
            30 2 * * *   | Europe/Berlin    | 2026-10-24T12:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
            30 2 * * *   | Europe/Berlin    | 2026-10-25T02:30+02:00 | 2026-10-26T02:30+01:00
            30 2 * * *   | Europe/Berlin    | 2026-10-25T02:10+01:00 | 2026-10-26T02:30+01:00
            0 3 * * *    | Europe/Berlin    | 2026-10-25T02:10+01:00 | 2026-10-25T03:00+01:00 2026-10-26T03:00+01:00
            30 1 * * *   | America/New_York | 2026-10-31T12:00-04:00 | 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00
            0,20 1 * * * | America/New_York | 2026-11-01T01:10-04:00 | 2026-11-01T01:20-04:00 2026-11-02T01:00-05:00
            """)
    void aFixedTimeIsDueOnceOverAChangeOfClocks(String expression, String zone, String after, String expected) {
        assertTimes(expression, zone, after, expected);
    }

    // ---- times with a star, where clocks are changed: as the clock on the wall shows them

    @ParameterizedTest(name = "{0} {1} after {2}")
    @CsvSource(delimiter = '|', textBlock = """
            30 * * * *    | Europe/Berlin    | 2026-03-29T01:00+01:00 | 2026-03-29T01:30+01:00 2026-03-29T03:30+02:00 2026-03-29T04:30+02:00
            */30 2 * * *  | Europe/Berlin    | 2026-03-29T01:00+01:00 | 2026-03-30T02:00+02:00 2026-03-30T02:30+02:00
            0 */2 * * *   | America/New_York | 2026-03-08T00:30-05:00 | 2026-03-08T04:00-04:00 2026-03-08T06:00-04:00
            @hourly       | America/New_York | 2026-03-08T00:30-05:00 | 2026-03-08T01:00-05:00 2026-03-08T03:00-04:00
            30 * * * *    | Europe/Berlin    | 2026-10-25T02:00+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T03:30+01:00
            @hourly       | America/New_York | 2026-11-01T00:30-04:00 | 2026-11-01T01:00-04:00 2026-11-01T01:00-05:00 2026-11-01T02:00-05:00
            */30 1 * * *  | America/New_York | 2026-11-01T00:30-04:00 | 2026-11-01T01:00-04:00 2026-11-01T01:30-04:00 2026-11-01T01:00-05:00 2026-11-01T01:30-05:00 2026-11-02T01:00-05:00
            """)
    void aTimeWithAStarIsDueWheneverTheClockShowsIt(String expression, String zone, String after, String expected) {
        assertTimes(expression, zone, after, expected);
    }

    /** Against a walk minute by minute over a year, in which the library tells for local times only whether they match. */
    @ParameterizedTest
    @ValueSource(strings = {BERLIN, "America/New_York", "America/Santiago", "Australia/Lord_Howe"})
    void aYearHasTheTimesThatAWatchmanWouldRing(String zone) {
        RandomGenerator random = Seeds.random();
        for (int i = 0; i < 8; i++) {
            int minute = random.nextInt(60);
            int hour = random.nextInt(4);
            boolean wild = random.nextBoolean();
            assertThat(ofYear(new Cron(
                            wild ? minute + " */" + (hour + 1) + " * * *" : minute + " " + hour + " * * *", zone)))
                    .containsExactlyElementsOf(
                            wild ? watchedWild(minute, hour + 1, zone) : watchedFixed(minute, hour, zone));
        }
    }

    private static final long YEAR_BEGINS =
            Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
    private static final long YEAR_ENDS = Instant.parse("2027-01-01T12:00:00Z").toEpochMilli();

    private static List<Instant> ofYear(Cron cron) {
        Times times = cron.times();
        List<Instant> all = new ArrayList<>();
        for (long time = times.first(YEAR_BEGINS); time < YEAR_ENDS; time = times.first(time)) {
            all.add(Instant.ofEpochMilli(time));
        }
        return all;
    }

    private static TreeSet<Instant> watchedWild(int minute, int everyHours, String zone) {
        TreeSet<Instant> all = new TreeSet<>();
        for (long time = YEAR_BEGINS + 60_000; time < YEAR_ENDS; time += 60_000) {
            LocalDateTime shown = shown(time, zone);
            if (shown.getMinute() == minute && shown.getHour() % everyHours == 0) {
                all.add(Instant.ofEpochMilli(time));
            }
        }
        return all;
    }

    /** Rings for each day at the first moment at which the clock shows the time or one behind it. */
    private static TreeSet<Instant> watchedFixed(int minute, int hour, String zone) {
        TreeSet<Instant> all = new TreeSet<>();
        LocalDateTime latest = shown(YEAR_BEGINS, zone);
        for (long time = YEAR_BEGINS + 60_000; time < YEAR_ENDS; time += 60_000) {
            LocalDateTime shown = shown(time, zone);
            LocalDateTime due = shown.toLocalDate().atTime(hour, minute);
            if (due.isAfter(latest) && !due.isAfter(shown)) {
                all.add(Instant.ofEpochMilli(time));
            }
            latest = shown.isAfter(latest) ? shown : latest;
        }
        return all;
    }

    private static LocalDateTime shown(long time, String zone) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(time), ZoneId.of(zone));
    }

    // ---- laws

    @Test
    void atMostOneFiringIsMadeUpForAfterADowntime() {
        Times times = new Cron("0 * * * *", "UTC").times();
        long planned = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        long now = Instant.parse("2026-01-03T10:20:00Z").toEpochMilli();
        assertThat(times.next(planned, now))
                .isEqualTo(Instant.parse("2026-01-03T11:00:00Z").toEpochMilli());
    }

    @Test
    void noTimeComesAgainWhenTheClockIsSetBack() {
        Times times = new Cron("0 * * * *", "UTC").times();
        long planned = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
        long now = Instant.parse("2026-01-01T10:59:00Z").toEpochMilli();
        assertThat(times.next(planned, now))
                .isEqualTo(Instant.parse("2026-01-01T13:00:00Z").toEpochMilli());
        assertThat(new Cron("0 * * * *", "UTC").afterSetBack(planned, now)).isEqualTo(planned);
    }

    // ---- wrong expressions

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "x * * * *",
                "* * * * mon#2",
                "* * L * *",
                "* * 1W * *",
                "* * ? * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "-1 * * * *",
                "@reboot",
                "@every 5m",
                "1.5 * * * *",
                "99999999999 * * * *",
                "* * * foo *"
            })
    void aWrongExpressionIsRefusedWithAReason(String expression) {
        assertThat(Cron.problem(expression, "UTC", 0).orElse(""))
                .startsWith("is not a cron expression such as 30 2 * * mon-fri: ")
                .doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 2,4,6,9,11 *"})
    void anExpressionThatNeverComesIsRefused(String expression) {
        assertThat(Cron.problem(expression, "UTC", 0)).contains("never comes");
    }

    @Test
    void anExpressionHasAtMost256Characters() {
        assertThat(Cron.problem("0 " + "0,".repeat(127) + "0 * * *", "UTC", 0))
                .contains("has 263 characters, and at most 256 are allowed");
        StringBuilder allMinutes = new StringBuilder("0");
        for (int i = 1; i < 60; i++) {
            allMinutes.append(',').append(i);
        }
        assertThat(Cron.problem(allMinutes + " * * * *", "UTC", 0)).isEmpty();
    }

    /** The library works with regular expressions, which hostile input could make slow. */
    @Test
    @Timeout(60)
    void aHostileExpressionTakesNoLongTime() {
        RandomGenerator random = Seeds.random();
        String letters = "0123456789*/-,#LW?@ \tabcdefghijklmnopqrstuvwxyzMONJ.";
        List<String> hostile = new ArrayList<>();
        for (char letter : letters.toCharArray()) {
            hostile.add(String.valueOf(letter).repeat(256));
            hostile.add("0 0 * * " + String.valueOf(letter).repeat(248));
        }
        for (int i = 0; i < 2_000; i++) {
            StringBuilder expression = new StringBuilder();
            for (int left = random.nextInt(257); left > 0; left--) {
                expression.append(letters.charAt(random.nextInt(letters.length())));
            }
            hostile.add(expression.toString());
        }
        for (String expression : hostile) {
            long began = System.nanoTime();
            Cron.problem(expression, "UTC", 0);
            assertThat(System.nanoTime() - began).as(expression).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }
}
