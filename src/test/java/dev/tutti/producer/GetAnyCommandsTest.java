package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Signal;
import dev.tutti.journal.MapJournal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QUEUE GETANY of queues of one owner. */
class GetAnyCommandsTest {

    private static final String SHUT_DOWN = "SHUTDOWN all of these queues are shut down";

    private final OneOwner owner = new OneOwner();

    private List<String> waitingAt(String queue) {
        return List.of(owner.stat(queue, "getters"), owner.stat(queue, "size"));
    }

    @Test
    void theReplyNamesTheQueue() {
        owner.ask(1, "QUEUE PUT b item");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b")).containsExactly("2: [b, 1, item, 1]");
        assertThat(owner.ask(2, "QUEUE RELEASE b 1", "QUEUE GETANY 2 b b"))
                .containsExactly("2: OK", "2: [b, 1, item, 1]");
    }

    @Test
    void withCountTheReplyIsAnArrayOfItemsOfOneQueue() {
        owner.ask(1, "QUEUE PUT a x", "QUEUE PUT b y", "QUEUE PUT b z");
        assertThat(owner.ask(2, "QUEUE GETANY 2 b a COUNT 5")).containsExactly("2: [[b, 2, y, 1], [b, 3, z, 1]]");
        assertThat(owner.ask(2, "QUEUE GETANY 2 b a COUNT 5")).containsExactly("2: [[a, 1, x, 1]]");
        assertThat(owner.ask(2, "QUEUE GETANY 2 b a COUNT 5")).isEmpty();
        assertThat(owner.ask(1, "QUEUE PUT a w")).containsExactly("2: [[a, 4, w, 1]]", "1: 4");
    }

    @Test
    void manyItemsAreDeliveredInSlicesAndCountAsOneReply() {
        owner.ask(1, IntStream.range(0, 600).mapToObj(i -> "QUEUE PUT b x").toArray(String[]::new));
        owner.becomeSlow();
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b COUNT 600")).isEmpty();
        assertThat(owner.ask(3, "QUEUE PUT a first", "QUEUE SIZE a")).containsExactly("3: 601", "3: 1");
        assertThat(owner.afterAllSlices())
                .containsExactly("2: "
                        + IntStream.rangeClosed(1, 600)
                                .mapToObj(id -> "[b, " + id + ", x, 1]")
                                .collect(Collectors.joining(", ", "[", "]")));
    }

    @Test
    void waitsInEachLineAndIsServedOnce() {
        owner.ask(2, "QUEUE GETANY 2 a b", "QUEUE SIZE a");
        assertThat(waitingAt("a")).containsExactly("1", "0");
        assertThat(waitingAt("b")).containsExactly("1", "0");
        assertThat(owner.ask(1, "QUEUE PUT b y", "QUEUE PUT a x"))
                .containsExactly("2: [b, 1, y, 1]", "1: 1", "2: 0", "1: 2");
        assertThat(waitingAt("a")).containsExactly("0", "1");
    }

    @Test
    void itsTimeRunsOutInAllLines() {
        owner.ask(2, "QUEUE GETANY 2 a b TIMEOUT 50");
        assertThat(owner.after(50)).containsExactly("2: NullArray");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b TIMEOUT 0")).containsExactly("2: NullArray");
        assertThat(owner.queues.all()).isEmpty();
    }

    @Test
    void itIsUnblockedInAllLines() {
        owner.ask(2, "QUEUE GETANY 2 a b");
        assertThat(owner.send(2, new Signal.Unblock(false, "net", 9)))
                .containsExactlyInAnyOrder("2: NullArray", "9: 1");
        assertThat(owner.queues.all()).isEmpty();
    }

    @Test
    void aClosedConnectionLeavesAllLinesAndGivesBackItsItems() {
        owner.ask(2, "QUEUE GETANY 2 a b");
        owner.close(2);
        assertThat(owner.queues.all()).isEmpty();
        owner.ask(3, "QUEUE GETANY 2 a b");
        owner.ask(1, "QUEUE PUT b item");
        owner.close(3);
        assertThat(owner.ask(4, "QUEUE GETANY 2 a b")).containsExactly("4: [b, 1, item, 2]");
    }

    @Test
    void aClientThatSendsNoMoreIsNotServed() {
        owner.ask(2, "QUEUE GETANY 2 a b");
        assertThat(owner.send(2, new Signal.InputEnded())).hasSize(1).allMatch(told -> told.startsWith("2: "));
        assertThat(owner.queues.all()).isEmpty();
    }

    @Test
    void inATransactionItDoesNotWait() {
        assertThat(owner.transaction(1, "QUEUE PUT b x", "QUEUE GETANY 2 a b", "QUEUE GETANY 2 a b", "QUEUE SIZE b"))
                .containsExactly("1: 1", "1: [b, 1, x, 1]", "1: NullArray", "1: 0");
        assertThat(owner.stat("a", "getters")).isEqualTo("0");
    }

