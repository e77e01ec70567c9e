package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.Refusal;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who hears at once that an item was cancelled, and which commands end with it, as the owner of a queue tells. */
class CancelledWorkerTest {

    private static final int CALLER = 1;
    private static final int WORKER = 2;
    private static final int OTHER = 3;

    private final OneOwner owner = new OneOwner();

    /** The net server passes the news on as a signal to the owner where the worker waits. */
    private List<String> passOn(long item) {
        return owner.send(
                WORKER, new Signal.ItemCancelled(Refusal.cancelled(item).reply()));
    }

    private void get(String item) {
        owner.ask(CALLER, "SUBMIT q " + item);
        owner.ask(WORKER, "QUEUE GET q");
    }

    @Test
    void theConnectionThatGotTheItemHearsOfIt() {
        get("a");
        assertThat(owner.ask(CALLER, "CANCEL q 1")).containsExactly("1: 1");
        assertThat(owner.cancelled()).containsExactly(WORKER);
        assertThat(owner.ask(CALLER, "CANCEL q 1")).containsExactly("1: 0");
        assertThat(owner.cancelled()).isEmpty();
        assertThat(owner.ask(WORKER, "QUEUE TOUCH q 1")).containsExactly("2: CANCELLED item 1 was cancelled");
    }

    @Test
    void itHearsOfEachOfItsItemsAndOfNoOther() {
        get("a");
        get("b");
        owner.ask(CALLER, "SUBMIT q c");
        owner.ask(OTHER, "QUEUE GET q");
        owner.ask(CALLER, "CANCEL q 2");
        assertThat(owner.cancelled()).containsExactly(WORKER);
        owner.ask(CALLER, "CANCEL q 3");
        assertThat(owner.cancelled()).containsExactly(OTHER);
        owner.ask(CALLER, "CANCEL q 1");
        assertThat(owner.cancelled()).containsExactly(WORKER);
    }

    @Test
    void itDoesNotHearOfAnItemThatItHasNoLonger() {
        get("a");
        owner.ask(WORKER, "QUEUE RELEASE q 1");
        assertThat(owner.ask(CALLER, "CANCEL q 1")).containsExactly("1: 1");
        get("b");
        owner.ask(WORKER, "QUEUE DONE q 2");
        assertThat(owner.ask(CALLER, "CANCEL q 2")).containsExactly("1: 0");
        assertThat(owner.cancelled()).isEmpty();
    }

    @Test
    void aDetachedItemBelongsToNoConnection() {
        owner.ask(CALLER, "SUBMIT q a");
        owner.ask(WORKER, "QUEUE GET q LEASE 60000 DETACHED");
        assertThat(owner.ask(CALLER, "CANCEL q 1")).containsExactly("1: 1");
        assertThat(owner.cancelled()).isEmpty();
    }

    @Test
    void anItemThatItGotByGetAnyCountsToo() {
        owner.ask(WORKER, "QUEUE GETANY 2 p q");
        owner.ask(CALLER, "SUBMIT q a");
        owner.ask(CALLER, "CANCEL q 1");
        assertThat(owner.cancelled()).containsExactly(WORKER);
    }

    @Test
    void theDeletionOfAQueueCancelsItsItems() {
        get("a");
        owner.ask(CALLER, "QUEUE DELETE q");
        assertThat(owner.cancelled()).containsExactly(WORKER);
    }

    @Test
    void aRunEndsAndCancelsItsOwnItem() {
        get("a");
        owner.ask(WORKER, "RUN next b");
        owner.ask(OTHER, "QUEUE GET next");
        owner.ask(CALLER, "CANCEL q 1");
        assertThat(owner.cancelled()).containsExactly(WORKER);
        assertThat(passOn(1)).containsExactly("2: CANCELLED item 1 was cancelled");
        assertThat(owner.cancelled()).containsExactly(OTHER);
        assertThat(owner.ask(OTHER, "QUEUE DONE next 2")).containsExactly("3: CANCELLED item 2 was cancelled");
        assertThat(owner.ask(WORKER, "QUEUE DONE q 1")).containsExactly("2: CANCELLED item 1 was cancelled");
        assertThat(owner.stat("q", "inflight")).isEqualTo("0");
        assertThat(owner.stat("next", "inflight")).isEqualTo("0");
    }

