package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.LockCommand.AcquireAll;
import dev.tutti.command.Signal;
import dev.tutti.journal.MapJournal;
import dev.tutti.waiting.Decision;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions of queues together with events, locks and permits. */
class MixedTransactionTest {

    private static final String FULL = "FULL the disk broke";
    private static final int ROUNDS = 8;

    private final MapJournal journal = new MapJournal();
    private final MixedOwner owner = new MixedOwner(journal);

    /** Takes the number out of a reply such as {@code 1: 7}. */
    private static String number(String reply) {
        assertThat(reply).matches("\\d+: \\d+");
        return reply.split(" ")[1];
    }

    // ---- one commit

    @Test
    void allChangesAreOneCommitAndAreAnsweredWhenItIsWritten() {
        journal.holdBack();
        assertThat(owner.transaction(
                        1, "EVENT SET e", "QUEUE PUT q a", "LOCK ACQUIRE l LEASE 9000 DETACHED", "QUEUE SIZE q"))
                .isEmpty();
        assertThat(journal.pending()).isEqualTo(1);
        journal.writeNext();
        assertThat(owner.queues.replies())
                .satisfiesExactly(
                        set -> assertThat(set).isEqualTo("1: OK"),
                        put -> assertThat(put).isEqualTo("1: 1"),
                        MixedTransactionTest::number,
                        size -> assertThat(size).isEqualTo("1: 1"));
    }

    @Test
    void aLongChangeBesideAnEventIsOneCommit() {
        String[] puts = new String[300];
        Arrays.setAll(puts, i -> "QUEUE PUT q x");
        owner.ask(1, puts);
        int before = journal.commits();
        owner.queues.becomeSlow();
        assertThat(owner.transaction(1, "EVENT SET e", "QUEUE MOVE q r", "EVENT IS_SET e", "QUEUE SIZE r"))
                .containsExactly("1: OK", "1: 300", "1: 1", "1: 300");
        assertThat(journal.commits() - before).isEqualTo(1);
    }

    /** Another connection's changes are written between the transactions. */
    @Test
    void afterAKillBetweenAnyTwoWritesAllOfItIsThereOrNothing() {
        int first = journal.commits();
        for (int round = 0; round < ROUNDS; round++) {
            String token = number(owner.transaction(
                            1, "EVENT SET e", "QUEUE PUT q a", "QUEUE PUT q b", "LOCK ACQUIRE l LEASE 9000 DETACHED")
                    .get(3));
            owner.ask(2, "QUEUE PUT other x", "EVENT SET other" + round);
            assertThat(owner.transaction(1, "QUEUE PURGE q", "LOCK RELEASE l " + token, "EVENT CLEAR e"))
                    .containsExactly("1: 2", "1: OK", "1: OK");
            owner.ask(2, "QUEUE PUT other x");
        }
        assertThat(journal.commits() - first).isGreaterThanOrEqualTo(5 * ROUNDS);
        Set<List<String>> states = new HashSet<>();
        for (int commits = first; commits <= journal.commits(); commits++) {
            MixedOwner next = new MixedOwner(journal.after(commits));
            states.add(next.transaction(1, "EVENT IS_SET e", "QUEUE SIZE q", "LOCK LOCKED l"));
        }
        assertThat(states).containsExactlyInAnyOrder(List.of("1: 0", "1: 0", "1: 0"), List.of("1: 1", "1: 2", "1: 1"));
    }

    // ---- a journal that fails

    @Test
    void ifTheJournalFailsEveryPartIsRefusedAndUndone() {
        journal.holdBack();
        owner.transaction(1, "EVENT SET e", "QUEUE PUT q a", "LOCK ACQUIRE l LEASE 9000 DETACHED", "EVENT IS_SET e");
        journal.fail("the disk broke");
        journal.writeAll();
        assertThat(owner.queues.replies()).containsExactly("1: " + FULL, "1: " + FULL, "1: " + FULL, "1: " + FULL);
        assertThat(owner.ask(2, "EVENT IS_SET e", "QUEUE SIZE q", "LOCK LOCKED l"))
                .containsExactly("2: 0", "2: 0", "2: 0");
        assertThat(owner.transaction(1, "QUEUE PUT q a", "EVENT SET e")).containsExactly("1: " + FULL, "1: " + FULL);
    }

