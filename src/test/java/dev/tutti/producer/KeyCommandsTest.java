package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KEY: while an item of a queue is unfinished, nothing else is put there under its key. */
class KeyCommandsTest {

    private final OneOwner owner = new OneOwner(Map.of("jobs", QueueConfig.DEFAULT), 1 << 20);

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    @Test
    void aPutThatIsSentAgainAnswersTheSameIdAndPutsNothing() {
        assertThat(ask("QUEUE PUT q a KEY k")).isEqualTo("1");
        assertThat(ask("QUEUE PUT q b KEY k")).isEqualTo("1");
        assertThat(ask("QUEUE PUT q c KEY other")).isEqualTo("2");
        assertThat(ask("QUEUE PUT r d KEY k")).isEqualTo("3");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("2");
        ask("QUEUE GET q");
        assertThat(ask("QUEUE PUT q b KEY k")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE DONE q 1",
                "QUEUE FAIL q 1",
                "QUEUE FAIL q 1 RETRY no",
                "CANCEL q 1",
                "QUEUE DELETE q",
            })
    void whatEndsAnItemInFlightFreesItsKey(String end) {
        ask("QUEUE PUT q a KEY k");
        ask("QUEUE GET q");
        ask(end);
        assertThat(ask("QUEUE PUT q b KEY k")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CANCEL q 1",
                "QUEUE PURGE q",
                "QUEUE DELETE q",
                "QUEUE MOVE q r",
            })
    void whatEndsOrMovesAReadyItemFreesItsKey(String end) {
        ask("QUEUE PUT q a KEY k");
        ask(end);
        assertThat(ask("QUEUE PUT q b KEY k")).isEqualTo("2");
    }

    @Test
    void anItemKeepsItsKeyWhenItComesBackAndWhenItMoves() {
        ask("QUEUE PUT q a KEY k");
        ask("QUEUE GET q");
        ask("QUEUE RELEASE q 1 DELAY 50");
        assertThat(ask("QUEUE PUT q b KEY k")).isEqualTo("1");
        owner.after(50);
        ask("QUEUE MOVE q r");
        assertThat(ask("QUEUE PUT r b KEY k")).isEqualTo("1");
    }

    @Test
    void anItemThatComesWhereItsKeyIsTakenGoesWithoutIt() {
        ask("QUEUE PUT q a KEY k");
        ask("QUEUE PUT r b KEY k");
        ask("QUEUE MOVE q r");
        assertThat(ask("QUEUE PUT r c KEY k")).isEqualTo("2");
        ask("CANCEL r 1");
        assertThat(ask("QUEUE PUT r c KEY k")).isEqualTo("2");
        ask("CANCEL r 2");
        assertThat(ask("QUEUE PUT r c KEY k")).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE PUT q a KEY k", "SUBMIT q a KEY k"})
    void thoseWhoWaitForRoomWithTheSameKeyAreAnsweredTogether(String put) {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q first");
        assertThat(owner.ask(1, put)).isEmpty();
        assertThat(owner.ask(2, put + " TIMEOUT 5")).isEmpty();
        assertThat(owner.ask(4, "QUEUE PUT q b KEY other")).isEmpty();
        assertThat(owner.ask(5, put)).isEmpty();
        assertThat(owner.after(5)).containsExactly("2: Null");
        assertThat(owner.ask(3, "QUEUE GET q")).contains("1: 2", "5: 2").doesNotContain("4: 3");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
        assertThat(owner.ask(3, "QUEUE GET q")).contains("4: 3");
    }

    @Test
    void aRunThatWaitsForRoomAwaitsTheItemThatHasTakenItsKey() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q first");
        owner.ask(1, "QUEUE PUT q a KEY k");
        owner.ask(2, "RUN q a KEY k");
        assertThat(owner.ask(3, "QUEUE GET q")).contains("1: 2");
        owner.ask(3, "QUEUE GET q");
        assertThat(owner.ask(3, "QUEUE DONE q 2 result")).contains("2: result");
    }

