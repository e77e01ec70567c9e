package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The figures of STATS that tell of the past, of results and of memory. */
class StatsTest {

    private final OneOwner owner = new OneOwner(Map.of(), 1 << 22);

    private void ask(String line) {
        owner.ask(1, line);
    }

    private String stat(String key) {
        return owner.stat("q", key);
    }

    @Test
    void itTellsHowLongTheOldestReadyItemIsReady() {
        assertThat(stat("oldest")).isEqualTo("0");
        ask("QUEUE PUT q a DELAY 100");
        owner.after(40);
        ask("QUEUE PUT q b");
        owner.after(10);
        assertThat(stat("oldest")).isEqualTo("10");
        owner.after(70);
        assertThat(stat("oldest")).isEqualTo("20");
        owner.ask(2, "QUEUE GET q COUNT 2");
        assertThat(stat("oldest")).isEqualTo("0");
        owner.after(5);
        owner.ask(2, "QUEUE RELEASE q 1");
        owner.after(7);
        assertThat(stat("oldest")).isEqualTo("7");
    }

    @Test
    void anItemThatComesBackAfterADelayIsReadySinceTheEndOfThat() {
        ask("QUEUE CREATE q ATTEMPTS 3");
        ask("QUEUE PUT q a");
        owner.after(10);
        owner.ask(2, "QUEUE GET q", "QUEUE FAIL q 1 oops DELAY 100");
        owner.after(103);
        assertThat(stat("oldest")).isEqualTo("3");
        owner.ask(2, "QUEUE GET q", "QUEUE RELEASE q 1");
        owner.after(4);
        assertThat(stat("oldest")).isEqualTo("4");
        ask("QUEUE RESCHEDULE q 1 DELAY 50");
        owner.after(56);
        assertThat(stat("oldest")).isEqualTo("6");
    }

    @Test
    void totalsAreShownWhileAQueueIsForgotten() {
        ask("QUEUE PUT q a");
        owner.after(7);
        owner.ask(2, "QUEUE GET q", "QUEUE DONE q 1");
        assertThat(owner.queues.existing("q")).isNull();
        assertThat(stat("put")).isEqualTo("1");
        assertThat(stat("done")).isEqualTo("1");
        assertThat(stat("waited")).isEqualTo("7");
        assertThat(stat("bytes")).isEqualTo("0");
        ask("QUEUE DELETE q");
        assertThat(stat("put")).isEqualTo("0");
    }

    @Test
    void itTellsHowLongTheItemHadWaitedThatWasGotLast() {
        ask("QUEUE PUT q a");
        ask("QUEUE PUT q b DELAY 100");
        owner.after(30);
        owner.ask(2, "QUEUE GET q");
        owner.after(5);
        assertThat(stat("waited")).isEqualTo("30");
        owner.after(90);
        owner.ask(2, "QUEUE GET q");
        assertThat(stat("waited")).isEqualTo("25");
    }

    @Test
    void itCountsCancelledItemsAndKeptResults() {
        ask("SUBMIT q a TTL 50");
        ask("SUBMIT q b TTL 50");
        ask("QUEUE PUT q c");
        ask("QUEUE PUT q d");
        owner.ask(2, "QUEUE GET q", "QUEUE DONE q 1 r", "QUEUE GET q");
        ask("CANCEL q 2");
        ask("CANCEL q 3");
        assertThat(stat("cancelled")).isEqualTo("2");
        assertThat(stat("results")).isEqualTo("2");
        assertThat(Long.parseLong(stat("bytes"))).isEqualTo(owner.usedByItems()).isPositive();
        owner.after(50);
        assertThat(stat("results")).isEqualTo("0");
    }

    @Test
    void totalsStayWhenAQueueIsForgottenAndComesBack() {
        ask("QUEUE PUT q a");
        owner.ask(2, "QUEUE GET q", "QUEUE DONE q 1");
        assertThat(owner.queues.existing("q")).isNull();
        ask("QUEUE PUT q b");
        assertThat(stat("put")).isEqualTo("2");
        assertThat(stat("done")).isEqualTo("1");
    }

    @Test
    void totalsStayThoughNothingWasEverPutIntoTheQueue() {
        ask("QUEUE CREATE q ATTEMPTS 1 DEADAGE 50");
        ask("QUEUE PUT q a");
        owner.ask(2, "QUEUE GET q", "QUEUE FAIL q 1");
        owner.after(50);
        assertThat(owner.queues.existing("q.dead")).isNull();
        assertThat(owner.stat("q.dead", "expired")).isEqualTo("1");
    }

    @Test
    void aQueueThatIsCreatedWhileOnlyResultsAreLeftGoesOnCounting() {
        ask("SUBMIT q a");
        owner.ask(2, "QUEUE GET q", "QUEUE DONE q 1");
        ask("QUEUE CREATE q MAXSIZE 5");
        assertThat(stat("put")).isEqualTo("1");
        assertThat(stat("results")).isEqualTo("1");
        assertThat(Long.parseLong(stat("bytes"))).isEqualTo(owner.usedByItems());
    }

    @Test
    void theTotalsOfADeletedQueueAreGone() {
        ask("QUEUE PUT q a");
        ask("QUEUE DELETE q");
        ask("QUEUE PUT q b");
        assertThat(stat("put")).isEqualTo("1");
    }
}
