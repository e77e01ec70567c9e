package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QUEUE MOVE of one item within an owner and to another one, and QUEUE RESCHEDULE; and both after a kill. */
class MoveOneTest {

    private SeveralOwners owners = new SeveralOwners(2, new MapJournal());
    private final String here = queueOf(0, "a");
    private final String alsoHere = queueOf(0, "b");
    private final String there = queueOf(1, "c");

    private static String queueOf(int owner, String prefix) {
        int i = 0;
        while (Names.queueOwner(prefix + i, 2) != owner) {
            i++;
        }
        return prefix + i;
    }

    private String ask(String line) {
        owners.say(1, line.replace("THERE", there).replace("HERE", here).replace("ALSO", alsoHere));
        settle();
        List<String> told = owners.told();
        assertThat(told).hasSize(1);
        return told.get(0).replaceFirst("^1: ", "").replace(here, "HERE");
    }

    private void settle() {
        owners.settle();
        owners.write();
        owners.settle();
    }

    private void pass(int millis) {
        for (int i = 0; i < millis; i++) {
            owners.pass();
            settle();
        }
    }

    private void kill() {
        owners = new SeveralOwners(2, owners.journal.afterKill());
    }

    @ParameterizedTest
    @CsvSource({"ALSO", "THERE"})
    void theItemWithThatIdIsMoved(String to) {
        ask("QUEUE PUT HERE a");
        ask("QUEUE PUT HERE b");
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 1")).isEqualTo("1");
        assertThat(ask("QUEUE PEEK " + to + " COUNT 9")).isEqualTo("[[1, a]]");
        assertThat(ask("QUEUE PEEK HERE COUNT 9")).isEqualTo("[[2, b]]");
        kill();
        assertThat(ask("QUEUE PEEK " + to + " COUNT 9")).isEqualTo("[[1, a]]");
        assertThat(ask("QUEUE PEEK HERE COUNT 9")).isEqualTo("[[2, b]]");
    }

