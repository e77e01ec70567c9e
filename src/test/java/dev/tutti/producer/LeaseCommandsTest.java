package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.Signal;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LEASE, TOUCH, DELAY and PRIORITY, and who may act on an item, as the owner of a queue answers. */
class LeaseCommandsTest {

    private static final String NEVER =
            "never heard of since the server was started: it was not in flight, or is not among the last 100000 that ended";

    private final OneOwner owner = new OneOwner(Map.of("leased", new QueueConfig(Kind.FIFO, 0, 50, 2)), 1 << 20);

    private static String noItem(String queue, String why) {
        return "NOITEM item 1 of queue " + queue + ": " + why;
    }

    // ---- whose lease it is

    @Test
    void theQueuesLeaseHoldsForGetsThatNameNone() {
        owner.ask(1, "QUEUE PUT leased a");
        assertThat(owner.ask(1, "QUEUE GET leased")).containsExactly("1: [1, a, 1]");
        owner.after(49);
        assertThat(owner.stat("leased", "inflight")).isEqualTo("1");
        owner.after(1);
        assertThat(owner.ask(2, "QUEUE GET leased")).containsExactly("2: [1, a, 2]");
        assertThat(owner.ask(1, "QUEUE DONE leased 1"))
                .containsExactly("1: " + noItem("leased", "its lease ended, and attempt 2 is with another client"));
    }

    @Test
    void theGetsLeaseWins() {
        owner.ask(1, "QUEUE PUT leased a", "QUEUE GET leased LEASE 500");
        owner.after(499);
        assertThat(owner.stat("leased", "inflight")).isEqualTo("1");
        owner.after(1);
        assertThat(owner.stat("leased", "size")).isEqualTo("1");
    }

    @Test
    void leaseZeroIsNone() {
        owner.ask(1, "QUEUE PUT leased a", "QUEUE GET leased LEASE 0");
        owner.after(1_000_000);
        assertThat(owner.stat("leased", "inflight")).isEqualTo("1");
    }

    @Test
    void aGetThatWaitsHasItsLeaseToo() {
        owner.ask(1, "QUEUE GET leased");
        owner.ask(2, "QUEUE GET q LEASE 70");
        owner.after(1000);
        assertThat(owner.ask(3, "QUEUE PUT leased a", "QUEUE PUT q b"))
                .contains("1: [1, a, 1]")
                .contains("2: [2, b, 1]");
        owner.after(50);
        assertThat(owner.stat("leased", "size")).isEqualTo("1");
        assertThat(owner.stat("q", "size")).isEqualTo("0");
        owner.after(20);
        assertThat(owner.stat("q", "size")).isEqualTo("1");
    }

