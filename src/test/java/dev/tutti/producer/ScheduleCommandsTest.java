package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SCHEDULE at one owner: what is put, and when. A test begins at 2023-11-14 22:13:21 UTC. */
class ScheduleCommandsTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final OneOwner owner = new OneOwner();

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    private void set(String schedule) {
        assertThat(ask("SCHEDULE SET " + schedule)).isEqualTo("OK");
    }

    /** Gets and finishes an item. */
    private String work(String queue) {
        String delivery = ask("QUEUE GET " + queue + " TIMEOUT 0");
        if (delivery.startsWith("[")) {
            assertThat(ask("QUEUE DONE " + queue + " " + delivery.replaceFirst("\\[(\\d+).*", "$1")))
                    .isEqualTo("OK");
        }
        return delivery.replaceFirst(".*, (.*), .*", "$1");
    }

    // ---- firing

    @Test
    void anItemIsPutAfterEachInterval() {
        set("s q item EVERY 1000");
        assertThat(owner.schedules()).containsExactly("s 1000 - 0");
        owner.after(999);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
        owner.after(1);
        assertThat(owner.schedules()).containsExactly("s 2000 1000 0");
        assertThat(work("q")).isEqualTo("item");
        owner.after(1000);
        assertThat(work("q")).isEqualTo("item");
    }

    @Test
    void aWaitingWorkerGetsTheItemAtOnce() {
        set("s q item EVERY 1000");
        owner.ask(1, "QUEUE GET q");
        assertThat(owner.after(1000)).containsExactly("1: [2, item, 1]");
    }

    @Test
    void aCronExpressionFiresInItsZone() {
        set("s q item CRON '0 0 * * *' ZONE Europe/Berlin");
        assertThat(owner.schedules()).containsExactly("s 2799000 - 0");
    }

    @Test
    void aScheduleOfAPriorityQueueGivesItsItemThePriority() {
        ask("QUEUE CREATE q KIND priority");
        ask("QUEUE PUT q usual PRIORITY 5");
        set("s q urgent EVERY 10 PRIORITY -5");
        owner.after(10);
        assertThat(work("q")).isEqualTo("urgent");
    }

    @Test
    void onlyAPriorityQueueTakesAPriority() {
        assertThat(ask("SCHEDULE SET s q i EVERY 10 PRIORITY 1"))
                .isEqualTo(
                        "ERR queue q takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one");
        assertThat(owner.schedules()).isEmpty();
    }

    @Test
    void theItemHasTheScheduleAsItsKey() {
        set("s q item EVERY 1000");
        owner.after(1000);
        assertThat(ask("QUEUE PUT q other KEY schedule:s")).isEqualTo("2");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
    }

    // ---- skipping

    @Test
    void anUnfinishedItemMakesTheNextFiringSkip() {
        set("s q item EVERY 1000");
        owner.after(1000);
        owner.after(1000);
        ask("QUEUE GET q");
        owner.after(1000);
        assertThat(owner.schedules()).containsExactly("s 4000 1000 2");
        ask("QUEUE DONE q 2");
        owner.after(1000);
        assertThat(owner.schedules()).containsExactly("s 5000 4000 2");
    }

    @Test
    void aFullQueueSkipsAndTheLogSaysSoOnceAMinute() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q a");
        set("s q item EVERY 1000");
        for (int i = 0; i < 61; i++) {
            owner.after(1000);
        }
        String line = "schedule s could not put its item: queue q is full";
        assertThat(logged.of(EventKind.SKIPPED_FIRING)).containsExactly(line, "59 more within a minute: 59 of s", line);
        assertThat(owner.schedules()).containsExactly("s 62000 - 61");
    }

    @Test
    void aQueueThatIsShutDownSkips() {
        ask("QUEUE SHUTDOWN q");
        set("s q item EVERY 1000");
        owner.after(1000);
        assertThat(owner.schedules()).containsExactly("s 2000 - 1");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
    }

    @Test
    void aQueueThatIsDeletedIsCreatedAnew() {
        set("s q item EVERY 1000");
        owner.after(1000);
        ask("QUEUE DELETE q");
        owner.after(1000);
        assertThat(owner.schedules()).containsExactly("s 3000 2000 0");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
    }

    @Test
    void fullMemorySkipsAndLeavesNoQueueBehind() {
        set("s q item EVERY 1000");
        owner.memory.take(owner.memory.max());
        owner.after(1000);
        assertThat(owner.schedules()).containsExactly("s 2000 - 1");
        assertThat(owner.queues.existing("q")).isNull();
    }

    // ---- the clock

    @Test
    void aClockThatIsSetBackFiresNothingTwice() {
        set("s q item CRON '0 * * * *' ZONE UTC");
        owner.after(HOUR);
        assertThat(work("q")).isEqualTo("item");
        owner.setClock(-HOUR);
        for (int i = 0; i < 6 * 60; i++) {
            owner.after(10_000);
        }
        assertThat(work("q")).isEqualTo("NullArray");
        owner.after(HOUR);
        assertThat(work("q")).isEqualTo("item");
    }

    @Test
    void aClockThatIsSetBackMakesNoIntervalLonger() {
        set("s q item EVERY 60000");
        owner.setClock(-HOUR);
        for (int i = 0; i < 7; i++) {
            owner.after(10_000);
        }
        assertThat(work("q")).isEqualTo("item");
    }

    @Test
    void aClockThatIsSetForwardFiresOnceWithinTenSeconds() {
        set("s q item CRON '*/5 * * * *' ZONE UTC");
        owner.setClock(HOUR);
        owner.after(10_000);
        assertThat(work("q")).isEqualTo("item");
        owner.after(10_000);
        assertThat(work("q")).isEqualTo("NullArray");
    }

    // ---- set again, and deleted

    @Test
    void aScheduleThatIsSetAgainKeepsItsNextTime() {
        set("s q a EVERY 1000");
        owner.after(600);
        set("s r b EVERY 1000");
        assertThat(owner.schedules()).containsExactly("s 1000 - 0");
        owner.after(400);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
        assertThat(work("r")).isEqualTo("b");
    }

    @Test
    void aDeletedScheduleFiresNoMore() {
        set("s q a EVERY 1000");
        assertThat(ask("SCHEDULE DELETE s")).isEqualTo("OK");
        assertThat(ask("SCHEDULE DELETE s")).isEqualTo("OK");
        owner.after(5000);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
        assertThat(owner.memory.used()).isZero();
    }

    @Test
    void aTransactionSetsAndDeletes() {
        assertThat(owner.transaction(
                        1, "SCHEDULE SET a q x EVERY 1000", "SCHEDULE SET b q y EVERY 1000", "SCHEDULE DELETE a"))
                .containsExactly("1: OK", "1: OK", "1: OK");
        assertThat(owner.schedules()).containsExactly("b 1000 - 0");
    }

    // ---- a long change of the queue

    @Test
    void aFiringWaitsForALongChangeOfItsQueue() {
        for (int i = 0; i < 100; i++) {
            ask("QUEUE PUT q a");
        }
        set("s q item EVERY 2");
        owner.becomeSlow();
        owner.ask(1, "QUEUE PURGE q");
        List<String> told = new ArrayList<>(owner.after(2));
        assertThat(owner.schedules()).containsExactly("s 2 - 0");
        owner.becomeQuick();
        told.addAll(owner.after(1));
        assertThat(told).containsExactly("1: 100");
        assertThat(owner.schedules()).containsExactly("s 4 3 0");
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
    }

    @Test
    void aScheduleThatIsDeletedWhileItWaitsForALongChangePutsNothing() {
        for (int i = 0; i < 100; i++) {
            ask("QUEUE PUT q a");
        }
        set("s q item EVERY 2");
        owner.becomeSlow();
        owner.ask(1, "QUEUE PURGE q");
        owner.after(2);
        owner.ask(2, "SCHEDULE DELETE s");
        owner.becomeQuick();
        owner.after(1);
        assertThat(owner.schedules()).isEmpty();
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
    }

    // ---- limits

    @Test
    void tenThousandSchedulesThatAreDueTogetherFireInSlices() {
        OneOwner large = new OneOwner(Map.of(), 1 << 30);
        for (int i = 0; i < OneOwner.MAX_SCHEDULES; i++) {
            assertThat(large.ask(1, "SCHEDULE SET s" + i + " q item CRON '0 * * * *' ZONE UTC"))
                    .containsExactly("1: OK");
        }
        assertThat(large.ask(1, "SCHEDULE SET other q item EVERY 1000"))
                .containsExactly(
                        "1: FULL as many schedules are set as producer.maxSchedules allows, " + OneOwner.MAX_SCHEDULES);
        assertThat(large.ask(1, "SCHEDULE SET s7 q item EVERY 36000000")).containsExactly("1: OK");
        large.becomeSlow();
        large.after(HOUR);
        assertThat(large.stat("q", "size")).isEqualTo("1");
        large.becomeQuick();
        for (int i = 0; i < 100; i++) {
            large.after(1);
        }
        assertThat(large.stat("q", "size")).isEqualTo(String.valueOf(OneOwner.MAX_SCHEDULES - 1));
        assertThat(large.ask(1, "SCHEDULE DELETE s1", "SCHEDULE SET other q item EVERY 1000"))
                .containsExactly("1: OK", "1: OK");
    }

    @Test
    void aScheduleThatMemoryHasNoRoomForIsRefused() {
        set("s q item EVERY 1000");
        long used = owner.memory.used();
        owner.memory.take(owner.memory.max());
        assertThat(ask("SCHEDULE SET t q item EVERY 1000")).startsWith("FULL ");
        assertThat(ask("SCHEDULE SET s q item EVERY 1000")).startsWith("FULL ");
        owner.memory.release(owner.memory.max());
        assertThat(owner.memory.used()).isEqualTo(used);
        assertThat(owner.schedules()).containsExactly("s 1000 - 0");
    }

    // ---- the journal

    private final MapJournal journal = new MapJournal();

    @Test
    void aScheduleIsAnsweredWhenItIsWritten() {
        OneOwner journaled = new OneOwner(journal);
        journal.holdBack();
        for (String command : List.of("SCHEDULE SET s q item EVERY 1000", "SCHEDULE DELETE s")) {
            assertThat(journaled.ask(1, command)).isEmpty();
            journal.writeNext();
            assertThat(journaled.replies()).containsExactly("1: OK");
        }
    }

    @Test
    void aFiringIsOneCommitOfTheItemAndTheState() {
        OneOwner journaled = new OneOwner(journal);
        journaled.ask(1, "SCHEDULE SET s q item EVERY 1000");
        int commits = journal.commits();
        journaled.after(1000);
        assertThat(journal.commits()).isEqualTo(commits + 1);
    }

    @Test
    void aFailedJournalUndoesASetAndADeleteAndSkipsFirings() {
        OneOwner journaled = new OneOwner(journal);
        journaled.ask(1, "SCHEDULE SET s q item EVERY 1000", "SCHEDULE SET t q item EVERY 5000");
        journal.holdBack();
        journaled.ask(1, "SCHEDULE SET s r item EVERY 7000");
        journaled.ask(2, "SCHEDULE DELETE t");
        journaled.ask(3, "SCHEDULE SET u q item EVERY 1000");
        journal.fail("the disk broke");
        journal.writeAll();
        assertThat(journaled.replies()).hasSize(3).allMatch(reply -> reply.contains("FULL "));
        assertThat(journaled.schedules()).containsExactly("s 1000 - 0", "t 5000 - 0");
        assertThat(journaled.ask(1, "SCHEDULE SET s r item EVERY 7000")).allMatch(reply -> reply.contains("FULL "));
        assertThat(journaled.ask(1, "SCHEDULE DELETE s")).allMatch(reply -> reply.contains("FULL "));
        journaled.after(1000);
        assertThat(journaled.schedules()).containsExactly("s 2000 - 1", "t 5000 - 0");
        assertThat(journaled.stat("q", "size")).isEqualTo("0");
    }

    @Test
    void aDiskThatIsLowSkipsFirings() {
        OneOwner journaled = new OneOwner(journal);
        journaled.ask(1, "SCHEDULE SET s q item EVERY 1000");
        journal.low(true);
        journaled.after(1000);
        assertThat(journaled.schedules()).containsExactly("s 2000 - 1");
        assertThat(journaled.ask(1, "SCHEDULE SET t q item EVERY 1000")).allMatch(reply -> reply.contains("FULL "));
    }
}
