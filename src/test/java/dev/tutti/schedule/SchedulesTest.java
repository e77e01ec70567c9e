package dev.tutti.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.schedule.Timing.Cron;
import dev.tutti.schedule.Timing.Every;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The schedules of one owner, in the order of the times at which they are due. */
class SchedulesTest {

    private static final Timing MINUTE = new Every(60_000);

    private final Schedules schedules = new Schedules();
    private long numbers;

    private Schedule begin(String name, Timing timing, long now) {
        ScheduleSpec spec = new ScheduleSpec(name, "q", new byte[0], null, null, timing);
        Schedule schedule = Schedule.begin(spec, ++numbers, false, now);
        schedules.add(schedule);
        return schedule;
    }

    // ---- intervals

    @Test
    void anIntervalBeginsWithTheScheduleAndDoesNotDrift() {
        Schedule schedule = begin("a", MINUTE, 1_000);
        assertThat(schedule.next()).isEqualTo(61_000);
        schedules.fired(schedule, 61_500);
        assertThat(schedule.next()).isEqualTo(121_000);
        assertThat(schedule.last()).isEqualTo(61_500);
    }

    @Test
    void afterADowntimeAtMostOneFiringIsMadeUpFor() {
        Schedule schedule = begin("a", MINUTE, 1_000);
        long later = 1_000 + 100 * 60_000 + 5;
        assertThat(schedules.due(later)).isSameAs(schedule);
        schedules.fired(schedule, later);
        assertThat(schedules.due(later)).isNull();
        assertThat(schedule.next()).isEqualTo(1_000 + 101 * 60_000);
    }

    @Test
    void aClockThatIsSetBackFiresNothingTwiceAndMakesNoIntervalLonger() {
        Schedule every = begin("every", MINUTE, 10_000_000);
        Schedule cron = begin("cron", new Cron("0 * * * *", "UTC"), 10_000_000);
        long planned = cron.next();
        schedules.fired(cron, planned);
        assertThat(cron.next()).isEqualTo(planned + 3_600_000);
        schedules.clockSetBack(1_000);
        assertThat(every.next()).isEqualTo(61_000);
        assertThat(cron.next()).isEqualTo(planned + 3_600_000);
        assertThat(schedules.due(61_000)).isSameAs(every);
    }

    @Test
    void aSkippedFiringIsCountedAndTheLastTimeStays() {
        Schedule schedule = begin("a", MINUTE, 0);
        schedules.fired(schedule, 60_000);
        schedules.skipped(schedule, 120_000);
        assertThat(schedule.view()).isEqualTo(new ScheduleView("a", "q", MINUTE, 1, 180_000, 60_000, 1));
    }

    // ---- a schedule in place of another one

    @Test
    void aScheduleThatIsSetAgainKeepsItsTimesAndItsCounts() {
        Schedule before = begin("a", MINUTE, 0);
        schedules.fired(before, 60_000);
        schedules.skipped(before, 120_000);
        Schedule after = begin("a", new Every(60_000), 150_000);
        after.takeOver(before);
        assertThat(after.next()).isEqualTo(180_000);
        assertThat(after.last()).isEqualTo(60_000);
        assertThat(after.skipped()).isEqualTo(1);
    }

    @Test
    void anotherTimingBeginsAnewAndKeepsTheCounts() {
        Schedule before = begin("a", MINUTE, 0);
        schedules.fired(before, 60_000);
        Schedule after = begin("a", new Every(10_000), 100_000);
        after.takeOver(before);
        assertThat(after.next()).isEqualTo(110_000);
        assertThat(after.last()).isEqualTo(60_000);
    }

    @Test
    void aFiringThatIsPlannedTooFarAheadDoesNotStayThereWhenItIsSetAgain() {
        Schedule before = begin("a", new Cron("0 * * * *", "UTC"), 1_000_000_000_000L);
        Schedule after = begin("a", new Cron("0 * * * *", "UTC"), 5_000);
        after.takeOver(before);
        assertThat(after.next()).isEqualTo(3_600_000);
    }

    @Test
    void aHeldScheduleIsNotDueUntilItGoesOn() {
        Schedule schedule = begin("a", MINUTE, 0);
        schedules.hold(schedule);
        assertThat(schedules.due(1_000_000)).isNull();
        schedules.takeOver(schedule, 70_000, 5, 3);
        assertThat(schedules.due(1_000_000)).isNull();
        schedules.release(schedule);
        assertThat(schedules.due(60_000)).isSameAs(schedule);
        schedules.hold(schedule);
        schedules.fired(schedule, 60_000);
        assertThat(schedules.next()).isEqualTo(120_000);
    }

    @Test
    void onlyTheScheduleItselfIsHere() {
        Schedule before = begin("a", MINUTE, 0);
        Schedule after = begin("a", MINUTE, 0);
        assertThat(schedules.has(before)).isFalse();
        assertThat(schedules.has(after)).isTrue();
        assertThat(schedules.size()).isEqualTo(1);
    }

    // ---- against a list

    @Test
    void theNextOneIsAlwaysTheEarliest() {
        RandomGenerator random = Seeds.random();
        List<Schedule> model = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(1_000);
            switch (random.nextInt(4)) {
                case 0 -> {
                    String name = "s" + random.nextInt(50);
                    model.removeIf(schedule -> schedule.name().equals(name));
                    model.add(begin(name, new Every(1 + random.nextInt(100_000)), now));
                }
                case 1 -> {
                    String name = "s" + random.nextInt(50);
                    model.removeIf(schedule -> schedule.name().equals(name));
                    schedules.remove(name);
                }
                case 2 -> {
                    Schedule due = schedules.due(now);
                    if (due != null) {
                        schedules.fired(due, now);
                        assertThat(due.next()).isGreaterThan(now);
                    }
                }
                default -> {
                    if (random.nextInt(100) == 0) {
                        now /= 2;
                        schedules.clockSetBack(now);
                    }
                }
            }
            assertThat(schedules.next())
                    .isEqualTo(model.stream().mapToLong(Schedule::next).min().orElse(Timing.NEVER));
        }
        model.sort(Comparator.comparing(Schedule::name));
        assertThat(schedules.all()).containsExactlyElementsOf(model);
    }
}
