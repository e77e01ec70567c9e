package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.Signal;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.MapJournal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DETACHED: an item that belongs to its lease alone, whatever becomes of connections. */
class DetachedCommandsTest {

    private final OneOwner owner =
            new OneOwner(Map.of("jobs", new QueueConfig(Kind.FIFO, 0, 50, 0).with(QueueSetting.DETACHED, 1)), 1 << 20);

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE GET q LEASE 50 DETACHED",
                "QUEUE GET jobs",
                "QUEUE GET jobs COUNT 5",
                "QUEUE GET jobs LEASE 50"
            })
    void anItemStaysWithItsLeaseThoughItsConnectionClosesOrIsReset(String get) {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT jobs a");
        String queue = get.split(" ")[2];
        owner.ask(2, get);
        owner.send(2, new Signal.Reset());
        owner.close(2);
        owner.after(49);
        assertThat(owner.stat(queue, "inflight")).isEqualTo("1");
        owner.after(1);
        assertThat(owner.stat(queue, "inflight")).isEqualTo("0");
        assertThat(ask("QUEUE GET " + queue + " LEASE 50")).endsWith(", a, 2]");
    }

    @Test
    void aGetThatWaitedIsDetachedToo() {
        owner.ask(2, "QUEUE GET q LEASE 50 DETACHED");
        assertThat(owner.ask(1, "QUEUE PUT q a")).contains("2: [1, a, 1]");
        owner.close(2);
        assertThat(ask("QUEUE DONE q 1 ATTEMPT 1")).isEqualTo("OK");
    }

    @Test
    void aGetThatWaitsLeavesWithItsConnection() {
        owner.ask(2, "QUEUE GET q LEASE 50 DETACHED");
        owner.close(2);
        owner.ask(1, "QUEUE PUT q a");
        assertThat(owner.stat("q", "inflight")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONE", "FAIL", "RELEASE", "TOUCH"})
    void anyConnectionSettlesIt(String verb) {
        owner.ask(1, "QUEUE PUT jobs a", "QUEUE GET jobs");
        owner.close(1);
        assertThat(ask("QUEUE " + verb + " jobs 1 ATTEMPT 1")).isEqualTo("OK");
    }

    @Test
    void touchBeginsTheLeaseAgain() {
        owner.ask(1, "QUEUE PUT jobs a", "QUEUE GET jobs");
        owner.close(1);
        owner.after(49);
        assertThat(ask("QUEUE TOUCH jobs 1")).isEqualTo("OK");
        owner.after(49);
        assertThat(owner.stat("jobs", "inflight")).isEqualTo("1");
        owner.after(1);
        assertThat(owner.stat("jobs", "inflight")).isEqualTo("0");
    }

    @Test
    void aConnectionThatServesSeveralWorkersMaySettleTheNextDelivery() {
        owner.ask(1, "QUEUE PUT jobs a", "QUEUE GET jobs");
        owner.after(50);
        owner.ask(2, "QUEUE GET jobs");
        assertThat(owner.ask(1, "QUEUE DONE jobs 1 ATTEMPT 1"))
                .containsExactly(
                        "1: NOITEM item 1 of queue jobs: its lease ended, and attempt 2 is with another client");
        assertThat(owner.ask(1, "QUEUE DONE jobs 1 ATTEMPT 2")).containsExactly("1: OK");
    }

    @Test
    void soMayAConnectionThatLostTheItemWhenItWasNotDetachedIfItNamesTheDelivery() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q LEASE 50");
        owner.after(50);
        owner.ask(2, "QUEUE GET q LEASE 50 DETACHED");
        String late = "1: NOITEM item 1 of queue q: its lease ended, and attempt 2 is with another client";
        assertThat(owner.ask(1, "QUEUE DONE q 1")).containsExactly(late);
        assertThat(owner.ask(1, "QUEUE DONE q 1 ATTEMPT 1")).containsExactly(late);
        assertThat(owner.ask(1, "QUEUE TOUCH q 1 ATTEMPT 2")).containsExactly("1: OK");
        assertThat(owner.ask(1, "QUEUE DONE q 1 ATTEMPT 2")).containsExactly("1: OK");
    }

    @Test
    void whoLostAnItemAndGetsItDetachedMayActOnIt() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q LEASE 50");
        owner.after(50);
        assertThat(owner.ask(1, "QUEUE GET q LEASE 50 DETACHED", "QUEUE DONE q 1"))
                .containsExactly("1: [1, a, 2]", "1: OK");
    }

    @Test
    void aCancelledItemIsToldOnceToWhoeverActsOnIt() {
        owner.ask(1, "QUEUE PUT jobs a", "QUEUE GET jobs");
        owner.close(1);
        assertThat(ask("CANCEL jobs 1")).isEqualTo("1");
        assertThat(owner.ask(2, "QUEUE DONE jobs 1", "QUEUE DONE jobs 1"))
                .containsExactly(
                        "2: CANCELLED item 1 was cancelled",
                        "2: NOITEM item 1 of queue jobs: finished already, by CANCEL");
    }

    @Test
    void aConsumerOfTheServerIsNotAffected() {
        owner.ask(1, "QUEUE PUT jobs a");
        owner.send(5, new Consume("jobs"));
        owner.after(1_000_000);
        assertThat(owner.stat("jobs", "inflight")).isEqualTo("1");
        owner.close(5);
        assertThat(owner.stat("jobs", "size")).isEqualTo("1");
    }

    @Test
    void allIsGivenUpWithTheItem() {
        long before = owner.usedByItems();
        owner.ask(1, "QUEUE PUT jobs a", "QUEUE GET jobs");
        owner.close(1);
        assertThat(ask("QUEUE DELETE jobs")).isEqualTo("OK");
        assertThat(owner.usedByItems()).isEqualTo(before);
        owner.after(100);
    }

    // ---- contradictions

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE GET q DETACHED",
                "QUEUE GET q LEASE 0 DETACHED",
                "QUEUE GET q DETACHED TIMEOUT 0",
                "QUEUE GET jobs LEASE 0"
            })
    void withoutALeaseNothingIsDetached(String get) {
        assertThat(ask(get)).isEqualTo("ERR DETACHED needs a LEASE above 0, of the GET or of the queue");
        assertThat(owner.queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsDetachedOnlyWithALease() {
        assertThat(ask("QUEUE CREATE q DETACHED yes")).isEqualTo("ERR DETACHED yes needs a LEASE above 0");
        assertThat(ask("QUEUE CREATE q DETACHED no")).isEqualTo("OK");
        assertThat(ask("QUEUE CREATE other DETACHED yes LEASE 5")).isEqualTo("OK");
        assertThat(ask("QUEUE CREATE other DETACHED no"))
                .isEqualTo("ERR queue other exists with KIND fifo MAXSIZE 100000 LEASE 5 ATTEMPTS 0 DETACHED yes, not"
                        + " KIND fifo MAXSIZE 100000 LEASE 5 ATTEMPTS 0");
    }

    // ---- the journal

    @Test
    void deliveryAndTouchAreAnsweredWhenTheLeaseIsOnTheDisk() {
        MapJournal journal = new MapJournal();
        OneOwner journaled = new OneOwner(journal);
        journaled.ask(1, "QUEUE PUT q a");
        journal.holdBack();
        assertThat(journaled.ask(1, "QUEUE GET q LEASE 50 DETACHED")).isEmpty();
        journal.writeNext();
        assertThat(journaled.replies()).containsExactly("1: [1, a, 1]");
        assertThat(journaled.ask(1, "QUEUE TOUCH q 1")).isEmpty();
        journal.writeNext();
        assertThat(journaled.replies()).containsExactly("1: OK");
    }
}
