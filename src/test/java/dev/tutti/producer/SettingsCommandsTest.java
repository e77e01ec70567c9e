package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** QUEUE ALTER, SETTINGS, PAUSE and RESUME, and the options of CREATE and FAIL. */
class SettingsCommandsTest {

    private final OneOwner owner = new OneOwner(Map.of("jobs", QueueConfig.DEFAULT), 1 << 20);

    private String ask(String line) {
        return owner.ask(1, line).get(0).replaceFirst("^1: ", "");
    }

    private static final List<String> DEFAULTS = List.of(
            "kind, fifo",
            "maxsize, 100000",
            "lease, 0",
            "attempts, 0",
            "detached, no",
            "backoff, 0",
            "maxbackoff, 3600000",
            "concurrency, 0",
            "rate, 0",
            "per, 0",
            "expires, 0",
            "deadsize, 0",
            "deadage, 0",
            "grouplimit, 0",
            "paused, 0");

    /** The pairs of SETTINGS that differ from those of a queue without any. */
    private List<String> changed(String queue) {
        String[] words =
                ask("QUEUE SETTINGS " + queue).replaceAll("[\\[\\]]", "").split(", ");
        List<String> pairs = IntStream.range(0, words.length / 2)
                .mapToObj(i -> words[2 * i] + ", " + words[2 * i + 1])
                .toList();
        assertThat(pairs).hasSameSizeAs(DEFAULTS);
        return pairs.stream().filter(pair -> !DEFAULTS.contains(pair)).toList();
    }

    @Test
    void settingsShowsEachOptionAsItIsInForce() {
        assertThat(ask("QUEUE SETTINGS none")).isEqualTo("[" + String.join(", ", DEFAULTS) + "]");
        assertThat(owner.queues.existing("none")).isNull();
        ask("QUEUE CREATE q KIND fair MAXSIZE 5 LEASE 9 ATTEMPTS 2 DETACHED yes BACKOFF 7 MAXBACKOFF 70 CONCURRENCY 3"
                + " RATE 10 PER 1000 EXPIRES 4 DEADSIZE 6 DEADAGE 8 GROUPLIMIT 1");
        assertThat(changed("q"))
                .containsExactly(
                        "kind, fair",
                        "maxsize, 5",
                        "lease, 9",
                        "attempts, 2",
                        "detached, yes",
                        "backoff, 7",
                        "maxbackoff, 70",
                        "concurrency, 3",
                        "rate, 10",
                        "per, 1000",
                        "expires, 4",
                        "deadsize, 6",
                        "deadage, 8",
                        "grouplimit, 1");
        ask("QUEUE ALTER jobs ATTEMPTS 3");
        assertThat(changed("jobs")).containsExactly("attempts, 3");
    }

    @Test
    void settingsShowsHowLongAPauseLasts() {
        ask("QUEUE PAUSE q");
        assertThat(changed("q")).containsExactly("paused, -1");
        ask("QUEUE PAUSE q FOR 50");
        owner.after(20);
        assertThat(changed("q")).containsExactly("paused, 30");
        owner.after(30);
        assertThat(changed("q")).isEmpty();
        assertThat(owner.transaction(1, "QUEUE PAUSE q FOR 7", "QUEUE SETTINGS q", "QUEUE RESUME q"))
                .element(1)
                .asString()
                .endsWith(", paused, 7]");
    }

    @Test
    void alterChangesWhatIsGivenAndKeepsTheRest() {
        ask("QUEUE CREATE q KIND lifo MAXSIZE 5 LEASE 9 ATTEMPTS 2 BACKOFF 7");
        assertThat(ask("QUEUE ALTER q MAXSIZE 6 CONCURRENCY 3 RATE 10 PER 1000 MAXBACKOFF 70"))
                .isEqualTo("OK");
        assertThat(ask("QUEUE CREATE q MAXSIZE 1"))
                .startsWith("ERR queue q exists with KIND lifo MAXSIZE 6 LEASE 9 ATTEMPTS 2 BACKOFF 7 MAXBACKOFF 70"
                        + " CONCURRENCY 3 RATE 10 PER 1000, not ");
        assertThat(owner.stat("q", "maxsize")).isEqualTo("6");
        assertThat(owner.stat("q", "concurrency")).isEqualTo("3");
        assertThat(owner.stat("q", "rate")).isEqualTo("10");
        assertThat(owner.stat("q", "per")).isEqualTo("1000");
    }

