package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.QueueCommand.Put;
import dev.tutti.queue.PutOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the owner of queues answers where memory is short. */
class FullMemoryTest {

    /** Memory for a few queues and items. */
    private static final int SMALL = 10_000;
    /** A result of which memory has room for one, and not for two. */
    private static final int LARGE = SMALL / 2;

    private final OneOwner owner = new OneOwner();

    // ---- queues and priorities

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE PUT q%d a",
                "QUEUE CREATE q%d",
                "QUEUE SHUTDOWN q%d",
                "SUBMIT q%d a",
                "QUEUE MOVE many q%d COUNT 1",
                "QUEUE PUT ranked a PRIORITY %d",
                "QUEUE PUT ranked a PRIORITY %d DELAY 50",
                "SUBMIT many a"
            })
    void thereAreAsManyAsMemoryHasRoomForAndWhenTheyAreGoneSoIsWhatTheyTook(String command) {
        OneOwner small = new OneOwner(Map.of(), 40_000);
        small.ask(1, "QUEUE CREATE ranked KIND priority", "QUEUE CREATE many");
        for (int i = 0; i < 50; i++) {
            small.ask(1, "QUEUE PUT many a");
        }
        int made = 0;
        List<String> reply = small.ask(1, command.formatted(made));
        for (; !reply.get(0).startsWith("1: FULL"); reply = small.ask(1, command.formatted(made))) {
            assertThat(++made).isLessThan(300);
        }
        assertThat(made).isGreaterThan(15);
        assertThat(reply.get(0)).matches("1: FULL .* of the 40000 bytes of producer.maxMemory are in use, .*");
        assertThat(small.memory.used()).isBetween(33_000L, 40_000L);
        assertThat(small.ask(1, "QUEUE LIST").get(0)).doesNotContain("q" + made);
        assertThat(small.ask(1, "QUEUE SHUTDOWN many", "QUEUE CREATE many")).containsExactly("1: OK", "1: OK");
        for (int i = 0; i < made; i++) {
            small.ask(1, "QUEUE DELETE q" + i);
        }
        small.ask(1, "QUEUE DELETE ranked", "QUEUE DELETE many");
        assertThat(small.memory.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE CREATE q%d",
                "QUEUE SHUTDOWN q%d",
                "QUEUE PAUSE q%d",
                "QUEUE ALTER q%d LEASE 5",
                "QUEUE PUT q%d ''"
            })
    void manyQueuesWithFewItemsAreNamedTogether(String command) {
        OneOwner small = new OneOwner(Map.of(), 40_000);
        int made = 0;
        String reply = small.ask(1, command.formatted(made)).get(0);
        while (!reply.startsWith("1: FULL")) {
            assertThat(++made).isLessThan(100);
            reply = small.ask(1, command.formatted(made)).get(0);
        }
        assertThat(reply)
                .endsWith(" of them by the names and settings of queues; the last eighth is reserved for results");
        assertThat(small.usedByItems()).isEqualTo(small.memory.usedByItems());
    }

    // ---- deliveries

    private static final int MEDIUM = 4_000_000;

    /** Many items, with an owner whose memory they fill up to what is reserved for results. */
    private static OneOwner filled() {
        OneOwner medium = new OneOwner(Map.of(), MEDIUM);
        medium.ask(1, "QUEUE CREATE q MAXSIZE 0");
        String put = "QUEUE PUT q " + "a".repeat(90);
        for (int id = 1; !medium.ask(1, put).get(0).startsWith("1: FULL"); id++) {
            assertThat(id).isLessThan(30_000);
        }
        return medium;
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE GET q LEASE 1000", "QUEUE GETANY 2 none q LEASE 1000"})
    void whoOnlyGetsIsRefusedUntilSomeItemsAreFinished(String get) {
        OneOwner medium = filled();
        int got = 0;
        List<String> reply = medium.ask(2, get);
        for (; !reply.get(0).startsWith("2: FULL"); reply = medium.ask(2, get)) {
            assertThat(++got).isLessThan(8_000);
        }
        assertThat(reply.get(0)).endsWith("bytes: finish some of them, and get others then");
        assertThat(got).isGreaterThan(1_000);
        assertThat(medium.memory.used()).isBetween(MEDIUM + 1L, MEDIUM * 5L / 4);
        assertThat(medium.ask(3, get).get(0)).startsWith("3: FULL");
        for (int id = 1; id < got; id++) {
            medium.ask(2, "QUEUE DONE q " + id);
        }
        assertThat(medium.ask(3, get).get(0)).doesNotStartWith("3: FULL");
    }

    @Test
    void aGetOfManyGetsAsManyAsMayBeInFlight() {
        OneOwner medium = filled();
        int gets = 0;
        while (Integer.parseInt(medium.stat("q", "inflight")) == 256 * gets) {
            assertThat(medium.ask(2, "QUEUE GET q LEASE 1000 COUNT 256")).hasSize(1);
            assertThat(++gets).isLessThan(30);
        }
        assertThat(gets).isGreaterThan(5);
        assertThat(medium.ask(2, "QUEUE GET q LEASE 1000").get(0)).startsWith("2: FULL");
        medium.close(2);
        assertThat(medium.stat("q", "inflight")).isEqualTo("0");
        assertThat(medium.ask(5, "QUEUE GET q").get(0)).doesNotStartWith("5: FULL");
    }

    @Test
    void theQueueThatTakesMostIsNamed() {
        OneOwner small = new OneOwner(Map.of(), SMALL);
        small.ask(1, "SUBMIT little a");
        assertThat(small.send(1, put("jobs"))).containsExactly("1: 2");
        assertThat(small.send(1, put("q")))
                .containsExactly("1: FULL " + (small.memory.used() + 901)
                        + " of the 10000 bytes of producer.maxMemory are in use, " + (LARGE + 120)
                        + " of them by queue jobs; the last eighth is reserved for results");
        small.ask(1, "QUEUE PURGE jobs");
        small.send(1, put("other"));
        assertThat(small.send(1, put("q")).get(0))
                .as("within a second, when the queue is gone")
                .contains((LARGE + 120 + 361) + " of them by queues; the last eighth is reserved for results");
        small.after(1000);
        assertThat(small.send(1, put("q")).get(0)).contains((LARGE + 120) + " of them by queue other;");
    }

    @Test
    void whatWaitsForRoomIsPartOfItsQueue() {
        OneOwner small = new OneOwner(Map.of(), SMALL + LARGE);
        small.ask(1, "QUEUE CREATE jobs MAXSIZE 1");
        small.send(1, put("jobs"));
        assertThat(small.send(2, put("jobs"))).isEmpty();
        String refused = small.send(3, put("jobs")).get(0);
        assertThat(refused)
                .contains(2 * (LARGE + 120) + " of them by queue jobs (" + (LARGE + 120)
                        + " by its PUTs and tasks that wait for room);");
        small.close(2);
        small.after(1000);
        small.ask(1, "QUEUE PUT other a");
        small.send(1, put("other"));
        assertThat(small.send(3, put("third")).get(0))
                .contains(" of them by queue ")
                .doesNotContain("wait for room");
    }

    @Test
    void schedulesThatTakeMostAreNamed() {
        OneOwner small = new OneOwner(Map.of(), SMALL);
        small.ask(1, "QUEUE PUT q a");
        String body = "x".repeat(90);
        List<String> reply = List.of();
        for (int i = 0; i < 100 && !reply.toString().contains("FULL"); i++) {
            reply = small.ask(1, "SCHEDULE SET s" + i + " q " + body + " EVERY 1000000");
        }
        assertThat(reply.get(0)).contains(" of them by schedules;");
    }

    private static Put put(String queue) {
        return new Put(queue, new byte[LARGE], PutOptions.NORMAL, Command.NO_TIMEOUT);
    }

    @Test
    void aQueueThatIsForgottenGivesBackWhatItTook() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE GET q");
        assertThat(owner.memory.used()).isPositive();
        owner.ask(1, "QUEUE DONE q 1");
        assertThat(owner.memory.used()).isZero();
        owner.ask(1, "QUEUE GET q TIMEOUT 50");
        assertThat(owner.memory.used()).isPositive();
        owner.after(50);
        assertThat(owner.memory.used()).isZero();
    }

    // ---- results

    @Test
    void keptResultsCountAgainstTheMemoryAndPutsAreRefusedOverIt() {
        OneOwner small = twoOfASmallOwner();
        assertThat(small.send(1, done(1, 3700), done(2, 3700))).containsExactly("1: OK", "1: OK");
        assertThat(small.ask(1, "QUEUE PUT q c", "SUBMIT q c", "RUN q c"))
                .hasSize(3)
                .allMatch(reply -> reply.startsWith("1: FULL "));
        small.after(50);
        assertThat(small.ask(1, "QUEUE PUT q c")).containsExactly("1: 3");
    }

    @Test
    void aResultThatThereIsNoRoomForIsRefusedAndTheItemMayBeDoneLater() {
        OneOwner small = twoOfASmallOwner();
        small.ask(2, "AWAIT q 2");
        assertThat(small.send(1, done(1, LARGE))).containsExactly("1: OK");
        long used = small.memory.used();
        assertThat(small.send(1, done(2, LARGE)))
                .containsExactly("1: FULL " + used + " of the " + SMALL
                        + " bytes of producer.maxMemory are in use, " + (used - 901)
                        + " of them by queue q; the item stays in flight");
        assertThat(small.memory.used()).isEqualTo(used);
        assertThat(small.stat("q", "inflight")).isEqualTo("1");
        small.after(50);
        assertThat(small.send(1, done(2, LARGE))).hasSize(2).contains("1: OK");
        small.after(50);
        assertThat(small.memory.used()).isZero();
    }

    @Test
    void soIsAFailureIfItIsKept() {
        OneOwner small = twoOfASmallOwner();
        small.send(1, done(1, LARGE));
        assertThat(small.send(1, new Fail("q", 2, new byte[LARGE])).get(0)).startsWith("1: FULL ");
        assertThat(small.ask(1, "QUEUE FAIL q 2 b", "AWAIT q 2")).containsExactly("1: OK", "1: FAILED b");
    }

    @Test
    void aFailureOfWhichTheItemComesBackIsNot() {
        OneOwner small = twoOfASmallOwner();
        small.ask(1, "QUEUE CREATE twice ATTEMPTS 2", "SUBMIT twice c", "QUEUE GET twice");
        small.send(1, done(1, LARGE));
        Fail failed = new Fail("twice", 3, new byte[LARGE]);
        assertThat(small.send(1, failed)).containsExactly("1: OK");
        assertThat(small.ask(1, "QUEUE GET twice")).containsExactly("1: [3, c, 2]");
        assertThat(small.send(1, failed).get(0)).startsWith("1: FULL ");
    }

    @Test
    void aResultThatIsNotKeptOrTakesNoMoreThanItsItemAlwaysHasRoom() {
        OneOwner small = new OneOwner(Map.of(), SMALL);
        small.ask(1, "SUBMIT q a TTL 0", "SUBMIT q " + "b".repeat(90), "RUN q c");
        small.ask(2, "QUEUE GET q COUNT 3");
        for (int i = 0; small.memory.used() <= SMALL; i++) {
            small.ask(100 + i, "QUEUE GET empty" + i); // never refused
        }
        assertThat(small.send(2, done(1, LARGE))).containsExactly("2: OK");
        assertThat(small.send(2, done(2, 90))).containsExactly("2: OK");
        assertThat(small.send(2, done(3, LARGE))).hasSize(2).contains("2: OK");
    }

    @Test
    void aConsumerGetsNothingUntilThereIsRoomForItsResult() {
        OneOwner small = new OneOwner(Map.of(), SMALL);
        small.send(5, new Consume("q"));
        small.send(6, new Consume("q"));
        small.ask(1, "SUBMIT q a TTL 50", "SUBMIT q b TTL 50", "QUEUE PUT q c");
        assertThat(small.send(5, done(1, LARGE), new Consume("q"))).containsExactly("5: OK", "5: [3, c, 1]");
        assertThat(small.send(6, done(2, LARGE), new Consume("q")))
                .hasSize(2)
                .allMatch(reply -> reply.startsWith("6: FULL "));
        small.ask(1, "QUEUE PUT q d");
        small.after(50);
        assertThat(small.send(6, done(2, LARGE), new Consume("q"))).containsExactly("6: OK", "6: [4, d, 1]");
    }

    /** Connection 1 has got items 1 and 2, which were submitted. */
    private static OneOwner twoOfASmallOwner() {
        OneOwner small = new OneOwner(Map.of(), SMALL);
        small.ask(1, "SUBMIT q a TTL 50", "SUBMIT q b TTL 50", "QUEUE GET q COUNT 2");
        return small;
    }

    private static Done done(long item, int resultBytes) {
        return new Done("q", item, new byte[resultBytes]);
    }
}