    @Test
    void thoseWhoHeardOfATransactionThatIsNotWrittenAreAnsweredFull() {
        owner.ask(2, "EVENT WAIT e");
        owner.ask(3, "QUEUE GET q");
        journal.holdBack();
        assertThat(owner.transaction(1, "EVENT SET e", "QUEUE PUT q a")).isEmpty();
        journal.fail("the disk broke");
        journal.writeAll();
        assertThat(owner.queues.replies())
                .containsExactlyInAnyOrder("1: " + FULL, "1: " + FULL, "2: " + FULL, "3: " + FULL);
    }

    // ---- who sees what, and when

    @Test
    void nobodyHearsOfItBeforeItIsWritten() {
        owner.ask(2, "EVENT WAIT e");
        owner.ask(3, "QUEUE GET q");
        journal.holdBack();
        owner.transaction(1, "EVENT SET e", "QUEUE PUT q a");
        assertThat(owner.ask(4, "EVENT IS_SET e")).isEmpty();
        assertThat(owner.ask(5, "QUEUE SIZE q")).isEmpty();
        journal.writeNext();
        assertThat(owner.queues.replies())
                .containsExactlyInAnyOrder("1: OK", "1: 1", "2: 1", "3: [1, a, 1]", "4: 1", "5: 0");
    }

    @Test
    void withoutATransactionLocksDoNotWaitForTheChangesOfQueues() {
        journal.holdBack();
        assertThat(owner.ask(1, "QUEUE PUT q a")).isEmpty();
        assertThat(owner.ask(2, "LOCK ACQUIRE l")).hasSize(1);
        assertThat(owner.ask(3, "QUEUE SIZE q")).isEmpty();
        assertThat(owner.ask(4, "LOCK LOCKED l")).containsExactly("4: 1");
        assertThat(owner.ask(5, "EVENT SET e", "EVENT IS_SET e", "LOCK LOCKED l"))
                .isEmpty();
        assertThat(journal.pending()).isEqualTo(2);
        journal.writeNext();
        assertThat(owner.queues.replies()).containsExactly("1: 1", "3: 1");
        journal.writeNext();
        assertThat(owner.queues.replies()).containsExactly("5: OK", "5: 1", "5: 1");
        assertThat(owner.ask(4, "LOCK LOCKED l")).containsExactly("4: 1");
    }

    /** Two connections have sent commands behind those that the transaction ends, and both would come between. */
    @Test
    void commandsThatBecomeReadyMeanwhileRunAfterwards() {
        owner.ask(1, "LOCK ACQUIRE l");
        owner.ask(2, "LOCK ACQUIRE l", "LOCK ACQUIRE m TIMEOUT 0");
        owner.ask(3, "QUEUE GET q", "QUEUE PUT r theirs");
        List<String> replies =
                owner.transaction(1, "LOCK RELEASE l", "QUEUE PUT q a", "LOCK ACQUIRE m", "QUEUE PUT r mine");
        assertThat(replies.stream().filter(reply -> !reply.startsWith("1: ")))
                .satisfiesExactly(
                        MixedTransactionTest::number,
                        got -> assertThat(got).isEqualTo("3: [1, a, 1]"),
                        second -> assertThat(second).isEqualTo("2: Null"),
                        put -> assertThat(put).isEqualTo("3: 3"));
        assertThat(replies).contains("1: 2").endsWith("3: 3");
        assertThat(owner.ask(4, "QUEUE PEEK r COUNT 2")).containsExactly("4: [[2, mine], [3, theirs]]");
    }