    @Test
    void moreRoomLetsAWaitingPutIn() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q a");
        assertThat(owner.ask(2, "QUEUE PUT q b")).isEmpty();
        assertThat(owner.ask(1, "QUEUE ALTER q MAXSIZE 2")).containsExactlyInAnyOrder("2: 2", "1: OK");
    }

    @Test
    void aQueueInUseOrConfiguredCanBeAlteredAndStays() {
        ask("QUEUE PUT q a");
        assertThat(ask("QUEUE ALTER q ATTEMPTS 3")).isEqualTo("OK");
        ask("QUEUE PURGE q");
        assertThat(ask("QUEUE CREATE q ATTEMPTS 2")).startsWith("ERR queue q exists ");
        assertThat(ask("QUEUE ALTER jobs ATTEMPTS 3")).isEqualTo("OK");
    }

    @Test
    void alterCreatesAQueueThatIsNotThere() {
        assertThat(ask("QUEUE ALTER none ATTEMPTS 3")).isEqualTo("OK");
        assertThat(changed("none")).containsExactly("attempts, 3");
        ask("QUEUE PUT idle a");
        owner.ask(2, "QUEUE GET idle", "QUEUE DONE idle 1");
        assertThat(owner.queues.existing("idle")).isNull();
        assertThat(ask("QUEUE ALTER idle LEASE 9")).isEqualTo("OK");
        assertThat(changed("idle")).containsExactly("lease, 9");
        assertThat(owner.stat("idle", "done")).isEqualTo("1");
    }

    @Test
    void anAlterThatIsRefusedCreatesNothing() {
        assertThat(ask("QUEUE ALTER none DETACHED yes")).isEqualTo("ERR DETACHED yes needs a LEASE above 0");
        assertThat(owner.queues.existing("none")).isNull();
    }

    @Test
    void alterOfAQueueThatConsistsOnlyOfResultsKeepsThem() {
        ask("SUBMIT q a");
        owner.ask(2, "QUEUE GET q", "QUEUE DONE q 1 r");
        assertThat(ask("QUEUE ALTER q ATTEMPTS 3")).isEqualTo("OK");
        assertThat(ask("AWAIT q 1")).isEqualTo("r");
        assertThat(changed("q")).containsExactly("attempts, 3");
    }

    @Test
    void aGroupLimitIsForFairQueuesOnly() {
        String refusal = "ERR GROUPLIMIT 1 needs KIND fair, a queue of KIND fifo has no groups";
        assertThat(ask("QUEUE CREATE g GROUPLIMIT 1")).isEqualTo(refusal);
        assertThat(ask("QUEUE ALTER jobs GROUPLIMIT 1")).isEqualTo(refusal);
        assertThat(ask("QUEUE CREATE f KIND fair GROUPLIMIT 1")).isEqualTo("OK");
        assertThat(ask("QUEUE CREATE f")).isEqualTo("OK");
        assertThat(ask("QUEUE CREATE f GROUPLIMIT 2"))
                .isEqualTo("ERR queue f exists with KIND fair MAXSIZE 100000 LEASE 0 ATTEMPTS 0 GROUPLIMIT 1,"
                        + " not KIND fair MAXSIZE 100000 LEASE 0 ATTEMPTS 0 GROUPLIMIT 2");
    }

    @Test
    void aGroupIsForFairQueuesOnly() {
        String refusal = "ERR queue jobs takes no GROUP: it is of KIND fifo, and only queues of KIND fair take one";
        assertThat(ask("QUEUE PUT jobs a GROUP g")).isEqualTo(refusal);
        assertThat(ask("SUBMIT jobs a GROUP g")).isEqualTo(refusal);
        assertThat(ask("RUN jobs a GROUP g")).isEqualTo(refusal);
        ask("QUEUE CREATE f KIND fair");
        assertThat(ask("QUEUE PUT f a PRIORITY 1"))
                .isEqualTo(
                        "ERR queue f takes no PRIORITY: it is of KIND fair, and only queues of KIND priority take one");
        assertThat(ask("QUEUE PUT f a GROUP " + "g".repeat(9))).isEqualTo("1");
        assertThat(ask("SUBMIT f b GROUP g")).isEqualTo("2");
    }

    @Test
    void settingsThatDoNotFitTogetherAreRefused() {
        assertThat(ask("QUEUE ALTER jobs DETACHED yes")).isEqualTo("ERR DETACHED yes needs a LEASE above 0");
        assertThat(ask("QUEUE CREATE p DETACHED yes")).isEqualTo("ERR DETACHED yes needs a LEASE above 0");
    }

    @Test
    void rateZeroIsNoLimit() {
        ask("QUEUE CREATE q RATE 1 PER 1000");
        assertThat(ask("QUEUE ALTER q RATE 0")).isEqualTo("OK");
        assertThat(owner.stat("q", "per")).isEqualTo("0");
    }

    @Test
    void aPausedQueueAnswersNullToWhoDoesNotWait() {
        assertThat(ask("QUEUE PAUSE q")).isEqualTo("OK");
        assertThat(ask("QUEUE PUT q a")).isEqualTo("1");
        assertThat(ask("QUEUE GET q TIMEOUT 0")).isEqualTo("NullArray");
        assertThat(owner.stat("q", "paused")).isEqualTo("1");
        owner.ask(2, "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE RESUME q")).containsExactlyInAnyOrder("2: [1, a, 1]", "1: OK");
        assertThat(owner.stat("q", "paused")).isEqualTo("0");
        assertThat(ask("QUEUE RESUME none")).isEqualTo("OK");
    }

    @Test
    void aPauseForATimeEnds() {
        ask("QUEUE PAUSE q FOR 50");
        ask("QUEUE PUT q a");
        owner.after(50);
        assertThat(ask("QUEUE GET q TIMEOUT 0")).isEqualTo("[1, a, 1]");
    }

    @Test
    void failSaysWhatBecomesOfTheNextAttempt() {
        ask("QUEUE CREATE q ATTEMPTS 3");
        ask("QUEUE PUT q a");
        ask("QUEUE GET q");
        assertThat(ask("QUEUE FAIL q 1 busy DELAY 50 ATTEMPT 1")).isEqualTo("OK");
        assertThat(owner.stat("q", "delayed")).isEqualTo("1");
        owner.after(50);
        ask("QUEUE GET q");
        assertThat(ask("QUEUE FAIL q 1 RETRY no")).isEqualTo("OK");
        assertThat(owner.stat("q.dead", "size")).isEqualTo("1");
    }
}
