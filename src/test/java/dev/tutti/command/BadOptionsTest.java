package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of queues and items that are refused, with the text. */
class BadOptionsTest {

    private static final Pattern OPTION = Pattern.compile("(?:\\[|\\| |item )([A-Z]+)");

    private final Typed typed = new Typed();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUEUE ALTER q KIND lifo | syntax error at 'KIND', expected MAXSIZE, LEASE, ATTEMPTS, DETACHED, BACKOFF,"
                        + " MAXBACKOFF, CONCURRENCY, RATE, EXPIRES, DEADSIZE, DEADAGE or GROUPLIMIT",
                "QUEUE ALTER q RATE 5 | RATE 5 needs PER with the milliseconds of its window behind it",
                "QUEUE ALTER q RATE 5 PER 0 | PER: '0' is not an integer from 1 to 31536000000",
                "QUEUE ALTER q RATE 100001 PER 5 | RATE: '100001' is not an integer from 0 to 100000",
                "QUEUE CREATE q RATE 1 PER | syntax error, the request ends after PER where a word was expected",
                "QUEUE CREATE q CONCURRENCY -1 | CONCURRENCY: '-1' is not an integer from 0 to 2147483647",
                "QUEUE CREATE q KIND even | KIND: 'even' is not fifo, lifo, priority or fair",
                "QUEUE TOUCH q 1 p LEASE -1 | LEASE: '-1' is not an integer from 0 to 31536000000",
                "QUEUE TOUCH q 1 p x 1 | syntax error at 'x', expected LEASE or ATTEMPT",
                "QUEUE TOUCH q 1 LEASE 5 LEASE 6 | syntax error, LEASE is given twice",
                "QUEUE INSPECT q 0 | id: '0' is not an integer from 1 to 9223372036854775807",
                "QUEUE ITEMS q STATE lost | STATE: 'lost' is not ready, delayed, inflight, done, failed, cancelled or dead",
                "QUEUE ITEMS q STATE | syntax error, the request ends after STATE where a word was expected",
                "QUEUE ITEMS q COUNT 1001 | COUNT: '1001' is not an integer from 1 to 1000",
                "QUEUE ITEMS q AFTER -1 | AFTER: '-1' is not an integer from 0 to 9223372036854775807",
                "QUEUE ITEMS q FROM 1 | syntax error at 'FROM', expected STATE, COUNT or AFTER",
                "QUEUE PAUSE q FOR 0 | FOR: '0' is not an integer from 1 to 31536000000",
                "QUEUE PAUSE q 5 | syntax error at '5', expected FOR",
                "QUEUE FAIL q 1 m DELAY 5 RETRY no | syntax error, DELAY and RETRY no exclude each other",
                "QUEUE FAIL q 1 m RETRY maybe | RETRY: 'maybe' is not yes or no",
                "QUEUE PUT q a KEY '' | KEY: it has 0 bytes, and 1 to 200 are allowed",
                "QUEUE PUT q a DELAY 5 AT 5 | syntax error, DELAY and AT exclude each other",
                "QUEUE PUT q a DELAY 315360000001 | DELAY: '315360000001' is not an integer from 0 to 315360000000",
                "SCHEDULE SET s q i | `wrong number of arguments for 'schedule|set' command, expected SCHEDULE SET name q"
                        + " item EVERY ms | CRON expression [ZONE zone] [PRIORITY n] [GROUP g]`",
                "SCHEDULE SET s q i PRIORITY 1 | syntax error, expected EVERY ms or CRON \"m h dom mon dow\"",
                "SCHEDULE SET s q i EVERY 0 | EVERY: '0' is not an integer from 1 to 31536000000",
                "SCHEDULE SET s q i EVERY 5 CRON @daily | syntax error, EVERY and CRON exclude each other",
                "SCHEDULE SET s q i EVERY 5 ZONE UTC | syntax error, ZONE goes with CRON, not with EVERY",
                "SCHEDULE SET s q i EVERY 5 EVERY 5 | syntax error, EVERY is given twice",
                "SCHEDULE SET s q i EVERY 5 COLOUR g | syntax error at 'COLOUR', expected EVERY, CRON, ZONE, PRIORITY or GROUP",
                "SCHEDULE SET s q i CRON @daily ZONE Berlin | ZONE: 'Berlin' is not a time zone such as Europe/Berlin or"
                        + " UTC",
                "SCHEDULE SET s q i CRON '61 * * * *' ZONE UTC | CRON: '61 * * * *' is not a cron expression such as"
                        + " 30 2 * * mon-fri: Value 61 not in range [0, 59]",
                "SCHEDULE SET s q i CRON '0 0 30 2 *' ZONE UTC | CRON: '0 0 30 2 *' never comes",
                "SCHEDULE SET s q i CRON 30 2 * * * ZONE UTC | CRON: '30' is one field of five. Put the whole expression in"
                        + " quotes, as in CRON \"30 2 * * mon-fri\"",
                "SCHEDULE SET s q i CRON '30 2' ZONE UTC | CRON: '30 2' is not a cron expression such as"
                        + " 30 2 * * mon-fri: Cron expression contains 2 parts but we expect one of [5]",
                "SCHEDULE SET 'a b' q i EVERY 5 | schedule name 'a b' contains white space",
                "QUEUE PUT q a GROUP '' | GROUP: it has 0 bytes, and 1 to 200 are allowed",
                "RUN q a GROUP g GROUP g | syntax error, GROUP is given twice",
                "RUN q a DELAY 5 | syntax error at 'DELAY', expected TIMEOUT, PRIORITY, KEY or GROUP",
            },
            quoteCharacter = '`')
    void theTextSaysWhatIsExpected(String line, String text) {
        assertThat(typed.refusal(line)).isEqualTo("ERR " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUE CREATE, q",
        "QUEUE ALTER, q",
        "QUEUE PUT, q a",
        "QUEUE GET, q",
        "QUEUE FAIL, q 1 m",
        "QUEUE RELEASE, q 1",
        "QUEUE TOUCH, q 1 p",
        "QUEUE ITEMS, q",
        "QUEUE MOVE, q r",
        "QUEUE RESCHEDULE, q 1",
        "QUEUE PAUSE, q",
        "SUBMIT, q a",
        "RUN, q a",
        "LOCK ACQUIRE, l",
        "SEMAPHORE ACQUIRE, s",
        "SCHEDULE SET, s q a",
    })
    void whoGivesAnUnknownOptionIsToldAllThatThereAre(String command, String words) {
        Matcher options = OPTION.matcher(typed.refusal(command));
        String refusal = typed.refusal(command + " " + words + " UNKNOWN 1");
        assertThat(options.results().map(option -> option.group(1)).toList())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(refusal).contains(option));
    }

    @Test
    void aProgressMayHave4096Bytes() {
        CommandTable table = new CommandTable(1 << 20, 1 << 20, Map.of());
        assertThat(Typed.decode(table, touch(4096))).isInstanceOf(ItemCommand.Touch.class);
        assertThat(((ConnectionCommand.Answer) Typed.decode(table, touch(4097))).reply())
                .hasToString("ERR progress: it has 4097 bytes, and at most 4096 are allowed");
    }

    private static String touch(int bytes) {
        return "QUEUE TOUCH q 1 " + "p".repeat(bytes);
    }

    @Test
    void anAlterThatChangesNothingIsRefused() {
        assertThat(typed.refusal("QUEUE ALTER q")).startsWith("ERR ");
    }

    @Test
    void aTimeBeforeTheEpochOrTooFarAwayIsRefused() {
        assertThat(typed.refusal("QUEUE PUT q a AT -1")).startsWith("ERR AT: '-1' is not an integer from 0 to ");
        assertThat(typed.refusal("QUEUE PUT q a AT 99999999999999")).startsWith("ERR AT: ");
    }

    @Test
    void aKeyHasAtMost200Bytes() {
        CommandTable table = new CommandTable(1000, 16_000, Map.of());
        assertThat(Typed.refusal(
                        ((ConnectionCommand.Answer) Typed.decode(table, "QUEUE PUT q a KEY " + "k".repeat(201)))
                                .reply()))
                .isEqualTo("ERR KEY: it has 201 bytes, and 1 to 200 are allowed");
        assertThat(Typed.decode(table, "QUEUE PUT q a KEY " + "k".repeat(200))).isInstanceOf(QueueCommand.Put.class);
    }

    @Test
    void theNameOfAScheduleIsShortEnoughForItsKey() {
        CommandTable table = new CommandTable(1000, 16_000, Map.of());
        String longest = "s".repeat(191);
        assertThat(Typed.decode(table, "SCHEDULE DELETE " + longest + "s"))
                .as("one that an older build has set")
                .isEqualTo(new ScheduleCommand.Delete(longest + "s"));
        assertThat(Typed.refusal(
                        ((ConnectionCommand.Answer) Typed.decode(table, "SCHEDULE SET " + longest + "s q i EVERY 5"))
                                .reply()))
                .isEqualTo("ERR schedule name '" + longest + "s' is longer than 191 bytes");
        assertThat(Typed.decode(table, "SCHEDULE SET " + longest + " q i EVERY 5"))
                .isInstanceOf(ScheduleCommand.Set.class);
        assertThat(Typed.decode(table, "QUEUE PUT q a KEY schedule:" + longest)).isInstanceOf(QueueCommand.Put.class);
    }
}
