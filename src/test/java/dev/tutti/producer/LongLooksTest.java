package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(replies.get(0)).contains(" size, 299,", " oldest, 88,");
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
}
