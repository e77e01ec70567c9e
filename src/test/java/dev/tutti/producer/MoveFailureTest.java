package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A MOVE from one owner to another whose journal fails. */
class MoveFailureTest {

    private static final String FULL = "FULL the disk broke";

    private final MapJournal journal = new MapJournal();
    private final SeveralOwners owners = new SeveralOwners(2, journal);
    private final String from = queueOf(0);
    private final String to = queueOf(1);

    private static String queueOf(int owner) {
        int i = 0;
        while (Names.queueOwner("q" + i, 2) != owner) {
            i++;
        }
        return "q" + i;
    }

    @BeforeEach
    void fill() {
        owners.say(1, "QUEUE PUT " + from + " a");
        owners.say(1, "QUEUE PUT " + from + " b");
        owners.settle();
        owners.told();
        journal.holdBack();
    }

    private void say(long connection, String line) {
        owners.say(connection, line);
    }

    @Test
    void isAnsweredWhenTheItemsAreWrittenWhereTheyAre() {
        say(1, "QUEUE MOVE " + from + " " + to);
        owners.deliverAll();
        assertThat(owners.told()).isEmpty();
        owners.settle();
        assertThat(owners.told()).containsExactly("1: 2");
        assertThat(owners.ready()).containsExactly(to + " a", to + " b");
        assertThat(new SeveralOwners(2, journal.afterKill()).ready()).containsExactly(to + " a", to + " b");
    }

    @Test
    void untilThenTheyAreWhereTheyWereAfterAKill() {
        say(1, "QUEUE MOVE " + from + " " + to);
        owners.deliverAll();
        assertThat(new SeveralOwners(2, journal.afterKill()).ready()).containsExactly(from + " a", from + " b");
    }

    @Test
    void isAnsweredFullIfThatIsNotWrittenAndTheItemsAreDeliveredThere() {
        say(1, "QUEUE MOVE " + from + " " + to);
        owners.deliverAll();
        journal.fail("the disk broke");
        owners.settle();
        assertThat(owners.told()).containsExactly("1: " + FULL);
        say(2, "QUEUE GET " + to + " COUNT 9");
        owners.settle();
        assertThat(owners.told()).containsExactly("2: [[1, a, 1], [2, b, 1]]");
    }

    @Test
    void whoeverAwaitsATaskThatHasMovedIsAnsweredFullIfItsResultIsNotWritten() {
        say(1, "SUBMIT " + from + " c");
        owners.settle();
        say(2, "AWAIT " + from + " 3");
        say(1, "QUEUE MOVE " + from + " " + to);
        owners.settle();
        say(3, "QUEUE GET " + to + " COUNT 9");
        owners.settle();
        owners.told();
        journal.holdBack();
        say(3, "QUEUE DONE " + to + " 3 result");
        owners.deliverAll();
        journal.fail("the disk broke");
        owners.settle();
        assertThat(owners.told()).containsExactlyInAnyOrder("3: " + FULL, "2: " + FULL);
    }

    @Test
    void isAnsweredFullIfTheJournalHasFailedAndNothingMoves() {
        journal.fail("the disk broke");
        say(1, "QUEUE MOVE " + from + " " + to);
        owners.settle();
        assertThat(owners.told()).containsExactly("1: " + FULL);
        assertThat(owners.ready()).containsExactly(from + " a", from + " b");
    }
}
