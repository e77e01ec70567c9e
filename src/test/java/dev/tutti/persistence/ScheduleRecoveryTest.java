package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.journal.JournalBatch;
import dev.tutti.journal.JournalException;
import dev.tutti.journal.MapJournal;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;
import dev.tutti.schedule.Timing.Cron;
import dev.tutti.schedule.Timing.Every;
import dev.tutti.waiting.ManualClock;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of schedules, byte by byte, and the schedules that a start makes of them and of the configuration. */
class ScheduleRecoveryTest {

    private static final byte[] ITEM = {'i', 0, -1};
    private static final Timing MINUTE = new Every(60_000);
    private static final long NOW = ManualClock.EPOCH;

    private MapJournal journal = new MapJournal();
    private long numbers = 100;

    private static ScheduleSpec spec(String name, String queue, Timing timing) {
        return new ScheduleSpec(name, queue, ITEM, null, null, timing);
    }

    // ---- layout

    static Stream<ScheduleRecord> records() {
        return Stream.of(
                new ScheduleRecord(spec("s", "q", MINUTE), false),
                new ScheduleRecord(spec("ä".repeat(100), "q.dead", new Every(Long.MAX_VALUE)), true),
                new ScheduleRecord(
                        new ScheduleSpec(
                                "s",
                                "q",
                                new byte[1 << 20],
                                Long.MIN_VALUE,
                                "\u00ff\u0000g",
                                new Cron("@daily", "UTC")),
                        true),
                new ScheduleRecord(
                        new ScheduleSpec("s", "q", new byte[0], 0L, null, new Cron("30 2 * * mon", "Europe/Berlin")),
                        false));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aScheduleIsReadAsItWasWritten(ScheduleRecord record) {
        assertThat(ScheduleRecord.decode(record.encode()))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(record);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void theLayoutStays() {
        assertThat(hex(new ScheduleRecord(spec("s", "q", new Every(258)), true).encode()))
                .isEqualTo("01" + "01" + "0000000000000102" + "000173" + "000171" + "6900ff");
        ScheduleSpec cron = new ScheduleSpec("s", "q", ITEM, 2L, null, new Cron("@daily", "UTC"));
        assertThat(hex(new ScheduleRecord(cron, false).encode()))
                .isEqualTo("01" + "06" + "0000000000000002" + "0006406461696c79" + "0003555443" + "000173" + "000171"
                        + "6900ff");
        assertThat(hex(new ScheduleStateRecord(1, 2, 3).encode()))
                .isEqualTo("01" + "0000000000000001" + "0000000000000002" + "0000000000000003");
        assertThat(hex(Keys.schedule(258))).isEqualTo("53" + "0000000000000102" + "00");
        assertThat(hex(Keys.scheduleState(258))).isEqualTo("53" + "0000000000000102" + "01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0205", "0110"})
    void aRecordOfAnotherVersionOrWithUnknownFlagsIsRefused(String record) {
        assertThatThrownBy(() -> ScheduleRecord.decode(HexFormat.of().parseHex(record)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("a newer server wrote it: start that one again");
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> ScheduleStateRecord.decode(new byte[] {2}))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("a newer server wrote it: start that one again");
    }

    @Test
    void aStoredNameMayBeLongerThanANewOne() {
        String name = "s".repeat(200);
        store(1, spec(name, "q", MINUTE), false, NOW + 7, 0, 0);
        assertStart(List.of(), name + " q 7 - 0");
    }

    @Test
    void aZoneThatThisJavaDoesNotKnowIsNamed() {
        byte[] record = new ScheduleRecord(spec("s", "q", new Cron("@daily", "Mars/Olympus")), false).encode();
        assertThatThrownBy(() -> ScheduleRecord.decode(record))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Mars/Olympus");
    }

    // ---- recovery

    private void store(long number, ScheduleSpec spec, boolean configured, long next, long last, long skipped) {
        journal.write(new JournalBatch()
                .put(Keys.schedule(number), new ScheduleRecord(spec, configured).encode())
                .put(Keys.scheduleState(number), new ScheduleStateRecord(next, last, skipped).encode()));
    }

    /** The schedules after a start, as {@code name queue next last skipped}, with times since now. */
    private List<String> start(ScheduleSpec... configured) {
        List<Schedule> found =
                ScheduleRecovery.run(journal, List.of(configured), () -> ++numbers, new ManualClock(() -> 0));
        journal = journal.afterKill();
        return found.stream()
                .map(schedule -> schedule.name() + " " + schedule.spec().queue() + " " + (schedule.next() - NOW) + " "
                        + (schedule.last() == 0 ? "-" : schedule.last() - NOW) + " " + schedule.skipped())
                .toList();
    }

    private void assertStart(List<ScheduleSpec> configured, String... expected) {
        ScheduleSpec[] all = configured.toArray(ScheduleSpec[]::new);
        assertThat(start(all)).containsExactlyInAnyOrder(expected);
        assertThat(start(all)).as("after another start").containsExactlyInAnyOrder(expected);
    }

    @Test
    void aStoredScheduleGoesOnWithItsState() {
        store(1, spec("s", "q", MINUTE), false, NOW + 7, NOW - 8, 9);
        store(2, spec("t", "q", MINUTE), false, NOW - 70, 0, 0);
        assertStart(List.of(), "s q 7 -8 9", "t q -70 - 0");
    }

    @Test
    void anIntervalIsNoLongerThanItIsAfterTheClockWasSetBack() {
        store(1, spec("s", "q", MINUTE), false, NOW + 1_000_000, 0, 0);
        store(2, spec("t", "q", new Cron("@daily", "UTC")), false, NOW + 1_000_000_000, 0, 0);
        assertStart(List.of(), "s q 60000 - 0", "t q 1000000000 - 0");
    }

    @Test
    void aConfiguredScheduleBeginsOnceAndGoesOn() {
        assertStart(List.of(spec("s", "q", MINUTE)), "s q 60000 - 0");
        assertThat(numbers).isEqualTo(101);
    }

    @Test
    void aConfiguredScheduleWinsOverAStoredOneAndTakesOverItsState() {
        store(1, spec("s", "other", MINUTE), false, NOW + 7, NOW - 8, 9);
        assertStart(List.of(spec("s", "q", MINUTE)), "s q 7 -8 9");
    }

    @Test
    void aConfiguredScheduleWithAnotherTimingBeginsAnew() {
        store(1, spec("s", "q", MINUTE), true, NOW + 7, NOW - 8, 9);
        assertStart(List.of(spec("s", "q", new Every(5_000))), "s q 5000 -8 9");
    }

    @Test
    void aScheduleThatTheConfigurationNamesNoMoreIsDropped() {
        store(1, spec("s", "q", MINUTE), true, NOW + 7, 0, 0);
        store(2, spec("t", "q", MINUTE), false, NOW + 7, 0, 0);
        assertStart(List.of(), "t q 7 - 0");
    }

    @Test
    void ofTwoSchedulesOfOneNameTheNewerOneIsKept() {
        store(1, spec("s", "q", MINUTE), false, NOW + 7, 0, 0);
        store(2, spec("s", "r", MINUTE), false, NOW + 8, 0, 0);
        assertStart(List.of(), "s r 8 - 0");
    }

    @Test
    void aScheduleWhoseStateIsLostBeginsAnew() {
        journal.write(new JournalBatch()
                .put(Keys.schedule(1), new ScheduleRecord(spec("s", "q", MINUTE), false).encode())
                .put(Keys.scheduleState(2), new ScheduleStateRecord(1, 2, 3).encode()));
        assertStart(List.of(), "s q 60000 - 0");
    }
}