    @Test
    void nothingWaitsInside() {
        owner.ask(2, "LOCK ACQUIRE l");
        assertThat(owner.transaction(1, "QUEUE GET q", "LOCK ACQUIRE l", "EVENT WAIT e", "QUEUE PUT q a"))
                .containsExactly("1: NullArray", "1: Null", "1: Null", "1: 1");
        owner.ask(2, "LOCK RELEASE l");
        assertThat(owner.ask(3, "LOCK LOCKED l")).containsExactly("3: 0");
        owner.ask(1, "EVENT WAIT e");
        assertThat(owner.ask(2, "EVENT SET e")).containsExactly("1: 1", "2: OK");
    }

    // ---- gates

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE SIZE q", "QUEUE PUT q a"})
    void waitsForALongChangeOfAQueueBeforeItBegins(String command) {
        String[] puts = new String[300];
        Arrays.setAll(puts, i -> "QUEUE PUT q x");
        owner.ask(2, puts);
        owner.queues.becomeSlow();
        assertThat(owner.ask(2, "QUEUE MOVE q r")).isEmpty();
        assertThat(owner.transaction(1, "EVENT SET e", "LOCK ACQUIRE l", command))
                .isEmpty();
        owner.queues.becomeQuick();
        assertThat(owner.ask(3, "EVENT IS_SET e", "LOCK LOCKED l")).containsExactly("3: 0", "3: 0");
        assertThat(owner.queues.afterAllSlices()).contains("2: 300", "1: OK").hasSize(4);
        assertThat(owner.ask(3, "EVENT IS_SET e", "LOCK LOCKED l")).containsExactly("3: 1", "3: 1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"COMMIT", "UNCLAIM"})
    void waitsForALockThatIsKeptForAnAcquireAllBeforeItBegins(Decision decision) {
        Command part = new AcquireAll(List.of("l"), Command.NO_TIMEOUT, 0, false, new AcquireAll.Part(0, 10));
        assertThat(owner.tellPrimitives(2, part)).containsExactly("2: READY");
        owner.tellPrimitives(2, new Signal.Decided(Decision.CLAIM));
        assertThat(owner.transaction(1, "QUEUE PUT q a", "LOCK ACQUIRE l")).isEmpty();
        assertThat(owner.ask(3, "QUEUE SIZE q")).containsExactly("3: 0");
        List<String> replies = owner.tellPrimitives(2, new Signal.Decided(decision));
        assertThat(replies).contains("1: 1");
        assertThat(replies.contains("1: Null")).isEqualTo(decision == Decision.COMMIT);
    }

    @Test
    void aTransactionThatWaitsForALockIsDroppedWithItsConnection() {
        owner.tellPrimitives(2, new AcquireAll(List.of("l"), Command.NO_TIMEOUT, 0, false, new AcquireAll.Part(0, 10)));
        owner.tellPrimitives(2, new Signal.Decided(Decision.CLAIM));
        owner.transaction(1, "QUEUE PUT q a", "LOCK ACQUIRE l");
        owner.close(1);
        owner.tellPrimitives(2, new Signal.Decided(Decision.UNCLAIM), new Signal.Decided(Decision.GIVE_UP));
        assertThat(owner.ask(3, "QUEUE SIZE q", "LOCK LOCKED l")).containsExactly("3: 0", "3: 0");
    }

    // ---- the end

    @Test
    void everythingThatItTookIsGivenBackWhenTheConnectionCloses() {
        owner.ask(2, "QUEUE PUT q a");
        assertThat(owner.transaction(1, "LOCK ACQUIRE l", "QUEUE GET q")).hasSize(2);
        owner.close(1);
        assertThat(owner.ask(2, "QUEUE SIZE q", "LOCK LOCKED l")).containsExactly("2: 1", "2: 0");
    }
}