    @Test
    void everyItemOfACountIsLeased() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE PUT q c", "QUEUE GET q COUNT 3 LEASE 50");
        owner.ask(1, "QUEUE DONE q 2");
        owner.after(50);
        assertThat(owner.ask(2, "QUEUE GET q COUNT 9")).containsExactly("2: [[1, a, 2], [3, c, 2]]");
    }

    @Test
    void aConsumerOfTheServerHasNoLease() {
        owner.ask(1, "QUEUE PUT leased a");
        assertThat(owner.send(5, new Consume("leased"))).containsExactly("5: [1, a, 1]");
        owner.after(1_000_000);
        assertThat(owner.stat("leased", "inflight")).isEqualTo("1");
    }

    @Test
    void createNamesTheLeaseOfAQueueAndMayNotNameAnother() {
        owner.ask(1, "QUEUE CREATE q LEASE 50 KIND lifo", "QUEUE PUT q a", "QUEUE GET q");
        owner.after(50);
        assertThat(owner.stat("q", "size")).isEqualTo("1");
        assertThat(owner.ask(1, "QUEUE CREATE q LEASE 51"))
                .containsExactly("1: ERR queue q exists with KIND lifo MAXSIZE 100000 LEASE 50 ATTEMPTS 0,"
                        + " not KIND lifo MAXSIZE 100000 LEASE 51 ATTEMPTS 0");
        assertThat(owner.ask(1, "QUEUE CREATE q LEASE 50")).containsExactly("1: OK");
    }

    // ---- touch

    @Test
    void touchStartsTheLeaseAnew() {
        owner.ask(1, "QUEUE PUT leased a", "QUEUE GET leased");
        for (int i = 0; i < 5; i++) {
            owner.after(49);
            assertThat(owner.ask(1, "QUEUE TOUCH leased 1")).containsExactly("1: OK");
        }
        owner.after(49);
        assertThat(owner.ask(1, "QUEUE DONE leased 1")).containsExactly("1: OK");
    }

    @Test
    void whoNamesTheItemMayTouchIt() {
        owner.ask(1, "QUEUE PUT leased a", "QUEUE GET leased");
        owner.after(49);
        assertThat(owner.ask(2, "QUEUE TOUCH leased 1")).containsExactly("2: OK");
        owner.after(49);
        assertThat(owner.stat("leased", "inflight")).isEqualTo("1");
    }

    @Test
    void touchOfWhatIsNotInFlightIsNoItem() {
        owner.ask(1, "QUEUE PUT leased a");
        assertThat(owner.ask(1, "QUEUE TOUCH leased 1", "QUEUE TOUCH q 1"))
                .containsExactly(
                        "1: "
                                + noItem(
                                        "leased",
                                        "it is ready, and nobody has got it since it came here or the server was started"),
                        "1: " + noItem("q", NEVER));
    }

    // ---- who lost it

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE TOUCH q 1", "QUEUE DONE q 1", "QUEUE FAIL q 1", "QUEUE RELEASE q 1"})
    void whoLostAnItemHasNoSuchItemThoughAnotherHasItInFlight(String command) {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q LEASE 50");
        owner.after(50);
        owner.ask(2, "QUEUE GET q");
        assertThat(owner.ask(1, command))
                .containsExactly("1: " + noItem("q", "its lease ended, and attempt 2 is with another client"));
        assertThat(owner.ask(3, command)).containsExactly("3: OK");
    }

    @Test
    void afterResetItHasLostWhatItHad() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q");
        owner.send(1, new Signal.Reset());
        assertThat(owner.ask(1, "QUEUE DONE q 1"))
                .containsExactly("1: " + noItem("q", "its connection was RESET, and attempt 1 is ready"));
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactly("2: [1, a, 1]");
        assertThat(owner.ask(1, "QUEUE DONE q 1"))
                .containsExactly("1: " + noItem("q", "its connection was RESET, and attempt 1 is with another client"));
    }

    @Test
    void outOfAttemptsALostLeaseIsADeadLetter() {
        owner.ask(1, "QUEUE PUT leased a", "QUEUE GET leased");
        owner.after(50);
        owner.ask(1, "QUEUE GET leased");
        owner.after(50);
        assertThat(owner.ask(1, "QUEUE GET leased TIMEOUT 0", "QUEUE GET leased.dead"))
                .containsExactly("1: NullArray", "1: [1, a, 1]");
        assertThat(owner.ask(1, "QUEUE DONE leased 1", "QUEUE DONE leased.dead 1"))
                .containsExactly(
                        "1: "
                                + noItem(
                                        "leased",
                                        "its lease ended, and it was out of attempts:"
                                                + " it failed for good, and is now in leased.dead"),
                        "1: OK");
    }

    @Test
    void outOfAttemptsWhoeverAwaitsItHasTheFailure() {
        owner.ask(1, "RUN leased a");
        owner.ask(2, "QUEUE GET leased");
        owner.after(50);
        owner.ask(2, "QUEUE GET leased");
        assertThat(owner.after(50)).containsExactly("1: FAILED its lease ended, and it is out of attempts");
    }

    // ---- cancelled in a worker's hands

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE TOUCH q 1", "QUEUE DONE q 1", "QUEUE FAIL q 1", "QUEUE RELEASE q 1 DELAY 5"})
    void aWorkerLearnsOnceThatItsItemIsCancelled(String command) {
        owner.ask(1, "QUEUE PUT q a");
        owner.ask(2, "QUEUE GET q");
        assertThat(owner.ask(1, "CANCEL q 1", "CANCEL q 1", "QUEUE JOIN q")).containsExactly("1: 1", "1: 0", "1: OK");
        assertThat(owner.ask(2, command, command))
                .containsExactly(
                        "2: CANCELLED item 1 was cancelled", "2: " + noItem("q", "finished already, by CANCEL"));
        assertThat(owner.ask(2, "QUEUE SIZE q")).containsExactly("2: 0");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void aWorkerWhoseLeaseOnACancelledItemEndedHasNoSuchItem() {
        owner.ask(1, "QUEUE PUT q a");
        owner.ask(2, "QUEUE GET q LEASE 50");
        owner.ask(1, "CANCEL q 1");
        owner.after(50);
        assertThat(owner.ask(2, "QUEUE DONE q 1")).containsExactly("2: " + noItem("q", "finished already, by CANCEL"));
    }

    // ---- delay

    @Test
    void putWithADelayAnswersAtOnceAndIsReadyLater() {
        assertThat(owner.ask(1, "QUEUE PUT q a DELAY 50", "QUEUE SIZE q", "QUEUE PEEK q", "QUEUE GET q TIMEOUT 0"))
                .containsExactly("1: 1", "1: 0", "1: []", "1: NullArray");
        owner.ask(2, "QUEUE GET q");
        assertThat(owner.after(49)).isEmpty();
        assertThat(owner.after(1)).containsExactly("2: [1, a, 1]");
    }

    @Test
    void releaseWithADelayBringsTheItemBackLaterAndTheAttemptDoesNotCount() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q", "QUEUE PUT q b");
        assertThat(owner.ask(1, "QUEUE RELEASE q 1 DELAY 50", "QUEUE PEEK q COUNT 9"))
                .containsExactly("1: OK", "1: [[2, b]]");
        owner.after(50);
        assertThat(owner.ask(1, "QUEUE GET q COUNT 9")).containsExactly("1: [[1, a, 1], [2, b, 1]]");
    }

    // ---- priority

    @Test
    void onlyAPriorityQueueTakesPriority() {
        assertThat(owner.ask(1, "QUEUE PUT q a PRIORITY 0", "SUBMIT q a PRIORITY 1"))
                .containsExactly(
                        "1: ERR queue q takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one",
                        "1: ERR queue q takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one");
        assertThat(owner.ask(1, "QUEUE CREATE q KIND priority")).containsExactly("1: OK");
        owner.ask(1, "QUEUE PUT q b PRIORITY 2", "QUEUE PUT q zero", "SUBMIT q a PRIORITY -1");
        assertThat(owner.ask(1, "QUEUE PEEK q COUNT 9")).containsExactly("1: [[3, a], [2, zero], [1, b]]");
    }

    @Test
    void aRefusedPriorityTakesNoMemoryAndLeavesNoQueue() {
        owner.ask(1, "QUEUE PUT q a PRIORITY 0");
        assertThat(owner.usedByItems()).isZero();
        assertThat(owner.ask(1, "QUEUE CREATE q KIND lifo")).isEqualTo(List.of("1: OK"));
    }
}
