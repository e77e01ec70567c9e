package dev.tutti.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.schedule.Timing.Cron;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The days and times that an expression means are those of Vixie cron. */
class VixieCronTest {

    private static final LocalDateTime SUNDAY = LocalDateTime.parse("2026-11-01T00:00");

    /** The first times at or after that one and before the end. */
    private static List<LocalDateTime> times(String expression, LocalDateTime from, LocalDateTime end, int most) {
        Times times = new Cron(expression, "UTC").times();
        List<LocalDateTime> all = new ArrayList<>();
        long last = millis(end);
        for (long time = times.first(millis(from) - 1); time < last && all.size() < most; time = times.first(time)) {
            all.add(LocalDateTime.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC));
        }
        return all;
    }

    private static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    // ---- known days of November 2026, which begins with a Sunday

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            0 0 * * sun-tue    | 1 2 3 8 9 10 15 16 17 22 23 24 29 30
            0 0 * * 0-2        | 1 2 3 8 9 10 15 16 17 22 23 24 29 30
            0 0 8-14 * sun-sat | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
            0 0 * * Sun-Sat/2  | 1 3 5 7 8 10 12 14 15 17 19 21 22 24 26 28 29
            0 0 * * fri-sun    | 1 6 7 8 13 14 15 20 21 22 27 28 29
            0 0 * * 5-7        | 1 6 7 8 13 14 15 20 21 22 27 28 29
            0 0 * * sun-sun    | 1 8 15 22 29
            0 0 * * tue,sun    | 1 3 8 10 15 17 22 24 29
            0 0 * * SUN,3      | 1 4 8 11 15 18 22 25 29
            0 0 * * */2        | 1 3 5 7 8 10 12 14 15 17 19 21 22 24 26 28 29
            0 0 * * */7        | 1 8 15 22 29
            0 0 13 * 5         | 6 13 20 27
            0 0 */2 * 5        | 13 27
            0 0 1-31/2 * 5     | 1 3 5 6 7 9 11 13 15 17 19 20 21 23 25 27 29
            0 0 1,*/2 * 5      | 1 3 5 6 7 9 11 13 15 17 19 20 21 23 25 27 29
            0 0 13 * */5       | 13
            0 0 1-7 * */7      | 1
            0 0 */9,2 * 0-3    | 1 2 10
            0 0 1-31 * 5       | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
            """)
    void theDaysOfAMonth(String expression, String days) {
        assertThat(times(expression, SUNDAY, SUNDAY.plusMonths(1), 31))
                .extracting(time -> String.valueOf(time.getDayOfMonth()))
                .containsExactly(days.split(" "));
    }

    // ---- as Vixie cron's source has it: a set for each field, and two flags

    /** A field of random parts, and the values that it means. */
    private record Field(String text, BitSet values) {
        private boolean isStar() {
            return text.startsWith("*");
        }
    }

    private final RandomGenerator random = Seeds.random();

    private Field field(int low, int high, String... names) {
        BitSet values = new BitSet();
        List<String> parts = new ArrayList<>();
        for (int count = random.nextInt(4) / 3 + 1; count > 0; count--) {
            int first = random.nextInt(low, high + 1);
            int last = random.nextInt(first, high + 1);
            int step = random.nextBoolean() ? random.nextInt(1, high) : 1; // the library takes no 1-7/7
            String range = name(first, names) + "-" + name(last, names);
            switch (random.nextInt(3)) {
                case 0 -> {
                    first = low;
                    last = high;
                    range = "*";
                }
                case 1 -> {
                    last = first;
                    step = 1;
                    range = name(first, names);
                }
                default -> {}
            }
            parts.add(step == 1 ? range : range + "/" + step);
            for (int value = first; value <= last; value += step) {
                values.set(value);
            }
        }
        return new Field(String.join(",", parts), values);
    }

    private String name(int value, String... names) {
        return value < names.length && random.nextBoolean() ? names[value] : String.valueOf(value);
    }

    private Field weekdays() {
        Field field = field(0, 7, "sun", "mon", "tue", "wed", "thu", "fri", "sat");
        if (field.values.get(0) || field.values.get(7)) {
            field.values.set(0);
            field.values.set(7);
        }
        return field;
    }

    private static boolean isDay(LocalDateTime day, Field daysOfMonth, Field months, Field weekdays) {
        boolean dayOfMonth = daysOfMonth.values.get(day.getDayOfMonth());
        boolean weekday = weekdays.values.get(day.getDayOfWeek().getValue());
        return months.values.get(day.getMonthValue())
                && (daysOfMonth.isStar() || weekdays.isStar() ? dayOfMonth && weekday : dayOfMonth || weekday);
    }

    @Test
    void randomDaysAreThoseOfVixieCron() {
        LocalDateTime end = SUNDAY.plusYears(3);
        for (int i = 0; i < 200; i++) {
            Field daysOfMonth = field(1, 31);
            Field months = field(1, 12, "0", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct");
            Field weekdays = weekdays();
            List<LocalDateTime> expected = SUNDAY.toLocalDate()
                    .datesUntil(end.toLocalDate())
                    .map(day -> day.atStartOfDay())
                    .filter(day -> isDay(day, daysOfMonth, months, weekdays))
                    .limit(20)
                    .toList();
            String expression = "0 0 " + daysOfMonth.text + " " + months.text + " " + weekdays.text;
            assertThat(times(expression, SUNDAY, end, 20)).as(expression).isEqualTo(expected);
        }
    }

    @Test
    void randomTimesAreThoseOfVixieCron() {
        for (int i = 0; i < 100; i++) {
            Field minutes = field(0, 59);
            Field hours = field(0, 23);
            List<LocalDateTime> expected = new ArrayList<>();
            LocalDateTime end = SUNDAY.plusDays(2);
            for (LocalDateTime time = SUNDAY; time.isBefore(end); time = time.plusMinutes(1)) {
                if (minutes.values.get(time.getMinute()) && hours.values.get(time.getHour()) && expected.size() < 20) {
                    expected.add(time);
                }
            }
            String expression = minutes.text + " " + hours.text + " * * *";
            assertThat(times(expression, SUNDAY, end, 20)).as(expression).isEqualTo(expected);
        }
    }
}
