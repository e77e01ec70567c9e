package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.ItemCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.waiting.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** INSPECT, ITEMS and the progress that TOUCH tells, as the owner of a queue answers. */
class InspectCommandsTest {

    /** The time of day at which the test begins. */
    private static final long BEGIN = ManualClock.EPOCH + 1000;

    private final OneOwner owner = new OneOwner(
            Map.of(
                    "three", new QueueConfig(Kind.FIFO, 0, 0, 3),
                    "leased", new QueueConfig(Kind.FIFO, 0, 500, 2),
                    "ranked", new QueueConfig(Kind.PRIORITY, 0, 0, 0)),
            1 << 20);

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    /** A value of INSPECT. */
    private String of(String queue, long id, String key) {
        String pairs = ask("QUEUE INSPECT " + queue + " " + id);
        assertThat(pairs).startsWith("[id, " + id + ", state, ");
        return pairs.replaceFirst(".*?\\b" + key + ", (\\[[^]]*\\]|[^,\\]]*).*", "$1");
    }

    private List<String> ids(String command) {
        List<String> ids = new ArrayList<>();
        for (String map : ask("QUEUE ITEMS " + command).split("\\[id, ")) {
            if (!map.equals("[") && !map.equals("[]")) {
                ids.add(map.replaceFirst(",.*", ""));
            }
        }
        return ids;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- states

    @Test
    void anItemThatNobodyHasGotIsReadySinceItWasPut() {
        owner.after(5);
        ask("QUEUE PUT q a");
        owner.after(100);
        assertThat(ask("QUEUE INSPECT q 1"))
                .isEqualTo("[id, 1, state, ready, attempts, 0, priority, Null, group, Null, key, Null, put, "
                        + (BEGIN + 5) + ", due, Null, since, " + (BEGIN + 5)
                        + ", holder, Null, lease, Null, error, Null, progress, Null, from, Null]");
    }

    @Test
    void aDelayedItemTellsWhenItIsDue() {
        ask("QUEUE PUT q a DELAY 70");
        owner.after(20);
        assertThat(of("q", 1, "state")).isEqualTo("delayed");
        assertThat(of("q", 1, "due")).isEqualTo(String.valueOf(BEGIN + 70));
        assertThat(of("q", 1, "since")).isEqualTo(String.valueOf(BEGIN));
        owner.after(60);
        assertThat(of("q", 1, "state")).isEqualTo("ready");
        assertThat(of("q", 1, "due")).isEqualTo("Null");
        assertThat(of("q", 1, "since")).isEqualTo(String.valueOf(BEGIN + 70));
    }

    @Test
    void anItemInFlightTellsWhoHasItAndHowLong() {
        ask("QUEUE PUT ranked a PRIORITY 7 KEY k");
        owner.after(10);
        owner.ask(3, "QUEUE GET ranked LEASE 500");
        owner.after(20);
        assertThat(ask("QUEUE INSPECT ranked 1"))
                .isEqualTo("[id, 1, state, inflight, attempts, 1, priority, 7, group, Null, key, k, put, " + BEGIN
                        + ", due, Null, since, " + (BEGIN + 10)
                        + ", holder, [3, ], lease, 480, error, Null, progress, Null, from, Null]");
    }

    @Test
    void keptResultsAreDoneFailedOrCancelled() {
        ask("SUBMIT q a");
        ask("SUBMIT q b");
        ask("CANCEL q " + ask("SUBMIT q c"));
        owner.ask(3, "QUEUE GET q COUNT 2");
        owner.after(10);
        owner.ask(3, "QUEUE DONE q 1 r", "QUEUE FAIL q 2 why");
        owner.after(10);
        assertThat(of("q", 1, "state")).isEqualTo("done");
        assertThat(of("q", 1, "since")).isEqualTo(String.valueOf(BEGIN + 10));
        assertThat(of("q", 1, "attempts")).isEqualTo("1");
        assertThat(of("q", 2, "state")).isEqualTo("failed");
        assertThat(of("q", 2, "error")).isEqualTo("why");
        assertThat(of("q", 3, "state")).isEqualTo("cancelled");
        assertThat(ids("q")).containsExactly("1", "2", "3");
        assertThat(ids("q STATE failed")).containsExactly("2");
    }

    @Test
    void itemsWithoutAKeptResultAreRememberedForAWhile() {
        ask("QUEUE PUT q a");
        ask("QUEUE PUT q b");
        owner.ask(3, "QUEUE GET q");
        owner.after(10);
        owner.ask(3, "QUEUE DONE q 1", "CANCEL q 2");
        assertThat(of("q", 1, "state")).isEqualTo("done");
        assertThat(of("q", 1, "put")).isEqualTo(String.valueOf(BEGIN));
        assertThat(of("q", 1, "since")).isEqualTo(String.valueOf(BEGIN + 10));
        assertThat(of("q", 2, "state")).isEqualTo("cancelled");
        assertThat(ids("q")).isEmpty();
        assertThat(ask("QUEUE INSPECT other 1"))
                .isEqualTo(
                        "NOITEM item 1 of queue other: it is an item of another queue, where it is gone: finished already, by"
                                + " DONE of attempt 1");
    }

    @Test
    void anItemCancelledInFlightIsCancelledUntilItsHolderIsTold() {
        ask("QUEUE PUT q a");
        owner.ask(3, "QUEUE GET q");
        ask("CANCEL q 1");
        assertThat(of("q", 1, "state")).isEqualTo("cancelled");
        assertThat(of("q", 1, "holder")).isEqualTo("[3, ]");
        assertThat(ids("q STATE cancelled")).containsExactly("1");
        assertThat(ids("q STATE inflight")).isEmpty();
    }

    @Test
    void anItemThatIsNotHereIsNoItemAndTheTextSaysWhy() {
        String text = "NOITEM item 1 of queue q: ";
        assertThat(ask("QUEUE INSPECT q 1")).startsWith(text + "never heard of");
        ask("QUEUE PUT q a");
        ask("QUEUE MOVE q r");
        assertThat(ask("QUEUE INSPECT q 1")).isEqualTo(text + "moved to r");
        assertThat(of("r", 1, "state")).isEqualTo("ready");
        ask("QUEUE PURGE r");
        assertThat(ask("QUEUE INSPECT q 1"))
                .isEqualTo(text + "it is an item of another queue, where it is gone: purged");
    }

    // ---- errors

    @Test
    void theLastFailureStaysWithTheItemAndGoesWithItToTheDeadLetters() {
        ask("QUEUE PUT three a");
        owner.ask(3, "QUEUE GET three", "QUEUE FAIL three 1 first");
        assertThat(of("three", 1, "error")).isEqualTo("first");
        assertThat(of("three", 1, "attempts")).isEqualTo("1");
        owner.ask(3, "QUEUE GET three", "QUEUE FAIL three 1 second");
        assertThat(of("three", 1, "error")).isEqualTo("second");
        owner.after(10);
        owner.ask(3, "QUEUE GET three", "QUEUE FAIL three 1 third");
        for (String queue : List.of("three", "three.dead")) {
            assertThat(of(queue, 1, "state")).isEqualTo("dead");
            assertThat(of(queue, 1, "error")).isEqualTo("third");
            assertThat(of(queue, 1, "from")).isEqualTo("three");
            assertThat(of(queue, 1, "attempts")).isEqualTo("3");
            assertThat(of(queue, 1, "since")).isEqualTo(String.valueOf(BEGIN + 10));
        }
        owner.ask(3, "QUEUE GET three.dead");
        assertThat(of("three.dead", 1, "state")).isEqualTo("inflight");
        assertThat(of("three.dead", 1, "attempts")).isEqualTo("1");
        assertThat(of("three.dead", 1, "from")).isEqualTo("three");
        owner.ask(3, "QUEUE FAIL three.dead 1 third");
        assertThat(of("three.dead", 1, "from")).isEqualTo("three");
        assertThat(of("three.dead", 1, "attempts")).isEqualTo("4");
        owner.ask(3, "QUEUE MOVE three.dead three");
        assertThat(of("three", 1, "state")).isEqualTo("ready");
        assertThat(of("three", 1, "from")).isEqualTo("Null");
        assertThat(of("three", 1, "error")).isEqualTo("third");
    }

    @Test
    void aLeaseThatEndsIsAFailureAndAConnectionThatClosesIsNone() {
        ask("QUEUE PUT leased a");
        owner.ask(3, "QUEUE GET leased LEASE 0");
        owner.close(3);
        assertThat(of("leased", 1, "error")).isEqualTo("Null");
        owner.ask(4, "QUEUE GET leased");
        owner.after(500);
        assertThat(of("leased", 1, "error")).isEqualTo("its lease ended");
        assertThat(of("leased", 1, "state")).isEqualTo("dead");
        assertThat(of("leased", 1, "attempts")).isEqualTo("2");
        ask("QUEUE PUT leased b");
        owner.ask(4, "QUEUE GET leased");
        owner.after(500);
        assertThat(of("leased", 2, "error")).isEqualTo("its lease ended");
        assertThat(of("leased", 2, "state")).isEqualTo("ready");
    }

    @Test
    void aLongMessageIsCutButNotInsideACharacter() {
        ask("QUEUE PUT three a");
        owner.ask(3, "QUEUE GET three");
        owner.send(3, new QueueCommand.Fail("three", 1, bytes("x".repeat(4095) + "\u00e9\u00e9")));
        assertThat(of("three", 1, "error")).isEqualTo("x".repeat(4095));
    }

    @Test
    void aMessageForWhichMemoryHasNoRoomIsNotKept() {
        OneOwner small = new OneOwner(Map.of("three", new QueueConfig(Kind.FIFO, 0, 0, 3)), 4_000);
        small.ask(3, "QUEUE PUT three a", "QUEUE GET three");
        assertThat(small.send(3, new QueueCommand.Fail("three", 1, bytes("x".repeat(3_500)))))
                .containsExactly("3: OK");
        assertThat(small.ask(9, "QUEUE INSPECT three 1").get(0)).contains("error, , progress");
    }

    // ---- progress

    @Test
    void touchTellsOfProgressAndKeepsItOverAttempts() {
        ask("QUEUE PUT three a");
        owner.ask(3, "QUEUE GET three");
        assertThat(owner.ask(3, "QUEUE TOUCH three 1 half")).containsExactly("3: OK");
        assertThat(of("three", 1, "progress")).isEqualTo("half");
        owner.ask(3, "QUEUE TOUCH three 1");
        assertThat(of("three", 1, "progress")).isEqualTo("half");
        owner.ask(3, "QUEUE FAIL three 1 why", "QUEUE GET three");
        assertThat(of("three", 1, "progress")).isEqualTo("half");
        assertThat(owner.ask(4, "QUEUE TOUCH three 1 late ATTEMPT 1").get(0)).startsWith("4: NOITEM ");
        assertThat(of("three", 1, "progress")).isEqualTo("half");
        owner.ask(3, "QUEUE TOUCH three 1 \"\" ATTEMPT 2");
        assertThat(of("three", 1, "progress")).isEmpty();
    }

    @Test
    void touchGivesTheLeaseAnotherLengthThatLaterOnesKeep() {
        ask("QUEUE PUT leased a");
        owner.ask(3, "QUEUE GET leased", "QUEUE TOUCH leased 1 p LEASE 800");
        assertThat(of("leased", 1, "lease")).isEqualTo("800");
        owner.after(700);
        owner.ask(3, "QUEUE TOUCH leased 1");
        owner.after(700);
        assertThat(of("leased", 1, "lease")).isEqualTo("100");
        owner.ask(3, "QUEUE TOUCH leased 1 LEASE 0");
        owner.after(10_000);
        assertThat(of("leased", 1, "lease")).isEqualTo("Null");
        assertThat(of("leased", 1, "state")).isEqualTo("inflight");
        owner.ask(3, "QUEUE TOUCH leased 1 LEASE 20");
        owner.after(20);
        assertThat(of("leased", 1, "state")).isEqualTo("ready");
    }

    @Test
    void aDetachedItemKeepsALease() {
        ask("QUEUE PUT q a");
        owner.ask(3, "QUEUE GET q LEASE 500 DETACHED");
        assertThat(owner.ask(3, "QUEUE TOUCH q 1 LEASE 0"))
                .containsExactly("3: ERR item 1 is DETACHED, and needs a LEASE above 0");
        assertThat(of("q", 1, "lease")).isEqualTo("500");
    }

    @Test
    void aProgressForWhichMemoryHasNoRoomIsRefused() {
        OneOwner small = new OneOwner(Map.of(), 4_000);
        small.ask(3, "QUEUE PUT q a", "QUEUE GET q");
        byte[] progress = bytes("x".repeat(3_500));
        assertThat(small.send(3, new ItemCommand.Touch("q", 1, progress, ItemCommand.SAME_LEASE, 0))
                        .get(0))
                .startsWith("3: FULL ");
        assertThat(small.ask(3, "QUEUE TOUCH q 1 x")).containsExactly("3: OK");
    }

    @Test
    void theMemoryOfTracesIsGivenBack() {
        long before = owner.usedByItems();
        ask("QUEUE PUT three a");
        long plain = owner.usedByItems();
        owner.ask(3, "QUEUE GET three", "QUEUE TOUCH three 1 progress", "QUEUE FAIL three 1 why");
        assertThat(owner.usedByItems()).isGreaterThan(plain);
        owner.ask(3, "QUEUE GET three", "QUEUE DONE three 1");
        assertThat(owner.usedByItems()).isEqualTo(before);
        ask("QUEUE PUT q b");
        owner.ask(3, "QUEUE GET q", "QUEUE TOUCH q 2 p LEASE 50", "QUEUE FAIL q 2 why");
        ask("QUEUE PURGE q.dead");
        assertThat(owner.usedByItems()).isEqualTo(before);
    }

    // ---- pages

    @Test
    void itemsComeInTheOrderOfTheirIdsAPageAtATime() {
        for (int i = 1; i <= 9; i++) {
            ask("QUEUE PUT q item" + (i % 3 == 0 ? " DELAY 1000" : ""));
        }
        owner.ask(3, "QUEUE GET q COUNT 2");
        owner.ask(3, "QUEUE RELEASE q 2");
        assertThat(ids("q")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(ids("q COUNT 4")).containsExactly("1", "2", "3", "4");
        assertThat(ids("q COUNT 4 AFTER 4")).containsExactly("5", "6", "7", "8");
        assertThat(ids("q AFTER 9")).isEmpty();
        assertThat(ids("q STATE ready COUNT 3")).containsExactly("2", "4", "5");
        assertThat(ids("q STATE delayed")).containsExactly("3", "6", "9");
        assertThat(ids("q STATE inflight")).containsExactly("1");
        assertThat(ids("q STATE dead")).isEmpty();
        assertThat(ids("nowhere")).isEmpty();
    }

    @Test
    void keptResultsComePageByPageToo() {
        for (int i = 1; i <= 6; i++) {
            ask("SUBMIT q item");
        }
        owner.ask(3, "QUEUE GET q COUNT 5");
        owner.ask(3, "QUEUE DONE q 5", "QUEUE FAIL q 1 why", "QUEUE DONE q 3", "QUEUE FAIL q 4 why");
        assertThat(ids("q STATE done")).containsExactly("3", "5");
        assertThat(ids("q STATE failed COUNT 1")).containsExactly("1");
        assertThat(ids("q STATE failed COUNT 1 AFTER 1")).containsExactly("4");
        assertThat(ids("q COUNT 4 AFTER 1")).containsExactly("2", "3", "4", "5");
        assertThat(ids("q AFTER 5")).containsExactly("6");
    }

    @Test
    void itemsOfADeadLetterQueueAreDead() {
        ask("QUEUE PUT q.dead a");
        ask("QUEUE PUT q.dead b DELAY 100");
        assertThat(ids("q.dead STATE dead")).containsExactly("1", "2");
        assertThat(ids("q.dead STATE ready")).isEmpty();
        assertThat(of("q.dead", 1, "from")).isEqualTo("Null");
    }

    @Test
    void aTransactionShowsItsOwnEffects() {
        ask("QUEUE PUT q a");
        assertThat(owner.transaction(
                        3, "QUEUE GET q", "QUEUE TOUCH q 1 half", "QUEUE INSPECT q 1", "QUEUE ITEMS q STATE inflight"))
                .element(2)
                .asString()
                .contains("state, inflight")
                .contains("progress, half");
    }
}
