package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Wait;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues that come and go, holders that close, and dead letters. */
class QueuesTest {

    private static final byte[] NOTHING = {};

    private final Party party = new Party(Map.of("jobs", Party.settings(7, 3)));
    private final Queues queues = party.queues;
    private final Holder worker = party.holder("worker");

    // ---- names and settings

    @Test
    void aQueueComesIntoBeingAtFirstUse() {
        assertThat(queues.existing("q")).isNull();
        WorkQueue queue = queues.named("q");
        assertThat(queues.named("q")).isSameAs(queue).isSameAs(queues.existing("q"));
        assertThat(queue.config()).isEqualTo(new QueueConfig(QueueConfig.Kind.FIFO, 100_000, 0, 0));
    }

    @Test
    void theConfigurationSaysWhatAQueueIsLike() {
        assertThat(queues.settings("jobs")).isEqualTo(Party.settings(7, 3));
        assertThat(queues.named("jobs").config()).isEqualTo(Party.settings(7, 3));
        assertThat(queues.isSettled("jobs")).isTrue();
        assertThat(queues.isSettled("q")).isFalse();
        assertThat(queues.settings("q")).isEqualTo(QueueConfig.DEFAULT);
    }

    @Test
    void aQueueThatDoesNotExistHasEmptyStats() {
        assertThat(queues.stats("jobs"))
                .isEqualTo(new QueueStats(Party.settings(7, 3), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(queues.existing("jobs")).isNull();
    }

    @Test
    void queuesAreListedByName() {
        party.queue("b", 0, 0);
        party.queue("a", 0, 0);
        party.queue("c", 0, 0);
        assertThat(queues.all()).extracting(WorkQueue::name).containsExactly("a", "b", "c");
    }

    // ---- forgetting

    @Test
    void aQueueIsForgottenWithItsLastItem() {
        WorkQueue queue = queues.named("q");
        Item item = party.put(queue, "a");
        queue.take(worker);
        assertThat(queues.existing("q")).isSameAs(queue);
        queue.done(item, NOTHING);
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsForgottenWhenItsLastWaiterLeaves() {
        WorkQueue queue = queues.named("q");
        Wait getter = party.waitToGet(queue, "getter");
        assertThat(queues.existing("q")).isSameAs(queue);
        getter.withdraw();
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsForgottenWhenTheHolderOfItsLastItemHeardThatItIsCancelled() {
        WorkQueue queue = queues.named("q");
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.cancel(item);
        assertThat(queues.existing("q")).isSameAs(queue);
        queue.forgetCancelled(item);
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsForgottenWhenItIsPurged() {
        party.put(queues.named("q"), "a");
        queues.existing("q").purge();
        assertThat(queues.all()).isEmpty();
        assertThat(party.memory.used()).isZero();
    }

    @Test
    void aCreatedOrConfiguredQueueStays() {
        party.put(queues.create("q", QueueConfig.DEFAULT), "a");
        party.put(queues.named("jobs"), "a");
        queues.all().forEach(WorkQueue::purge);
        assertThat(queues.all()).extracting(WorkQueue::name).containsExactly("jobs", "q");
    }

    @Test
    void aQueueThatWasForgottenStartsAnew() {
        party.put(queues.named("q"), "a");
        queues.existing("q").purge();
        party.put(queues.named("q"), "b");
        assertThat(queues.stats("q").put()).isOne();
    }

    // ---- closing holders

    @Test
    void whatAHolderHadGoesBackInItsOrderToTheFront() {
        WorkQueue queue = party.queue("q", 0, 0);
        for (String body : new String[] {"a", "b", "c", "d"}) {
            party.put(queue, body);
        }
        queue.take(worker, 3);
        queues.close(worker);
        assertThat(Party.ready(queue)).containsExactly("a", "b", "c", "d");
        assertThat(queue.take(worker).attempts()).isEqualTo(2);
        assertThat(queue.stats().retried()).isEqualTo(3);
    }

    @Test
    void itGoesBackBeforeAnybodyGetsAnyOfIt() {
        WorkQueue queue = party.queue("q", 0, 0);
        party.put(queue, "a");
        party.put(queue, "b");
        queue.take(worker, 2);
        party.waitToGet(queue, "first");
        party.waitToGet(queue, "second");
        queues.close(worker);
        assertThat(party.log).containsExactly("first got [a]", "second got [b]");
    }

    @Test
    void whatIsOutOfAttemptsHasFailedInItsOrder() {
        WorkQueue queue = party.queue("q", 0, 2);
        Item a = party.put(queue, "a");
        Item b = party.put(queue, "b");
        queue.take(worker, 2);
        queue.fail(b, NOTHING, b.holder);
        queue.fail(a, NOTHING, a.holder);
        party.put(queue, "c");
        queue.take(worker, 3);
        queues.close(worker);
        assertThat(Party.ready(queue)).containsExactly("c");
        assertThat(Party.ready(queues.existing("q.dead"))).containsExactly("a", "b");
    }

    @Test
    void whoAwaitsWhatIsOutOfAttemptsHasTheFailuresInTheirOrder() {
        WorkQueue queue = party.queue("q", 0, 1);
        queue.put(party.item("a", party.awaiter("first", true)));
        queue.put(party.item("b", party.awaiter("second", true)));
        queue.take(worker, 2);
        queues.close(worker);
        String lost = " failed the connection that held it closed, and it is out of attempts";
        assertThat(party.log).containsExactly("first" + lost, "second" + lost);
    }

    @Test
    void deadLettersThatWereHeldGoBackBeforeNewOnesAreDelivered() {
        WorkQueue dead = party.queue("q.dead", 0, 0);
        WorkQueue queue = party.queue("q", 0, 1);
        party.put(dead, "old");
        party.put(queue, "new");
        dead.take(worker);
        queue.take(worker);
        party.waitToGet(dead, "reader");
        queues.close(worker);
        assertThat(party.log).containsExactly("reader got [old]");
        assertThat(Party.ready(dead)).containsExactly("new");
    }

    @Test
    void whatIsCancelledInItsHandsIsGone() {
        WorkQueue queue = queues.named("q");
        Item cancelled = party.put(queue, "a");
        party.put(queue, "b");
        queue.take(worker, 2);
        queue.cancel(cancelled);
        queues.close(worker);
        assertThat(Party.ready(queue)).containsExactly("b");
        queue.purge();
        assertThat(queues.all()).isEmpty();
        assertThat(party.memory.used()).isZero();
    }

    @Test
    void aHolderWithItemsOfSeveralQueuesGivesAllBack() {
        WorkQueue q = queues.named("q");
        WorkQueue r = queues.named("r");
        party.put(q, "q1");
        party.put(r, "r1");
        party.put(q, "q2");
        q.take(worker);
        r.take(worker);
        q.take(worker);
        queues.close(worker);
        assertThat(Party.ready(q)).containsExactly("q1", "q2");
        assertThat(Party.ready(r)).containsExactly("r1");
        assertThat(worker.size()).isZero();
    }

    @Test
    void anItemThatOutlivesManyHoldersRemembersThoseWhoMayStillAsk() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.release(item, party.holder("thief"));
        for (int i = 0; i < 100; i++) {
            Holder lost = party.holder("lost");
            queue.take(lost);
            queues.close(lost);
            Holder released = party.holder("released");
            queue.take(released);
            queue.release(item, party.holder("thief"));
            queues.close(released);
        }
        queue.take(party.holder("last"));
        assertThat(item.formerHolders()).isLessThanOrEqualTo(2);
        assertThat(queue.inFlight(item.id(), worker)).isNull();
        assertThat(queue.inFlight(item.id(), party.holder("stranger"))).isSameAs(item);
    }

    @Test
    void whoGaveAnItemUpMayFinishItWhenAnotherHasIt() {
        WorkQueue queue = party.queue("q", 0, 0);
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.release(item, worker);
        queue.take(party.holder("pooled"));
        assertThat(queue.inFlight(item.id(), worker)).isSameAs(item);
    }

    @Test
    void aHolderWithNothingGivesNothingBack() {
        queues.close(worker);
        assertThat(queues.all()).isEmpty();
    }

    // ---- dead letters

    @Test
    void aDeadLetterKeepsItsIdAndItsAttemptsStartAnew() {
        WorkQueue queue = queues.named("q");
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.fail(item, NOTHING, item.holder);
        assertThat(queues.existing("q")).isNull();
        WorkQueue dead = queues.existing("q.dead");
        assertThat(dead.peek(1).get(0).id()).isEqualTo(item.id());
        assertThat(dead.take(worker).attempts()).isOne();
        assertThat(party.memory.used()).isEqualTo(item.bytes());
    }

    @Test
    void aDeadLetterQueueTakesThemThoughFull() {
        WorkQueue dead = party.queue("q.dead", 1, 0);
        party.put(dead, "full");
        WorkQueue queue = queues.named("q");
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.fail(item, NOTHING, item.holder);
        assertThat(Party.ready(dead)).containsExactly("full", "a");
    }

    @Test
    void aDeadLetterGoesToWhoWaitsForOne() {
        party.waitToGet(queues.named("q.dead"), "reader");
        WorkQueue queue = queues.named("q");
        Item item = party.put(queue, "a");
        queue.take(worker);
        queue.fail(item, NOTHING, item.holder);
        assertThat(party.log).containsExactly("reader got [a]");
    }

    @Test
    void aDeadLetterThatFailsGoesToTheEndAgain() {
        WorkQueue dead = queues.named("q.dead");
        Item first = party.put(dead, "a");
        party.put(dead, "b");
        dead.take(worker);
        dead.fail(first, NOTHING, first.holder);
        assertThat(Party.ready(dead)).containsExactly("b", "a");
        assertThat(queues.all()).containsExactly(dead);
        assertThat(dead.stats().unfinished()).isEqualTo(2);
    }

    @Test
    void joiningADeadLetterQueueWaitsForWhatFailsIntoItself() {
        WorkQueue dead = queues.named("q.dead");
        Item item = party.put(dead, "a");
        party.waitToJoin(dead, "joiner");
        dead.take(worker);
        dead.fail(item, NOTHING, item.holder);
        assertThat(party.log).isEmpty();
        dead.purge();
        assertThat(party.log).containsExactly("joiner joined");
    }

    // ---- owners

    @Test
    void aDeadLetterQueueHasTheOwnerOfItsQueue() {
        for (int i = 0; i < 200; i++) {
            int owner = Queues.owner("queue-" + i, 7);
            assertThat(owner).isBetween(0, 6).isEqualTo(Queues.owner("queue-" + i + ".dead", 7));
        }
        assertThat(Queues.owner("anything", 1)).isZero();
        assertThat(Queues.deadLetterName("q")).isEqualTo("q.dead");
        assertThat(Queues.deadLetterName("q.dead")).isEqualTo("q.dead");
    }

    @Test
    void queuesAreSpreadOverTheirOwners() {
        int[] perOwner = new int[4];
        for (int i = 0; i < 4000; i++) {
            perOwner[Queues.owner("queue-" + i, 4)]++;
        }
        for (int count : perOwner) {
            assertThat(count).isBetween(800, 1200);
        }
    }
}
