package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Signal;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ATTEMPT names one delivery of an item, and NOITEM tells why a client may not act on an item. */
class AttemptTest {

    private static final String ADVICE =
            " (keep the connection that did the GET open until DONE, or use GET ... LEASE ms DETACHED)";

    private final OneOwner owner = new OneOwner(Map.of("twice", new QueueConfig(Kind.FIFO, 0, 50, 2)), 1 << 20);

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    private static String noItem(String why) {
        return "NOITEM item 1 of queue q: " + why;
    }

    private void getOnAndClose(long connection) {
        owner.ask(connection, "QUEUE GET q LEASE 1000");
        owner.close(connection);
    }

    // ---- an old delivery settles no new one

    @ParameterizedTest
    @ValueSource(strings = {"DONE q 1 r", "DONE q 1", "FAIL q 1 late", "FAIL q 1", "RELEASE q 1", "TOUCH q 1"})
    void aStaleWorkerOfANewConnectionLeavesTheNextDeliveryAlone(String command) {
        owner.ask(1, "QUEUE PUT q a");
        getOnAndClose(2);
        assertThat(owner.ask(3, "QUEUE GET q")).containsExactly("3: [1, a, 2]");
        assertThat(ask("QUEUE " + command + " ATTEMPT 1"))
                .isEqualTo(noItem("its connection closed, and attempt 2 is with another client" + ADVICE));
        assertThat(owner.stat("q", "inflight")).isEqualTo("1");
        assertThat(ask("QUEUE " + command + " ATTEMPT 2")).isEqualTo("OK");
    }