    @ParameterizedTest
    @CsvSource({"ALSO", "THERE"})
    void anItemThatIsNotReadyOrDelayedIsNotMoved(String to) {
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 1")).isEqualTo("0");
        ask("QUEUE PUT HERE a");
        ask("QUEUE GET HERE");
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 1")).isEqualTo("0");
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 99")).isEqualTo("0");
        assertThat(ask("QUEUE DONE HERE 1")).isEqualTo("OK");
        assertThat(owners.ready()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ALSO", "THERE"})
    void withoutRoomItStays(String to) {
        ask("QUEUE CREATE " + to + " MAXSIZE 1");
        ask("QUEUE PUT " + to + " x");
        ask("QUEUE PUT HERE a");
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 2"))
                .startsWith("FULL queue ")
                .endsWith(" has as many items as its MAXSIZE allows; item 2 stays");
        assertThat(ask("QUEUE PEEK HERE")).isEqualTo("[[2, a]]");
        ask("QUEUE SHUTDOWN " + to);
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 2")).startsWith("SHUTDOWN");
        assertThat(ask("QUEUE PEEK HERE")).isEqualTo("[[2, a]]");
    }

    @ParameterizedTest
    @CsvSource({"ALSO", "THERE"})
    void aDelayedItemIsDelayedThereForTheRestOfItsTimeAlsoAfterAKill(String to) {
        ask("QUEUE PUT HERE a DELAY 100 EXPIRES 1000");
        pass(60);
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 1")).isEqualTo("1");
        pass(20);
        kill(); // the clock of the records stands still, so the time begins again
        pass(39);
        assertThat(ask("QUEUE SIZE " + to)).isEqualTo("0");
        pass(1);
        assertThat(ask("QUEUE PEEK " + to)).isEqualTo("[[1, a]]");
        pass(1000);
        assertThat(ask("QUEUE SIZE " + to)).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"ALSO", "THERE"})
    void anItemWhoseDelayIsOverIsReadyAtOnceWhereItGoes(String to) {
        ask("QUEUE PUT HERE a DELAY 10");
        ask("QUEUE PUT HERE b DELAY 10");
        pass(10);
        assertThat(ask("QUEUE MOVE HERE " + to + " ID 1")).isEqualTo("1");
        assertThat(ask("QUEUE MOVE HERE " + to)).isEqualTo("1");
        assertThat(ask("QUEUE PEEK " + to + " COUNT 9")).isEqualTo("[[1, a], [2, b]]");
    }

    @Test
    void whoAwaitsTheItemGetsItsResultFromThere() {
        ask("SUBMIT HERE a");
        owners.say(2, "AWAIT " + here + " 1");
        assertThat(ask("QUEUE MOVE HERE THERE ID 1")).isEqualTo("1");
        assertThat(ask("QUEUE GET THERE")).isEqualTo("[1, a, 1]");
        owners.say(1, "QUEUE DONE " + there + " 1 result");
        settle();
        assertThat(owners.told()).containsExactlyInAnyOrder("1: OK", "2: result");
    }

    @Test
    void whoAwaitsTheItemLearnsHowItEndedThereAlsoAfterAKill() {
        ask("SUBMIT HERE a");
        owners.say(2, "AWAIT " + here + " 1");
        assertThat(ask("QUEUE MOVE HERE THERE ID 1")).isEqualTo("1");
        owners.say(1, "QUEUE PURGE " + there);
        settle();
        assertThat(owners.told()).containsExactlyInAnyOrder("1: 1", "2: CANCELLED item 1 was purged");
        assertThat(ask("AWAIT THERE 1")).isEqualTo("CANCELLED item 1 was purged");
        kill();
        assertThat(ask("AWAIT THERE 1")).isEqualTo("CANCELLED item 1 was purged");
    }

    @Test
    void aRescheduledItemIsWhereItWasPutAfterAKill() {
        ask("QUEUE CREATE HERE KIND priority");
        ask("QUEUE PUT HERE a PRIORITY 5");
        ask("QUEUE PUT HERE b PRIORITY 5");
        ask("QUEUE PUT HERE c PRIORITY 7");
        ask("QUEUE PUT HERE d PRIORITY 7 DELAY 50");
        assertThat(ask("QUEUE RESCHEDULE HERE 1 DELAY 0")).isEqualTo("OK");
        assertThat(ask("QUEUE RESCHEDULE HERE 3 PRIORITY 1")).isEqualTo("OK");
        assertThat(ask("QUEUE RESCHEDULE HERE 4 PRIORITY 0")).isEqualTo("OK");
        assertThat(ask("QUEUE PEEK HERE COUNT 9")).isEqualTo("[[3, c], [2, b], [1, a]]");
        kill();
        assertThat(ask("QUEUE PEEK HERE COUNT 9")).isEqualTo("[[3, c], [2, b], [1, a]]");
        pass(50);
        assertThat(ask("QUEUE PEEK HERE COUNT 9")).isEqualTo("[[4, d], [3, c], [2, b], [1, a]]");
        ask("QUEUE GET HERE");
        ask("QUEUE PUT ALSO x"); // what was written before is on the disk
        kill();
        assertThat(ask("QUEUE PEEK HERE COUNT 9")).isEqualTo("[[4, d], [3, c], [2, b], [1, a]]");
    }

    @Test
    void aRescheduledItemThatExpiresDoesSoAfterAKill() {
        ask("QUEUE PUT HERE a EXPIRES 100");
        ask("QUEUE RESCHEDULE HERE 1 DELAY 50");
        kill();
        pass(49);
        assertThat(ask("QUEUE SIZE HERE")).isEqualTo("0");
        pass(1);
        assertThat(ask("QUEUE SIZE HERE")).isEqualTo("1");
        pass(50);
        assertThat(ask("QUEUE SIZE HERE")).isEqualTo("0");
    }

    @Test
    void onlyAnItemThatNobodyHasCanBeRescheduled() {
        assertThat(ask("QUEUE RESCHEDULE HERE 1 DELAY 0")).startsWith("NOITEM item 1 of queue HERE: never heard of");
        ask("QUEUE PUT HERE a");
        assertThat(ask("QUEUE RESCHEDULE HERE 1 PRIORITY 1"))
                .isEqualTo(
                        "ERR queue HERE takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one");
        ask("QUEUE GET HERE");
        assertThat(ask("QUEUE RESCHEDULE HERE 1 DELAY 0"))
                .isEqualTo("NOITEM item 1 of queue HERE: it is in flight, and only a ready or delayed one can be"
                        + " rescheduled");
        ask("QUEUE DONE HERE 1");
        assertThat(ask("QUEUE RESCHEDULE HERE 1 DELAY 0"))
                .isEqualTo("NOITEM item 1 of queue HERE: finished already, by DONE of attempt 1");
    }
}