    @Test
    void everyLineCountsAsAWaiter() {
        owner.ask(2, "QUEUE GETANY 3 a b c");
        int left = OneOwner.MAX_WAITERS - 3;
        String names = IntStream.rangeClosed(1, left + 1).mapToObj(i -> "q" + i).collect(Collectors.joining(" "));
        assertThat(owner.ask(3, "QUEUE GETANY " + (left + 1) + " " + names))
                .containsExactly("3: ERR server.maxWaiters: " + OneOwner.MAX_WAITERS + " commands wait already");
        assertThat(owner.ask(3, "QUEUE GETANY " + left + " " + names.replace(" q" + (left + 1), "")))
                .isEmpty();
        assertThat(owner.ask(4, "QUEUE GET a")).allMatch(told -> told.startsWith("4: ERR server.maxWaiters"));
        owner.ask(1, "QUEUE PUT c x");
        assertThat(owner.ask(4, "QUEUE GET a")).isEmpty();
    }

    @Test
    void eachQueueLendsForItsOwnTime() {
        owner.ask(1, "QUEUE CREATE a LEASE 50", "QUEUE CREATE b LEASE 80", "QUEUE PUT b x");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b")).containsExactly("2: [b, 1, x, 1]");
        assertThat(owner.ask(3, "QUEUE GETANY 2 a b LEASE 500")).isEmpty();
        assertThat(owner.after(79)).isEmpty();
        assertThat(owner.after(1)).containsExactly("3: [b, 1, x, 2]");
        assertThat(owner.after(499)).isEmpty();
        assertThat(owner.ask(4, "QUEUE GETANY 1 b")).isEmpty();
        assertThat(owner.after(1)).containsExactly("4: [b, 1, x, 3]");
    }

    @Test
    void detachedItemsStayWithTheirLease() {
        owner.ask(1, "QUEUE PUT b x");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b LEASE 50 DETACHED")).containsExactly("2: [b, 1, x, 1]");
        owner.close(2);
        assertThat(owner.ask(3, "QUEUE DONE b 1")).containsExactly("3: OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " TIMEOUT 0"})
    void detachedNeedsALeaseOfEachQueue(String timeout) {
        owner.ask(1, "QUEUE CREATE a LEASE 50", "QUEUE PUT a x");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b DETACHED" + timeout))
                .containsExactly("2: ERR DETACHED needs a LEASE above 0, of the GET or of the queue");
        assertThat(owner.stat("a", "size")).isEqualTo("1");
    }

    // ---- queues that end

    @ParameterizedTest
    @ValueSource(strings = {"", " TIMEOUT 0", " COUNT 3"})
    void isRefusedOnlyIfAllQueuesAreOver(String options) {
        owner.ask(1, "QUEUE SHUTDOWN a", "QUEUE PUT b x", "QUEUE SHUTDOWN b");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b TIMEOUT 0")).containsExactly("2: [b, 1, x, 1]");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b TIMEOUT 0")).containsExactly("2: NullArray");
        owner.ask(2, "QUEUE DONE b 1");
        assertThat(owner.ask(2, "QUEUE GETANY 2 a b" + options)).containsExactly("2: " + SHUT_DOWN);
        assertThat(owner.ask(2, "QUEUE GETANY 3 a b c TIMEOUT 0")).containsExactly("2: NullArray");
    }

    @Test
    void aWaitIsRefusedWhenTheLastQueueIsShutDown() {
        owner.ask(2, "QUEUE GETANY 2 a b");
        assertThat(owner.ask(1, "QUEUE SHUTDOWN a")).containsExactly("1: OK");
        assertThat(owner.ask(1, "QUEUE SHUTDOWN b IMMEDIATE")).containsExactlyInAnyOrder("1: OK", "2: " + SHUT_DOWN);
    }

    @Test
    void aDeletedQueueIsWaitedForAgainUnderItsName() {
        owner.ask(2, "QUEUE GETANY 2 a b");
        owner.becomeSlow();
        owner.ask(1, "QUEUE DELETE a");
        owner.afterAllSlices();
        assertThat(owner.ask(1, "QUEUE PUT a x")).containsExactly("2: [a, 1, x, 1]", "1: 1");
    }

    @Test
    void itWaitsAtTheGateOfALongChange() {
        owner.ask(1, IntStream.range(0, 600).mapToObj(i -> "QUEUE PUT a x").toArray(String[]::new));
        owner.becomeSlow();
        owner.ask(1, "QUEUE MOVE a b");
        owner.ask(2, "QUEUE GETANY 2 c a TIMEOUT 0");
        assertThat(owner.afterAllSlices()).containsExactly("1: 600", "2: NullArray");
    }

    // ---- what the journal alone has

    @Test
    void theBodyOfTheFirstQueuesItemIsReadFirst() {
        MapJournal journal = new MapJournal();
        OneOwner full = new OneOwner(120_000, journal);
        String padding = "-".repeat(40);
        for (int i = 1; i <= 1000; i++) {
            full.ask(1, "QUEUE PUT a item-" + i + padding);
        }
        full.ask(1, "QUEUE PUT b x");
        journal.holdReads();
        int next = 0;
        while (journal.pendingReads() == 0) {
            full.ask(1, "QUEUE GETANY 2 a b TIMEOUT 0");
            next++;
        }
        List<String> replies = full.ask(1, "QUEUE GETANY 2 a b TIMEOUT 0");
        for (; !replies.isEmpty(); replies = full.ask(1, "QUEUE GETANY 2 a b TIMEOUT 0")) {
            next++;
            assertThat(replies).containsExactly("1: [a, " + next + ", item-" + next + padding + ", 1]");
        }
        next++;
        journal.readNext();
        assertThat(full.replies()).containsExactly("1: [a, " + next + ", item-" + next + padding + ", 1]");
    }
}
