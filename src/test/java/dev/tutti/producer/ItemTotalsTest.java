package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.ops.ItemTotals;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The totals over all queues, which INFO shows. */
class ItemTotalsTest {

    private final OneOwner owner = new OneOwner(Map.of(), 1 << 22);
    private final ItemTotals totals = owner.totals;

    private void ask(String... lines) {
        owner.ask(1, lines);
    }

    @Test
    void aQueueThatIsForgottenAndComesBackCountsOnce() {
        ask("QUEUE PUT q a", "QUEUE GET q", "QUEUE DONE q 1");
        assertThat(owner.queues.existing("q")).isNull();
        ask("QUEUE PUT q b");
        assertThat(owner.stat("q", "put")).isEqualTo("2");
        assertThat(totals.put()).isEqualTo(2);
        assertThat(totals.done()).isEqualTo(1);
        assertThat(totals.unfinished()).isEqualTo(1);
    }

    @Test
    void deleteEndsTheItemsAndKeepsTheTotals() {
        ask("QUEUE PUT q a", "QUEUE PUT q b DELAY 100", "QUEUE PUT q c", "QUEUE GET q");
        ask("SUBMIT q d", "QUEUE GET q COUNT 2", "QUEUE DONE q 4");
        assertThat(totals.unfinished()).isEqualTo(3);
        assertThat(totals.results()).isEqualTo(1);
        ask("QUEUE DELETE q", "QUEUE PUT q e");
        assertThat(owner.stat("q", "put")).isEqualTo("1");
        assertThat(totals.put()).isEqualTo(5);
        assertThat(totals.done()).isEqualTo(1);
        assertThat(totals.unfinished()).isEqualTo(1);
        assertThat(totals.results()).isZero();
    }

    @Test
    void failuresRetriesAndDeadItemsCountInTheirQueues() {
        ask("QUEUE CREATE q ATTEMPTS 2", "QUEUE PUT q a");
        ask("QUEUE GET q", "QUEUE FAIL q 1", "QUEUE GET q", "QUEUE FAIL q 1");
        assertThat(totals.retried()).isEqualTo(1);
        assertThat(totals.failed()).isEqualTo(1);
        assertThat(totals.dead()).isEqualTo(1);
        assertThat(totals.put()).as("once in q and once in q.dead").isEqualTo(2);
        assertThat(totals.unfinished()).isEqualTo(1);
        ask("QUEUE MOVE q.dead q");
        assertThat(totals.put()).isEqualTo(3);
        assertThat(totals.unfinished()).isEqualTo(1);
    }

    @Test
    void itemsThatNobodyGetsCountAsExpiredOrCancelled() {
        ask("QUEUE PUT q a EXPIRES 50", "QUEUE PUT q b", "CANCEL q 2");
        owner.after(50);
        assertThat(totals.expired()).isEqualTo(1);
        assertThat(totals.cancelled()).isEqualTo(1);
        assertThat(totals.unfinished()).isZero();
    }

    @Test
    void aResultCountsUntilItIsForgotten() {
        ask("SUBMIT q a TTL 50", "QUEUE GET q", "QUEUE DONE q 1", "QUEUE CREATE q MAXSIZE 5");
        assertThat(totals.results())
                .as("also in a queue that replaces its queue")
                .isEqualTo(1);
        owner.after(50);
        assertThat(totals.results()).isZero();
    }
}