    @Test
    void whoWaitsWithAKeyGetsRoomWhenTheOtherWithThatKeyHasLeft() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q first");
        owner.ask(1, "QUEUE PUT q a KEY k");
        owner.ask(2, "QUEUE PUT q b KEY k");
        assertThat(owner.close(1)).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET q")).contains("2: 2");
    }

    @Test
    void whatHasTheKeyIsAnsweredWithoutRoomAndInAQueueThatIsShutDown() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q a KEY k");
        assertThat(ask("QUEUE PUT q a KEY k")).isEqualTo("1");
        ask("QUEUE SHUTDOWN q");
        assertThat(ask("QUEUE PUT q a KEY k")).isEqualTo("1");
        assertThat(ask("QUEUE PUT q a KEY new")).startsWith("SHUTDOWN ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONE", "FAIL"})
    void aKeptResultKeepsTheKeyUntilItIsForgotten(String verb) {
        ask("SUBMIT q a KEY k TTL 100");
        ask("QUEUE GET q");
        ask("QUEUE " + verb + " q 1 r");
        assertThat(ask("SUBMIT q a KEY k TTL 100")).isEqualTo("1");
        owner.after(100);
        assertThat(ask("SUBMIT q a KEY k TTL 100")).isEqualTo("2");
    }

    @Test
    void aCancelledSubmissionFreesItsKeyThoughItsResultIsKept() {
        ask("SUBMIT q a KEY k TTL 100");
        ask("CANCEL q 1");
        assertThat(ask("SUBMIT q a KEY k")).isEqualTo("2");
    }

    @Test
    void aSubmitFindsAnItemThatWasPutAndItsResultIsKept() {
        ask("QUEUE PUT q a KEY k");
        assertThat(ask("SUBMIT q b KEY k")).isEqualTo("1");
        ask("QUEUE GET q");
        ask("QUEUE DONE q 1 r");
        assertThat(ask("AWAIT q 1")).isEqualTo("r");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLongerTtlCounts(boolean hasEnded) {
        ask("SUBMIT q a KEY k TTL 100");
        ask("QUEUE GET q");
        if (hasEnded) {
            ask("QUEUE DONE q 1 r");
            owner.after(60);
        }
        assertThat(ask("SUBMIT q a KEY k TTL 300")).isEqualTo("1");
        assertThat(ask("SUBMIT q a KEY k TTL 200")).isEqualTo("1");
        if (!hasEnded) {
            ask("QUEUE DONE q 1 r");
            owner.after(60);
        }
        owner.after(239);
        assertThat(ask("AWAIT q 1")).isEqualTo("r");
        owner.after(1);
        assertThat(ask("AWAIT q 1")).startsWith("NOITEM ");
        assertThat(owner.usedByItems()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE PUT", "SUBMIT", "RUN"})
    void wrongOptionsAreRefusedAlsoIfTheKeyIsTaken(String command) {
        ask("QUEUE PUT jobs a KEY k");
        assertThat(ask(command + " jobs a KEY k PRIORITY 1"))
                .isEqualTo(
                        "ERR queue jobs takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one");
        assertThat(ask(command + " jobs a KEY k GROUP g"))
                .isEqualTo("ERR queue jobs takes no GROUP: it is of KIND fifo, and only queues of KIND fair take one");
    }

    // ---- RUN

    @Test
    void aRunThatIsSentAgainAwaitsTheSameResult() {
        assertThat(owner.ask(1, "RUN q a KEY k")).isEmpty();
        assertThat(owner.ask(2, "RUN q a KEY k")).isEmpty();
        ask("QUEUE GET q");
        assertThat(owner.ask(9, "QUEUE DONE q 1 r")).containsExactlyInAnyOrder("9: OK", "1: r", "2: r");
        assertThat(ask("RUN q a KEY k")).isEqualTo("r");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
    }

    @Test
    void anItemOfARunGoesOnWhenItsCallerLeaves() {
        owner.ask(1, "RUN q a KEY k");
        owner.close(1);
        assertThat(ask("QUEUE GET q")).isEqualTo("[1, a, 1]");
        assertThat(owner.ask(2, "RUN q a KEY k")).isEmpty();
        assertThat(owner.ask(9, "QUEUE FAIL q 1 oops")).containsExactlyInAnyOrder("9: OK", "2: FAILED oops");
    }

    @Test
    void aRunFindsAnItemThatWasPut() {
        ask("QUEUE PUT q a KEY k");
        owner.ask(1, "RUN q b KEY k");
        ask("QUEUE GET q");
        assertThat(owner.ask(9, "QUEUE DONE q 1 r")).containsExactlyInAnyOrder("9: OK", "1: r");
    }

    @Test
    void aRunThatWaitsForRoomAwaitsItsResultBehindThat() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q first");
        assertThat(owner.ask(1, "RUN q a KEY k")).isEmpty();
        ask("QUEUE GET q COUNT 2");
        ask("QUEUE GET q");
        assertThat(owner.ask(9, "QUEUE DONE q 2 r")).containsExactlyInAnyOrder("9: OK", "1: r");
    }

    @Test
    void aRunTimesOutAndTheItemGoesOn() {
        owner.ask(1, "RUN q a KEY k TIMEOUT 50");
        owner.after(50);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
        assertThat(ask("RUN q a KEY other TIMEOUT 0")).isEqualTo("Null");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
    }

    @Test
    void aRunMayHaveAPriority() {
        ask("QUEUE CREATE p KIND priority");
        owner.ask(1, "RUN p late PRIORITY 9");
        owner.ask(2, "RUN p soon PRIORITY 1");
        assertThat(ask("QUEUE GET p")).isEqualTo("[2, soon, 1]");
    }

    @Test
    void aTimeInThePastIsNowAndTenYearsAreAllowed() {
        assertThat(ask("QUEUE PUT q a AT 1")).isEqualTo("1");
        assertThat(ask("QUEUE GET q")).isEqualTo("[1, a, 1]");
        ask("QUEUE PUT q a AT " + (Clock.systemUTC().millis() + 1_000_000));
        ask("QUEUE PUT q a DELAY 315360000000");
        assertThat(owner.stat("q", "delayed")).isEqualTo("2");
    }
}