    @Test
    void whoNeverGotAnItemMaySettleOneThatAnotherClientHasLost() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q", "QUEUE RELEASE q 1");
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactly("2: [1, a, 1]");
        assertThat(owner.ask(3, "QUEUE DONE q 1")).containsExactly("3: OK");
    }

    @Test
    void theHolderItselfIsToldOfItsOwnDelivery() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE DONE q 1 ATTEMPT 2"))
                .containsExactly(
                        "1: " + noItem("attempt 2 is not the current one, and attempt 1 is with this connection"));
    }

    @Test
    void anAttemptThatHasNotBegunWasNotLost() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q", "QUEUE RELEASE q 1", "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE DONE q 1 ATTEMPT 2"))
                .containsExactly(
                        "1: " + noItem("attempt 2 is not the current one, and attempt 1 is with this connection"));
    }

    @Test
    void anotherDeliveryIsNotToldThatItsItemWasCancelled() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q");
        assertThat(ask("CANCEL q 1")).isEqualTo("1");
        assertThat(ask("QUEUE DONE q 1 ATTEMPT 2")).startsWith("NOITEM ");
        assertThat(ask("QUEUE DONE q 1 ATTEMPT 1")).isEqualTo("CANCELLED item 1 was cancelled");
        assertThat(ask("QUEUE DONE q 1 ATTEMPT 1")).isEqualTo(noItem("finished already, by CANCEL"));
    }

    // ---- a DONE that is sent again

    @Test
    void aDoneThatIsSentAgainIsHarmless() {
        owner.ask(1, "QUEUE CREATE q", "QUEUE PUT q a", "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE DONE q 1 r ATTEMPT 1")).containsExactly("1: OK");
        assertThat(owner.ask(2, "QUEUE DONE q 1 r ATTEMPT 1", "QUEUE DONE q 1 ATTEMPT 1"))
                .containsExactly("2: OK", "2: OK");
        assertThat(owner.stat("q", "done")).isEqualTo("1");
        String finished = noItem("finished already, by DONE of attempt 1");
        assertThat(ask("QUEUE DONE q 1 r")).isEqualTo(finished);
        assertThat(ask("QUEUE DONE q 1 r ATTEMPT 2")).isEqualTo(finished);
        assertThat(ask("QUEUE FAIL q 1 r ATTEMPT 1")).isEqualTo(finished);
        assertThat(ask("QUEUE DONE other 1 r ATTEMPT 1")).startsWith("NOITEM ");
    }

    /** A wrong name of a queue is not hidden by words that are true of another queue alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DONE q 1      | , where it is gone: finished already, by DONE of attempt 1
            FAIL q 1      | , where it is gone: finished already, by FAIL of attempt 1, and now in its dead-letter queue
            RELEASE q 1   | ''
            PURGE q       | ''
            """)
    void anItemOfAnotherQueueIsSaidToBeThat(String command, String more) {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q", "QUEUE CREATE wrong", "QUEUE " + command);
        owner.ask(1, "QUEUE RELEASE q 1");
        for (String wrong : List.of("DONE", "FAIL", "RELEASE", "TOUCH", "INSPECT")) {
            for (String queue : List.of("wrong", "nowhere")) {
                assertThat(ask("QUEUE " + wrong + " " + queue + " 1"))
                        .isEqualTo("NOITEM item 1 of queue " + queue + ": it is an item of another queue" + more);
            }
        }
    }

    @Test
    void aDoneAfterAFailIsNoDone() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q", "QUEUE FAIL q 1 broken");
        assertThat(ask("QUEUE DONE q 1 ATTEMPT 1"))
                .isEqualTo(noItem("finished already, by FAIL of attempt 1, and now in q.dead"));
    }

    // ---- NOITEM says which

    @Test
    void nobodyHasHeardOfAnItemThatWasNeverThere() {
        assertThat(ask("QUEUE DONE q 1")).startsWith(noItem("never heard of"));
        owner.ask(1, "QUEUE PUT q a");
        assertThat(ask("QUEUE DONE q 2")).startsWith("NOITEM item 2 of queue q: never heard of");
    }

    @Test
    void anItemThatNobodyHasGotIsReadyOrDelayed() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b DELAY 50", "QUEUE PUT other c", "QUEUE MOVE other q");
        assertThat(ask("QUEUE DONE q 1"))
                .isEqualTo(noItem("it is ready, and nobody has got it since it came here or the server was started"));
        assertThat(ask("QUEUE FAIL q 2"))
                .endsWith("queue q: it is delayed, and nobody has got it since it came here or the server was started");
        assertThat(ask("QUEUE DONE q 3"))
                .endsWith("queue q: it is ready, and nobody has got it since it came here or the server was started");
        assertThat(ask("QUEUE DONE other 3")).endsWith("queue other: moved to q");
        owner.ask(1, "QUEUE GET q");
        assertThat(ask("QUEUE DONE q 1")).isEqualTo("OK");
    }

    @Test
    void aLeaseThatEndedIsToldFromAConnectionThatClosed() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q LEASE 50");
        owner.after(50);
        assertThat(owner.ask(1, "QUEUE DONE q 1"))
                .containsExactly("1: " + noItem("its lease ended, and attempt 2 is ready"));
        getOnAndClose(2);
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(noItem("its connection closed, and attempt 3 is ready" + ADVICE));
        owner.ask(3, "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE DONE q 1"))
                .containsExactly(
                        "1: " + noItem("its connection closed, and attempt 3 is with another client" + ADVICE));
    }

    @Test
    void resetReleaseAndFailAreTold() {
        owner.ask(1, "QUEUE CREATE q ATTEMPTS 9", "QUEUE PUT q a", "QUEUE GET q");
        owner.send(1, new Signal.Reset());
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(noItem("its connection was RESET, and attempt 1 is ready"));
        owner.ask(1, "QUEUE GET q", "QUEUE RELEASE q 1 DELAY 50");
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(noItem("it was released, and attempt 1 is delayed"));
        owner.after(50);
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(noItem("it was released, and attempt 1 is ready"));
        owner.ask(1, "QUEUE GET q", "QUEUE FAIL q 1");
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(noItem("this attempt failed already, and attempt 2 is ready"));
    }

    @Test
    void anItemThatIsOutOfAttemptsHasFailedForGood() {
        owner.ask(1, "QUEUE PUT twice a", "QUEUE GET twice");
        owner.after(50);
        owner.ask(1, "QUEUE GET twice");
        owner.after(50);
        assertThat(ask("QUEUE DONE twice 1"))
                .endsWith("its lease ended, and it was out of attempts: it failed for good, and is now in twice.dead");
        owner.ask(1, "QUEUE PUT twice b", "QUEUE GET twice", "QUEUE FAIL twice 2", "QUEUE GET twice");
        owner.close(1);
        assertThat(ask("QUEUE DONE twice 2"))
                .endsWith(
                        "its connection closed, and it was out of attempts: it failed for good, and is now in twice.dead"
                                + ADVICE);
        owner.ask(1, "SUBMIT twice c", "QUEUE GET twice");
        owner.after(50);
        owner.ask(1, "QUEUE GET twice");
        owner.after(50);
        assertThat(ask("QUEUE FAIL twice 3"))
                .as("of an item whose result is kept instead")
                .endsWith("its lease ended, and it was out of attempts: it failed for good");
    }

    @Test
    void whatBecameOfTheQueueIsTold() {
        for (String how : List.of("PURGE", "DELETE", "SHUTDOWN", "MOVE")) {
            owner.ask(1, "QUEUE PUT " + how + " a");
        }
        assertThat(owner.ask(
                        1,
                        "QUEUE PURGE PURGE",
                        "QUEUE DELETE DELETE",
                        "QUEUE SHUTDOWN SHUTDOWN IMMEDIATE",
                        "QUEUE MOVE MOVE q2"))
                .containsExactly("1: 1", "1: OK", "1: OK", "1: 1");
        assertThat(ask("QUEUE DONE PURGE 1")).isEqualTo("NOITEM item 1 of queue PURGE: purged");
        assertThat(ask("QUEUE DONE DELETE 2")).isEqualTo("NOITEM item 2 of queue DELETE: deleted with its queue");
        assertThat(ask("QUEUE DONE SHUTDOWN 3"))
                .isEqualTo("NOITEM item 3 of queue SHUTDOWN: dropped, since the queue was shut down");
        assertThat(ask("QUEUE DONE MOVE 4")).isEqualTo("NOITEM item 4 of queue MOVE: moved to q2");
    }

    @Test
    void aDeletedQueueHasDeletedWhatWasInFlight() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q", "QUEUE DELETE q");
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(noItem("deleted with its queue"));
    }
}
