package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the items of one reply, and of the replies of one transaction, have a limit in bytes. */
class ReplyRoomTest {

    private static final String REFUSED = "1: TOOBIG the items and results in the replies of this transaction";

    /** Has room for three of these items. */
    private final OneOwner owner = OneOwner.withReplyLimit(3 * 200 + 199);

    @BeforeEach
    void put() {
        for (int i = 0; i < 9; i++) {
            owner.ask(9, "QUEUE PUT q " + "x".repeat(80));
        }
    }

    private static int items(String reply) {
        return reply.split("x{80}", -1).length - 1;
    }

    private int ready() {
        return Integer.parseInt(owner.ask(9, "QUEUE SIZE q").get(0).replace("9: ", ""));
    }

    @Test
    void aGetTakesNoMoreThanOneReplyMayCarry() {
        assertThat(items(owner.ask(1, "QUEUE GET q COUNT 9").get(0))).isEqualTo(3);
        assertThat(ready()).isEqualTo(6);
        assertThat(items(owner.ask(1, "QUEUE GET q COUNT 9").get(0))).isEqualTo(3);
    }

    @Test
    void aPeekShowsNoMoreThanOneReplyMayCarry() {
        assertThat(items(owner.ask(1, "QUEUE PEEK q COUNT 9").get(0))).isEqualTo(3);
        assertThat(items(owner.ask(1, "QUEUE PEEK q COUNT 9").get(0))).isEqualTo(3);
    }

    @Test
    void aGetThatWaitedTakesNoMoreThanOneReplyMayCarry() {
        owner.ask(9, "QUEUE PAUSE q");
        owner.ask(1, "QUEUE GET q COUNT 9");
        assertThat(items(String.join("", owner.ask(9, "QUEUE RESUME q")))).isEqualTo(3);
    }

    @Test
    void anItemThatIsLargerAloneComesAlone() {
        OneOwner narrow = OneOwner.withReplyLimit(10);
        narrow.ask(9, "QUEUE PUT q a", "QUEUE PUT q b");
        assertThat(narrow.ask(1, "QUEUE PEEK q COUNT 9")).containsExactly("1: [[1, a]]");
        assertThat(narrow.ask(1, "QUEUE GET q COUNT 9")).hasSize(1).noneMatch(reply -> reply.contains("b"));
    }

    @Test
    void theRepliesOfATransactionShareTheLimit() {
        List<String> replies =
                owner.transaction(1, "QUEUE PEEK q COUNT 2", "QUEUE GET q COUNT 9", "QUEUE GET q", "QUEUE PEEK q");
        assertThat(replies.stream().mapToInt(ReplyRoomTest::items).boxed()).containsExactly(2, 1, 0, 0);
        assertThat(replies.get(2)).startsWith(REFUSED);
        assertThat(replies.get(3)).startsWith(REFUSED);
        assertThat(ready()).isEqualTo(8);
    }

    @Test
    void theNextTransactionHasTheWholeLimitAgain() {
        owner.transaction(1, "QUEUE GET q COUNT 9", "QUEUE GET q");
        List<String> replies = owner.transaction(1, "QUEUE SIZE q", "QUEUE GET q COUNT 9");
        assertThat(items(replies.get(1))).isEqualTo(3);
    }

    @Test
    void aResultInATransactionSharesTheLimitToo() {
        String[] awaits = new String[11];
        for (int i = 0; i < awaits.length; i++) {
            String id = owner.ask(1, "SUBMIT tasks a").get(0).replace("1: ", "");
            owner.ask(1, "QUEUE GET tasks");
            assertThat(owner.ask(1, "QUEUE DONE tasks " + id + " " + "x".repeat(80)))
                    .containsExactly("1: OK");
            awaits[i] = "AWAIT tasks " + id;
        }
        List<String> replies = owner.transaction(1, awaits);
        assertThat(replies.subList(0, 9)).allMatch(reply -> reply.endsWith("x".repeat(80)));
        assertThat(replies.subList(9, 11)).allMatch(reply -> reply.startsWith(REFUSED));
        assertThat(owner.ask(1, awaits)).hasSize(11).noneMatch(reply -> reply.startsWith(REFUSED));
    }

    @Test
    void emptyQueuesNeedNoRoom() {
        List<String> replies = owner.transaction(1, "QUEUE GET q COUNT 3", "QUEUE GET none", "QUEUE PEEK none COUNT 2");
        assertThat(replies).hasSize(3).noneMatch(reply -> reply.startsWith(REFUSED));
    }
}
