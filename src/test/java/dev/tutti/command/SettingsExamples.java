package dev.tutti.command;

import static dev.tutti.config.QueueSetting.ATTEMPTS;
import static dev.tutti.config.QueueSetting.BACKOFF;
import static dev.tutti.config.QueueSetting.CONCURRENCY;
import static dev.tutti.config.QueueSetting.GROUPLIMIT;
import static dev.tutti.config.QueueSetting.KIND;
import static dev.tutti.config.QueueSetting.LEASE;
import static dev.tutti.config.QueueSetting.MAXBACKOFF;
import static dev.tutti.config.QueueSetting.MAXSIZE;
import static dev.tutti.config.QueueSetting.PER;
import static dev.tutti.config.QueueSetting.RATE;

import dev.tutti.command.ConnectionCommand.Everywhere;
import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.queue.Failure;
import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Commands that say how a queue works or how an item fails, and the records that are made of them. */
final class SettingsExamples {

    private static final byte[] NOTHING = {};
    private static final long FIFO = Kind.FIFO.ordinal();
    private static final long LIFO = Kind.LIFO.ordinal();
    private static final long PRIORITY = Kind.PRIORITY.ordinal();

    private static final Timing YEAR = new Timing.Every(31_536_000_000L);

    private SettingsExamples() {}

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of("QUEUE CREATE q", new SettingsCommand.Create("q", Map.of())),
                Arguments.of("QUEUE CREATE q MAXSIZE 0", new SettingsCommand.Create("q", Map.of(MAXSIZE, 0L))),
                Arguments.of(
                        "QUEUE CREATE q ATTEMPTS 3 KIND FiFo MAXSIZE 9",
                        new SettingsCommand.Create("q", Map.of(KIND, FIFO, MAXSIZE, 9L, ATTEMPTS, 3L))),
                Arguments.of(
                        "QUEUE CREATE q KIND priority LEASE 60",
                        new SettingsCommand.Create("q", Map.of(KIND, PRIORITY, LEASE, 60L))),
                Arguments.of(
                        "QUEUE CREATE q KIND fair GROUPLIMIT 1",
                        new SettingsCommand.Create("q", Map.of(KIND, (long) Kind.FAIR.ordinal(), GROUPLIMIT, 1L))),
                Arguments.of("QUEUE ALTER q GROUPLIMIT 0", new SettingsCommand.Alter("q", Map.of(GROUPLIMIT, 0L))),
                Arguments.of("QUEUE CREATE q KIND Lifo", new SettingsCommand.Create("q", Map.of(KIND, LIFO))),
                Arguments.of(
                        "QUEUE CREATE q BACKOFF 5 MAXBACKOFF 9 CONCURRENCY 2",
                        new SettingsCommand.Create("q", Map.of(BACKOFF, 5L, MAXBACKOFF, 9L, CONCURRENCY, 2L))),
                Arguments.of(
                        "QUEUE ALTER q RATE 5 PER 1000 MAXSIZE 3",
                        new SettingsCommand.Alter("q", Map.of(RATE, 5L, PER, 1000L, MAXSIZE, 3L))),
                Arguments.of("QUEUE ALTER q RATE 0", new SettingsCommand.Alter("q", Map.of(RATE, 0L, PER, 0L))),
                Arguments.of("QUEUE PAUSE q", new SettingsCommand.Pause("q", 0)),
                Arguments.of("QUEUE PAUSE q FOR 50", new SettingsCommand.Pause("q", 50)),
                Arguments.of("QUEUE RESUME q", new SettingsCommand.Resume("q")),
                Arguments.of("QUEUE SETTINGS q", new SettingsCommand.Show("q")),
                Arguments.of(
                        "QUEUE FAIL q 7 DELAY 50 RETRY yes ATTEMPT 2",
                        new QueueCommand.Fail("q", 7, new Failure(NOTHING, 50, true), 2)),
                Arguments.of(
                        "QUEUE FAIL q 7 DELAY RETRY no",
                        new QueueCommand.Fail(
                                "q", 7, new Failure(new byte[] {'D', 'E', 'L', 'A', 'Y'}, Failure.BACKOFF, false), 0)));
    }

    static Stream<Arguments> schedules() {
        byte[] item = {'i'};
        return Stream.of(
                schedule("s q i EVERY 50", new ScheduleSpec("s", "q", item, null, null, new Timing.Every(50))),
                schedule("EVERY q i every 31536000000", new ScheduleSpec("EVERY", "q", item, null, null, YEAR)),
                schedule(
                        "s q i PRIORITY -3 GROUP g EVERY 50",
                        new ScheduleSpec("s", "q", item, -3L, "g", new Timing.Every(50))),
                schedule(
                        "s q i CRON '30 2 * * mon-fri' ZONE Europe/Berlin PRIORITY 1",
                        new ScheduleSpec(
                                "s", "q", item, 1L, null, new Timing.Cron("30 2 * * mon-fri", "Europe/Berlin"))),
                schedule(
                        "s q i zone UTC cron @daily",
                        new ScheduleSpec("s", "q", item, null, null, new Timing.Cron("@daily", "UTC"))),
                schedule(
                        "s q i CRON @daily",
                        new ScheduleSpec(
                                "s",
                                "q",
                                item,
                                null,
                                null,
                                new Timing.Cron("@daily", ZoneId.systemDefault().getId()))),
                Arguments.of("SCHEDULE DELETE s", new ScheduleCommand.Delete("s")),
                Arguments.of("SCHEDULE LIST", new Everywhere(new SchedulesQuery(null), Merge.SCHEDULES)));
    }

    private static Arguments schedule(String words, ScheduleSpec spec) {
        return Arguments.of("SCHEDULE SET " + words, new ScheduleCommand.Set(spec));
    }
}
