package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTurnsTest {

    private final MemoryQuota output = new MemoryQuota(100_000);
    private final ReplyTurns turns = new ReplyTurns(output);
    private final List<String> asked = new ArrayList<>();

    private ReplyTurns.Waiter waiter(String name) {
        return () -> asked.add(name);
    }

    @Test
    void turnsAreGivenWhileThereIsRoomAndThenInTheOrderOfAsking() {
        ReplyTurns.Waiter first = waiter("first");
        ReplyTurns.Waiter second = waiter("second");
        ReplyTurns.Waiter third = waiter("third");
        assertThat(turns.take(first, 60_000)).isTrue();
        assertThat(turns.take(second, 60_000)).isFalse();
        assertThat(turns.take(third, 10)).as("nobody overtakes").isFalse();
        assertThat(turns.isContended()).isTrue();
        turns.release(60_000);
        assertThat(asked).containsExactly("second");
        assertThat(turns.take(third, 10)).isFalse();
        assertThat(turns.take(second, 60_000)).isTrue();
        assertThat(turns.take(third, 10)).isTrue();
        assertThat(turns.isContended()).isFalse();
    }

    @Test
    void aReplyThatIsLargerThanAllRoomWaitsUntilItIsAlone() {
        ReplyTurns.Waiter large = waiter("large");
        turns.take(waiter("small"), 10);
        assertThat(turns.take(large, 1_000_000)).isFalse();
        turns.release(10);
        assertThat(turns.take(large, 1_000_000)).isTrue();
    }

    @Test
    void unreadRepliesTakeRoomUntilTheyAreRead() {
        MemoryQuota.Share unread = output.share(() -> {});
        unread.holds(90_000);
        turns.take(waiter("first"), 10);
        ReplyTurns.Waiter second = waiter("second");
        assertThat(turns.take(second, 20_000)).isFalse();
        unread.holds(0);
        turns.moreRoom();
        assertThat(asked).containsExactly("second");
        assertThat(turns.take(second, 20_000)).isTrue();
    }

    @Test
    void whoLeavesTheLineKeepsNobodyWaiting() {
        ReplyTurns.Waiter second = waiter("second");
        turns.take(waiter("first"), 60_000);
        turns.take(second, 60_000);
        turns.take(waiter("third"), 10);
        turns.leave(second);
        assertThat(asked).containsExactly("third");
    }

    @Test
    void whoPassesTakesNoRoomButWaitsForIt() {
        MemoryQuota.Share unread = output.share(() -> {});
        ReplyTurns.Waiter one = waiter("one");
        assertThat(turns.pass(one, 20_000)).isTrue();
        unread.holds(90_000);
        assertThat(turns.pass(one, 20_000)).isFalse();
        assertThat(turns.isContended()).isTrue();
        unread.holds(80_000);
        turns.moreRoom();
        assertThat(asked).containsExactly("one");
        assertThat(turns.pass(one, 20_000)).isTrue();
        assertThat(turns.isContended()).isFalse();
        assertThat(turns.take(waiter("two"), 20_000)).isTrue();
    }

    @Test
    void whoHasPassedLetsTheNextInTheLineAsk() {
        MemoryQuota.Share unread = output.share(() -> {});
        unread.holds(90_000);
        ReplyTurns.Waiter first = waiter("first");
        ReplyTurns.Waiter second = waiter("second");
        turns.pass(first, 20_000);
        turns.pass(second, 20_000);
        unread.holds(0);
        turns.moreRoom();
        assertThat(turns.pass(first, 20_000)).isTrue();
        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void lessRoomThanOneInTheLineHasAskedForKeepsNobodyWaiting() {
        MemoryQuota.Share unread = output.share(() -> {});
        ReplyTurns.Waiter first = waiter("first");
        ReplyTurns.Waiter second = waiter("second");
        unread.holds(90_000);
        turns.pass(first, 25_000);
        turns.take(second, 10_000);
        output.change(20_000);
        turns.changed();
        assertThat(asked).isEmpty();
        unread.holds(0);
        turns.moreRoom();
        assertThat(asked).containsExactly("first");
        assertThat(turns.pass(first, turns.fairShare())).isTrue();
        assertThat(turns.take(second, 10_000)).isTrue();
        assertThat(turns.isContended()).isFalse();
    }

    @Test
    void moreRoomIsGivenAtOnce() {
        output.share(() -> {}).holds(90_000);
        ReplyTurns.Waiter first = waiter("first");
        turns.take(waiter("none"), 10);
        turns.take(first, 20_000);
        output.change(200_000);
        turns.changed();
        assertThat(asked).containsExactly("first");
    }
}
