package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items that only the journal has: commands wait for them alone, in order, and an error of the disk fails them whole. */
class UnreadItemsTest {

    private static final int ITEMS = 1000;
    private static final int MEMORY = 120_000;
    /** In each body, so that it is worth dropping. */
    private static final String LONG = "-".repeat(40);

    private static final String BROKEN = "ERR items could not be read from the journal: EIO";

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(MEMORY, journal);
    /** The next item of the queue. */
    private int next = 1;

    @BeforeEach
    void fillTheQueue() {
        for (int i = 1; i <= ITEMS; i++) {
            assertThat(owner.ask(1, "QUEUE PUT q item-" + i + LONG)).containsExactly("1: " + i);
        }
        journal.holdReads();
    }

    private List<String> endRead() {
        journal.readNext();
        return owner.replies();
    }

    private List<String> endReads() {
        List<String> replies = new ArrayList<>();
        while (journal.pendingReads() > 0) {
            replies.addAll(endRead());
        }
        return replies;
    }

    private static String got(int item) {
        return "[" + item + ", item-" + item + LONG + ", 1]";
    }

    private static String got(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(UnreadItemsTest::got)
                .toList()
                .toString();
    }

    /** Gets and finishes the items whose bodies are here. A read of the next ones is under way then. */
    private void getThoseAtHand() {
        List<String> replies = owner.ask(1, "QUEUE GET q TIMEOUT 1");
        for (; !replies.isEmpty(); replies = owner.ask(1, "QUEUE GET q TIMEOUT 1")) {
            assertThat(replies).containsExactly("1: " + got(next));
            finish(next, next);
            next++;
        }
        assertThat(owner.after(1)).containsExactly("1: NullArray");
        assertThat(journal.pendingReads()).isEqualTo(1);
    }

    private void finish(int from, int to) {
        owner.ask(
                1,
                IntStream.rangeClosed(from, to)
                        .mapToObj(i -> "QUEUE DONE q " + i)
                        .toArray(String[]::new));
    }

    @Test
    void itemsAreReadAheadWhileThereAreSomeAtHand() {
        while (journal.pendingReads() == 0) {
            assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 0")).containsExactly("1: " + got(next));
            next++;
        }
        assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 0")).containsExactly("1: " + got(next));
        assertThat(endRead()).isEmpty();
    }