    @Test
    void aRunThatWaitsForRoomPutsNothing() {
        owner.ask(OTHER, "QUEUE CREATE next MAXSIZE 1");
        owner.ask(OTHER, "QUEUE PUT next x");
        get("a");
        assertThat(owner.ask(WORKER, "RUN next b")).isEmpty();
        assertThat(passOn(2)).containsExactly("2: CANCELLED item 2 was cancelled");
        assertThat(owner.stat("next", "putters")).isEqualTo("0");
        assertThat(owner.stat("next", "size")).isEqualTo("1");
    }

    @Test
    void aRunWithAKeyEndsAndItsItemGoesOn() {
        owner.ask(WORKER, "RUN next b KEY k");
        owner.ask(OTHER, "RUN next b KEY k");
        assertThat(passOn(9)).containsExactly("2: CANCELLED item 9 was cancelled");
        owner.ask(CALLER, "QUEUE GET next");
        assertThat(owner.ask(CALLER, "QUEUE DONE next 1 B")).containsExactly("3: B", "1: OK");
    }

    @Test
    void anAwaitEndsAndTheTaskGoesOn() {
        owner.ask(CALLER, "SUBMIT next b");
        owner.ask(WORKER, "AWAIT next 1");
        assertThat(passOn(9)).containsExactly("2: CANCELLED item 9 was cancelled");
        owner.ask(OTHER, "QUEUE GET next");
        assertThat(owner.ask(OTHER, "QUEUE DONE next 1 B")).containsExactly("3: OK");
        assertThat(owner.ask(WORKER, "AWAIT next 1")).containsExactly("2: B");
    }

    @Test
    void otherCommandsGoOn() {
        for (String line : List.of(
                "QUEUE GET none", "QUEUE GETANY 2 none no", "QUEUE JOIN next", "SUBMIT full b", "QUEUE PUT full b")) {
            owner.ask(OTHER, "QUEUE CREATE full MAXSIZE 1");
            owner.ask(OTHER, "QUEUE PUT full x TIMEOUT 0");
            owner.ask(OTHER, "QUEUE PUT next x");
            assertThat(owner.ask(WORKER, line)).as(line).isEmpty();
            assertThat(passOn(9)).as(line).isEmpty();
            assertThat(owner.send(WORKER, new Signal.Unblock(false, "net", OTHER)))
                    .as(line)
                    .contains(OTHER + ": 1");
        }
    }

    @Test
    void aChainEndsFromTheTopToTheBottom() {
        owner.ask(10, "RUN one a");
        for (int level = 1; level < 4; level++) {
            owner.ask(10 + level, "QUEUE GET " + List.of("one", "two", "three").get(level - 1));
            if (level < 3) {
                owner.ask(10 + level, "RUN " + List.of("two", "three").get(level - 1) + " a");
            }
        }
        owner.close(10);
        assertThat(owner.cancelled()).containsExactly(11);
        assertThat(owner.send(11, signal(1))).containsExactly("11: CANCELLED item 1 was cancelled");
        assertThat(owner.cancelled()).containsExactly(12);
        assertThat(owner.send(12, signal(2))).containsExactly("12: CANCELLED item 2 was cancelled");
        assertThat(owner.cancelled()).containsExactly(13);
        assertThat(owner.ask(13, "QUEUE DONE three 3")).containsExactly("13: CANCELLED item 3 was cancelled");
    }

    private static Signal signal(long item) {
        return new Signal.ItemCancelled(Refusal.cancelled(item).reply());
    }

    /** Only its DONE or FAIL says that nothing of the item runs any more. */
    @Test
    void theProgressOfAConsumerDoesNotEndItsCancelledItem() {
        owner.send(WORKER, new Consume("q"));
        owner.send(-1, new Run("q", new byte[0], Command.FOR_EVER));
        assertThat(owner.close(-1)).containsExactly("2: Cancellation");
        List<String> refused = List.of("2: CANCELLED item 1 was cancelled");
        for (int times = 0; times < 2; times++) {
            assertThat(owner.ask(WORKER, "QUEUE TOUCH q 1 half")).isEqualTo(refused);
        }
        assertThat(owner.ask(WORKER, "QUEUE FAIL q 1")).isEqualTo(refused);
        assertThat(owner.ask(WORKER, "QUEUE TOUCH q 1 half").get(0)).startsWith("2: NOITEM ");
    }

    @Test
    void aConsumerOfThisProcessHearsOfItAsBefore() {
        owner.send(WORKER, new Consume("q"));
        owner.send(-1, new Run("q", new byte[0], Command.FOR_EVER));
        assertThat(owner.close(-1)).containsExactly("2: Cancellation");
    }
}
