package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import dev.tutti.journal.MapJournal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** QUEUE MOVE to a queue of another owner, and QUEUE RESCHEDULE, of one item whose body only the journal has. */
class UnreadMoveTest {

    private static final int ITEMS = 1000;
    private static final int MEMORY = 120_000;
    private static final String LONG = "-".repeat(40);
    /** Far from the front, so that its body is on the disk alone. */
    private static final int FAR = 600;

    private final MapJournal journal = new MapJournal();
    private SeveralOwners owners = new SeveralOwners(2, journal, MEMORY);
    private final String here = queueOf(0);
    private final String there = queueOf(1);

    private final String ranked = queueOf(0, "ranked");

    private static String queueOf(int owner) {
        return queueOf(owner, "q");
    }

    private static String queueOf(int owner, String prefix) {
        int i = 0;
        while (Names.queueOwner(prefix + i, 2) != owner) {
            i++;
        }
        return prefix + i;
    }

    @BeforeEach
    void fillTheQueue() {
        for (int i = 1; i <= ITEMS; i++) {
            assertThat(ask("QUEUE PUT HERE item-" + i + LONG)).containsExactly("1: " + i);
        }
        journal.holdReads();
    }

    private List<String> ask(String line) {
        return ask(1, line);
    }

    private List<String> ask(long connection, String line) {
        say(connection, line);
        return told();
    }

    private void say(long connection, String line) {
        owners.say(
                connection, line.replace("THERE", there).replace("HERE", here).replace("RANKED", ranked));
    }

    /** The replies until nothing goes on but reads. */
    private List<String> told() {
        for (int i = 0; i < 2; i++) {
            owners.write();
            owners.settle();
        }
        return owners.told();
    }

    private List<String> endReads() {
        List<String> told = new ArrayList<>();
        while (journal.pendingReads() > 0) {
            journal.readNext();
            told.addAll(told());
        }
        return told;
    }

    private void everythingEnds() {
        ask("QUEUE PURGE HERE");
        ask("QUEUE PURGE THERE");
        endReads();
        assertThat(owners.usedByItems()).isZero();
        assertThat(journal.read((key, value) -> {}))
                .as("the marks of the ids and tokens")
                .isEqualTo(2);
    }

    @Test
    void itIsMovedWhenItHasBeenReadAndItsMemoryWithIt() {
        assertThat(ask("QUEUE MOVE HERE THERE ID " + FAR)).isEmpty();
        assertThat(ask(2, "QUEUE SIZE HERE")).containsExactly("2: " + ITEMS);
        assertThat(endReads()).containsExactly("1: 1");
        assertThat(ask("QUEUE SIZE HERE")).containsExactly("1: " + (ITEMS - 1));
        assertThat(ask("QUEUE PEEK THERE")).containsExactly("1: [[600, item-600" + LONG + "]]");
        everythingEnds();
    }

    @Test
    void aDelayedOneStaysDelayed() {
        assertThat(ask("QUEUE RESCHEDULE HERE " + FAR + " DELAY 10")).containsExactly("1: OK");
        ask("QUEUE MOVE HERE THERE ID " + FAR);
        assertThat(endReads()).containsExactly("1: 1");
        assertThat(ask("QUEUE SIZE THERE")).containsExactly("1: 0");
        for (int i = 0; i < 10; i++) {
            owners.pass();
        }
        assertThat(ask("QUEUE SIZE THERE")).containsExactly("1: 1");
        everythingEnds();
    }

    @Test
    void oneThatIsCancelledMeanwhileIsNotMoved() {
        ask("QUEUE MOVE HERE THERE ID " + FAR);
        assertThat(ask(2, "CANCEL HERE " + FAR)).containsExactly("2: 1");
        assertThat(endReads()).containsExactly("1: 0");
        everythingEnds();
    }

    @Test
    void oneThatCannotBeReadStays() {
        journal.failReads("EIO");
        ask("QUEUE MOVE HERE THERE ID " + FAR);
        assertThat(endReads()).containsExactly("1: ERR items could not be read from the journal: EIO");
        journal.failReads(null);
        assertThat(ask("QUEUE SIZE HERE")).containsExactly("1: " + ITEMS);
        ask("QUEUE MOVE HERE THERE ID " + FAR);
        assertThat(endReads()).containsExactly("1: 1");
        everythingEnds();
    }

    @Test
    void oneThatIsReadForAGetAtTheSameTimeIsDeliveredOrMoved() {
        ask("QUEUE MOVE HERE THERE ID " + FAR);
        assertThat(ask(2, "QUEUE GET HERE COUNT " + FAR + " TIMEOUT 0")).isEmpty();
        List<String> told = endReads();
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo("1: 1");
        assertThat(told.get(1)).startsWith("2: [[1, item-1-").endsWith("[601, item-601" + LONG + ", 1]]");
    }

    private static String item(int id) {
        return "[" + id + ", item-" + id + LONG;
    }

    /** Its record is written later than it is read, as on a slow disk. */
    @Test
    void oneThatIsReadFromItsOldRecordHasItsNewPriority() {
        ask("QUEUE CREATE RANKED KIND priority");
        assertThat(ask("QUEUE MOVE HERE RANKED")).containsExactly("1: " + ITEMS);
        owners.journal.holdBack();
        say(1, "QUEUE RESCHEDULE RANKED 600 PRIORITY -4");
        say(1, "QUEUE RESCHEDULE RANKED 700 PRIORITY -5");
        say(2, "QUEUE GET RANKED COUNT 2");
        owners.deliverAll();
        while (journal.pendingReads() > 0) { // while nothing is written
            journal.readNext();
            owners.hear();
        }
        assertThat(told())
                .containsExactlyInAnyOrder("1: OK", "1: OK", "2: [" + item(700) + ", 1], " + item(600) + ", 1]]");
        ask("QUEUE RELEASE RANKED 600");
        ask("QUEUE RESCHEDULE RANKED 600 DELAY 0");
        owners = new SeveralOwners(2, owners.journal.afterKill());
        assertThat(ask("QUEUE PEEK RANKED COUNT 3"))
                .containsExactly("1: [" + item(700) + "], " + item(600) + "], " + item(1) + "]]");
    }
}