    @Test
    void aGetThatWaitsIsServedWhenTheReadHasReturnedAndNobodyElseWaits() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q TIMEOUT 9000")).isEmpty();
        assertThat(owner.ask(3, "QUEUE SIZE q", "QUEUE PUT q x", "QUEUE PUT r y", "QUEUE GET r"))
                .containsExactly("3: " + (ITEMS - next + 1), "3: 1001", "3: 1002", "3: [1002, y, 1]");
        assertThat(endReads()).containsExactly("1: " + got(next), "2: " + got(next + 1));
    }

    @Test
    void aGetThatWaitsTimesOutThoughTheReadDoesNotReturn() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 100")).isEmpty();
        assertThat(owner.after(100)).containsExactly("1: NullArray");
        assertThat(endReads()).isEmpty();
        assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 0")).containsExactly("1: " + got(next));
    }

    @Test
    void aGetThatMustAnswerWaitsForTheReadAndSoDoAllCommandsBehindIt() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 0", "QUEUE SIZE r")).isEmpty();
        assertThat(owner.ask(2, "QUEUE SIZE q")).isEmpty();
        assertThat(owner.ask(3, "QUEUE PUT q last")).isEmpty();
        assertThat(owner.ask(4, "QUEUE PUT r x")).containsExactly("4: 1001");
        assertThat(endReads()).containsExactly("1: " + got(next), "1: 1", "2: " + (ITEMS - next), "3: 1002");
    }

    @Test
    void aGetWithACountHasAllThatThereAre() {
        assertThat(owner.ask(1, "QUEUE GET q COUNT 600")).isEmpty();
        assertThat(endReads()).containsExactly("1: " + got(1, 600));
        assertThat(owner.ask(1, "QUEUE GET q COUNT 600 TIMEOUT 0")).isEmpty();
        assertThat(endReads()).containsExactly("1: " + got(601, ITEMS));
        assertThat(owner.stat("q", "size")).isEqualTo("0");
    }

    @Test
    void aGetThatWaitedLongerIsServedBeforeAGetWithACount() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q COUNT 3")).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET q")).isEmpty();
        assertThat(endReads())
                .containsExactly("1: " + got(next), "2: " + got(next + 1, next + 3), "3: " + got(next + 4));
    }

    @Test
    void aTransactionGetsAllItsItems() {
        getThoseAtHand();
        assertThat(owner.transaction(
                        1, "QUEUE GET q", "QUEUE GET q COUNT 100", "QUEUE SIZE q", "QUEUE GET q TIMEOUT 5"))
                .isEmpty();
        assertThat(endReads())
                .containsExactly(
                        "1: " + got(next),
                        "1: " + got(next + 1, next + 100),
                        "1: " + (ITEMS - next - 100),
                        "1: " + got(next + 101));
    }

    @Test
    void aTransactionGetsWhatItHasMoved() {
        assertThat(owner.transaction(1, "QUEUE MOVE q r COUNT 300", "QUEUE GET r COUNT 300"))
                .isEmpty();
        assertThat(endReads()).containsExactly("1: 300", "1: " + got(1, 300));
    }

    @Test
    void aTransactionGetsTheItemThatItHasMadeTheNext() {
        owner.ask(1, "QUEUE CREATE r KIND lifo", "QUEUE MOVE q r");
        endReads();
        assertThat(owner.transaction(1, "QUEUE RESCHEDULE r 500 DELAY 0", "QUEUE GET r"))
                .isEmpty();
        assertThat(endReads()).containsExactly("1: OK", "1: " + got(500));
        assertThat(owner.transaction(1, "QUEUE MOVE r s ID 400", "QUEUE GET s")).isEmpty();
        assertThat(endReads()).containsExactly("1: 1", "1: " + got(400));
        assertThat(owner.ask(1, "QUEUE RESCHEDULE r 300 DELAY 9")).containsExactly("1: OK");
        assertThat(owner.transaction(1, "QUEUE RESCHEDULE r 300 DELAY 0", "QUEUE GET r"))
                .isEmpty();
        assertThat(endReads()).containsExactly("1: OK", "1: " + got(300));
        owner.ask(1, "QUEUE DONE r 300", "QUEUE DONE r 500", "QUEUE DONE s 400", "QUEUE PURGE r");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void peekShowsAllAndTheMemoryIsFreeAgain() {
        long used = owner.memory.used();
        assertThat(owner.ask(1, "QUEUE PEEK q COUNT 1000")).isEmpty();
        List<String> shown = endReads();
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0)).startsWith("1: [[1, item-1-").endsWith("], [1000, item-1000" + LONG + "]]");
        assertThat(owner.memory.used()).isLessThanOrEqualTo(used);
    }

    @Test
    void cancelAndPurgeReadNothing() {
        assertThat(owner.ask(1, "CANCEL q " + ITEMS, "CANCEL q " + ITEMS, "CANCEL q 500"))
                .containsExactly("1: 1", "1: 0", "1: 1");
        assertThat(owner.ask(1, "QUEUE PURGE q")).containsExactly("1: 998");
        assertThat(journal.pendingReads()).isZero();
        assertThat(owner.usedByItems()).isZero();
        assertThat(journal.read((key, value) -> {})).isZero();
    }

    @Test
    void moveWaitsForNoReadAndTheItemsAreGotInTheirOrder() {
        assertThat(owner.ask(1, "QUEUE MOVE q r COUNT 500")).containsExactly("1: 500");
        assertThat(owner.ask(1, "QUEUE PUT r last")).hasSize(1);
        assertThat(owner.ask(1, "QUEUE GET r COUNT 500")).isEmpty();
        assertThat(endReads()).containsExactly("1: " + got(1, 500));
        assertThat(owner.ask(1, "QUEUE SIZE r")).containsExactly("1: 1");
    }

    @Test
    void whatIsCancelledOrMovedWhileItIsReadIsNotDelivered() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(2, "CANCEL q " + next, "QUEUE MOVE q r COUNT 1")).containsExactly("2: 1", "2: 1");
        assertThat(endReads()).containsExactly("1: " + got(next + 2));
        assertThat(owner.ask(2, "QUEUE GET r TIMEOUT 0")).containsExactly("2: " + got(next + 1));
    }

    @Test
    void aClientThatHasGoneGetsNothingAndTheBodiesReadForItAreDropped() {
        long used = owner.memory.used();
        assertThat(owner.ask(7, "QUEUE GET q COUNT 900")).isEmpty();
        owner.close(7);
        assertThat(endReads()).isEmpty();
        assertThat(owner.ask(1, "QUEUE SIZE q")).containsExactly("1: 1000");
        owner.after(60_000);
        assertThat(owner.memory.used()).isLessThanOrEqualTo(used);
        assertThat(owner.ask(1, "QUEUE GET q")).containsExactly("1: " + got(1));
    }

    @Test
    void aDeletedQueueIgnoresTheRead() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(2, "QUEUE DELETE q")).containsExactly("1: SHUTDOWN queue q is shut down", "2: OK");
        assertThat(endReads()).isEmpty();
        assertThat(owner.usedByItems()).isZero();
    }

    // ---- errors

    @Test
    void aReadThatFailsFailsCommandsWholeAndNothingIsInFlight() {
        journal.failReads("EIO");
        assertThat(owner.ask(1, "QUEUE GET q COUNT 900")).isEmpty();
        assertThat(owner.ask(2, "QUEUE PEEK q COUNT 900")).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET q COUNT 3 TIMEOUT 0")).isEmpty();
        assertThat(endRead()).containsExactly("1: " + BROKEN, "2: " + BROKEN, "3: " + got(1, 3));
        finish(1, 3);
        assertThat(owner.stat("q", "inflight")).isEqualTo("0");
        assertThat(owner.stat("q", "size")).isEqualTo("997");
        assertThat(journal.pendingReads()).isZero();
    }

    @Test
    void aReadThatFailsFailsThoseWhoWait() {
        getThoseAtHand();
        journal.failReads("EIO");
        assertThat(owner.ask(1, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q TIMEOUT 5000")).isEmpty();
        assertThat(owner.ask(3, "QUEUE GET q TIMEOUT 0")).isEmpty();
        assertThat(endReads()).containsExactly("1: " + BROKEN, "2: " + BROKEN, "3: " + BROKEN);
        assertThat(owner.stat("q", "getters")).isEqualTo("0");
        assertThat(owner.stat("q", "inflight")).isEqualTo("0");
        assertThat(journal.pendingReads()).isZero();
        assertThat(owner.ask(1, "QUEUE PUT q x")).hasSize(1);
        assertThat(journal.pendingReads()).as("nobody needs a body").isZero();
    }

    @Test
    void theNextCommandTriesAgain() {
        getThoseAtHand();
        journal.failReads("EIO");
        owner.ask(1, "QUEUE GET q");
        assertThat(endReads()).containsExactly("1: " + BROKEN);
        owner.ask(1, "QUEUE GET q TIMEOUT 0");
        assertThat(endReads()).containsExactly("1: " + BROKEN);
        journal.failReads(null);
        owner.ask(1, "QUEUE GET q TIMEOUT 0");
        assertThat(endReads()).containsExactly("1: " + got(next));
        owner.ask(1, "QUEUE GET q COUNT 1000");
        assertThat(endReads()).containsExactly("1: " + got(next + 1, ITEMS));
    }

    @Test
    void bodiesThatWereReadBeforeAFailureAreDroppedAgain() {
        long used = owner.memory.used();
        journal.failReadsAfter(400, "EIO");
        assertThat(owner.ask(1, "QUEUE GET q COUNT 1000")).isEmpty();
        assertThat(endReads()).containsExactly("1: " + BROKEN);
        owner.after(1);
        assertThat(owner.memory.used()).isLessThanOrEqualTo(used);
    }

    @Test
    void errorsAreCountedAndTheLastIsShown() {
        assertThat(journal.health().readErrors()).isZero();
        assertThat(journal.health().readTrouble()).isEmpty();
        journal.failReads("EIO");
        owner.ask(1, "QUEUE GET q COUNT 900");
        endReads();
        owner.ask(1, "QUEUE PEEK q COUNT 900");
        endReads();
        assertThat(journal.health().readErrors()).isEqualTo(2);
        assertThat(journal.health().readTrouble()).isEqualTo("items of queue q could not be read: EIO");
    }

    @Test
    void aTransactionIsAnsweredThoughItsItemsCannotBeRead() {
        journal.failReads("EIO");
        assertThat(owner.transaction(1, "QUEUE SIZE q", "QUEUE GET q COUNT 900", "QUEUE GET q"))
                .isEmpty();
        assertThat(endReads()).containsExactly("1: 1000", "1: " + BROKEN, "1: " + got(1));
    }

    @Test
    void whenTheOwnerStopsNobodyWaitsForAReadAnyMore() {
        getThoseAtHand();
        assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 0")).isEmpty();
        assertThat(owner.ask(2, "QUEUE PUT q last")).isEmpty();
        owner.stop();
        assertThat(owner.replies()).hasSize(2).last().isEqualTo("2: 1001");
    }

    @Test
    void anOwnerWhoseItemsAreAllInMemoryReadsNothing() {
        OneOwner roomy = new OneOwner(1 << 24, journal);
        String[] puts = new String[ITEMS];
        Arrays.setAll(puts, i -> "QUEUE PUT s x");
        roomy.ask(1, puts);
        assertThat(roomy.ask(1, "QUEUE GET s COUNT 400 TIMEOUT 0")).hasSize(1);
        assertThat(journal.pendingReads()).isZero();
    }
}
