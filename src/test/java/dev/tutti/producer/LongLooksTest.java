package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands that look at many things in several turns, between which others are served. */
class LongLooksTest {

    private static final int MANY = 300;

    private final OneOwner owner = new OneOwner();

    /** Items 1 to 300 are in q, each in a group of its own. */
    private void fillGroups() {
        owner.ask(1, "QUEUE CREATE q KIND fair");
        for (int i = 1; i <= MANY; i++) {
            owner.ask(1, "QUEUE PUT q x GROUP g" + i);
        }
    }

    // ---- STATS

    @Test
    void statsOfManyGroupsTakeSeveralTurnsInWhichOthersAreServed() {
        fillGroups();
        owner.after(70);
        owner.becomeSlow();
        assertThat(owner.ask(1, "QUEUE STATS q", "QUEUE SIZE q")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactly("2: [1, x, 1]");
        List<String> replies = owner.afterAllSlices();
        assertThat(replies).hasSize(2);
        assertThat(replies.get(0)).contains(" size, 299,", " oldest, 72,");
        assertThat(replies.get(1)).isEqualTo("1: 299");
    }

    @Test
    void inATransactionStatsAreThereAtOnce() {
        fillGroups();
        owner.after(70);
        owner.becomeSlow();
        assertThat(owner.transaction(1, "QUEUE STATS q"))
                .singleElement()
                .asString()
                .contains(" size, 300,", " oldest, 70,");
    }

    @Test
    void nothingIsToldToOneWhoHasGone() {
        fillGroups();
        owner.becomeSlow();
        owner.ask(1, "QUEUE STATS q");
        owner.close(1);
        assertThat(owner.afterAllSlices()).isEmpty();
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    // ---- ITEMS and INSPECT

    /** Items 1 to 300 are in q, all of them with client 3. */
    private void fillInFlight() {
        for (int i = 0; i < MANY; i++) {
            owner.ask(3, "QUEUE PUT q x");
        }
        owner.transaction(3, "QUEUE GET q COUNT 300");
        owner.becomeSlow();
    }

    /** The ids in a reply to ITEMS. */
    private static List<Integer> ids(String reply) {
        return Stream.of(reply.split("\\[id, "))
                .skip(1)
                .map(map -> Integer.valueOf(map.substring(0, map.indexOf(','))))
                .toList();
    }

    @Test
    void itemsThatComeAndGoWhileAPageIsMadeAreServedMeanwhile() {
        fillInFlight();
        assertThat(owner.ask(1, "QUEUE ITEMS q COUNT 3 AFTER 1", "QUEUE SIZE q"))
                .isEmpty();
        assertThat(owner.ask(3, "QUEUE DONE q 3", "QUEUE RELEASE q 2 DELAY 1000"))
                .containsExactly("3: OK", "3: OK");
        List<String> replies = owner.afterAllSlices();
        assertThat(replies).hasSize(2);
        assertThat(ids(replies.get(0))).containsExactly(2, 4, 5);
        assertThat(replies.get(0)).startsWith("1: [[id, 2, state, delayed,");
        assertThat(replies.get(1)).isEqualTo("1: 0");
    }

    @Test
    void oneLongLookIsTakenAfterAnother() {
        fillInFlight();
        owner.ask(1, "QUEUE ITEMS q STATE inflight COUNT 2");
        owner.ask(2, "QUEUE INSPECT q 300");
        owner.ask(4, "QUEUE INSPECT q 301");
        owner.ask(5, "QUEUE STATS nowhere");
        List<String> replies = owner.afterAllSlices();
        assertThat(replies).hasSize(3);
        assertThat(ids(replies.get(0))).containsExactly(1, 2);
        assertThat(replies.get(1)).startsWith("2: [id, 300, state, inflight,");
        assertThat(replies.get(2)).startsWith("4: NOITEM item 301 of queue q: never heard of");
    }

    @Test
    void anItemIsFoundInSlicesInItsDeadLetterQueueToo() {
        owner.ask(1, "QUEUE CREATE q ATTEMPTS 1", "QUEUE PUT q x", "QUEUE GET q", "QUEUE FAIL q 1 why");
        owner.becomeSlow();
        assertThat(owner.ask(2, "QUEUE INSPECT q 1")).isEmpty();
        assertThat(owner.afterAllSlices())
                .singleElement()
                .asString()
                .startsWith("2: [id, 1, state, dead,")
                .contains(" error, why,");
    }

    @Test
    void aLookIsNotUnblockedAndEndsWithItsCaller() {
        fillInFlight();
        owner.ask(1, "QUEUE ITEMS q");
        owner.ask(2, "QUEUE ITEMS q COUNT 1");
        assertThat(owner.send(1, new Signal.Unblock(false, "asker", 9))).hasSize(1);
        owner.close(1);
        assertThat(owner.afterAllSlices())
                .singleElement()
                .satisfies(reply -> assertThat(ids(reply)).containsExactly(1));
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTransactionShowsItsItemsAtOnce() {
        fillInFlight();
        List<String> replies =
                owner.transaction(1, "QUEUE ITEMS q COUNT 2", "QUEUE INSPECT q 7", "QUEUE INSPECT q 999");
        assertThat(replies).hasSize(3);
        assertThat(ids(replies.get(0))).containsExactly(1, 2);
        assertThat(replies.get(1)).startsWith("1: [id, 7, ");
        assertThat(replies.get(2)).startsWith("1: NOITEM ");
    }

    // ---- PEEK

    private static String items(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(id -> "[" + id + ", x]").collect(Collectors.joining(", "));
    }

    private void fill() {
        for (int i = 0; i < MANY; i++) {
            owner.ask(3, "QUEUE PUT q x");
        }
    }

    @Test
    void manyItemsArePeekedAtInSlicesInWhichNobodyGetsThem() {
        fill();
        owner.becomeSlow();
        assertThat(owner.ask(1, "QUEUE PEEK q COUNT 299", "QUEUE SIZE r")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET q")).isEmpty();
        assertThat(owner.ask(4, "QUEUE SIZE r")).containsExactly("4: 0");
        assertThat(owner.afterAllSlices()).containsExactly("1: [" + items(1, 299) + "]", "1: 0", "2: [1, x, 1]");
    }

    @Test
    void aFewArePeekedAtInOneTurn() {
        fill();
        owner.becomeSlow();
        assertThat(owner.ask(1, "QUEUE PEEK q COUNT 256")).containsExactly("1: [" + items(1, 256) + "]");
        assertThat(owner.transaction(1, "QUEUE PEEK q COUNT 300")).containsExactly("1: [" + items(1, 300) + "]");
    }

    @Test
    void itemsThatEndMeanwhileAreNotShownAndDeadOnesMayCome() {
        owner.send(-3, new Run("q.dead", new byte[0], Command.NO_TIMEOUT));
        owner.ask(3, "QUEUE CREATE q ATTEMPTS 1", "QUEUE PUT q x", "QUEUE GET q LEASE 2");
        for (int i = 0; i < MANY; i++) {
            owner.ask(3, "QUEUE PUT q.dead x");
        }
        owner.send(-4, new Run("q.dead", new byte[0], Command.NO_TIMEOUT));
        owner.becomeSlow();
        owner.ask(1, "QUEUE PEEK q.dead COUNT 1000");
        owner.send(-3, new Signal.Closed());
        owner.send(-4, new Signal.Closed());
        owner.after(2);
        assertThat(owner.ask(4, "QUEUE SIZE q")).containsExactly("4: 0");
        assertThat(owner.afterAllSlices()).containsExactly("1: [[1, ], " + items(3, 302) + "]");
        assertThat(owner.ask(4, "QUEUE SIZE q.dead")).containsExactly("4: 301");
    }

    @Test
    void aPeekEndsWithItsCaller() {
        fill();
        owner.becomeSlow();
        owner.ask(1, "QUEUE PEEK q COUNT 300");
        owner.ask(2, "QUEUE GET q");
        owner.close(1);
        assertThat(owner.after(1)).containsExactly("2: [1, x, 1]");
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }
}
