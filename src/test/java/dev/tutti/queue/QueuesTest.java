package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Wait;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues that come and go, holders that close, and dead letters. */
class QueuesTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene(Map.of("jobs", QueueScene.settings(7, 3)));
    private final Queues queues = scene.queues;
    private final Holder worker = scene.holder("worker");

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
        assertThat(queues.settings("jobs")).isEqualTo(QueueScene.settings(7, 3));
        assertThat(queues.named("jobs").config()).isEqualTo(QueueScene.settings(7, 3));
        assertThat(queues.hasSettings("jobs")).isTrue();
        assertThat(queues.hasSettings("q")).isFalse();
        assertThat(queues.settings("q")).isEqualTo(QueueConfig.DEFAULT);
    }

    @Test
    void aQueueThatDoesNotExistHasEmptyStats() {
        assertThat(queues.stats("jobs"))
                .isEqualTo(new QueueStats(
                        QueueScene.settings(7, 3), false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(queues.existing("jobs")).isNull();
    }

    @Test
    void queuesAreListedByName() {
        scene.queue("b", 0, 0);
        scene.queue("a", 0, 0);
        scene.queue("c", 0, 0);
        assertThat(queues.all()).extracting(WorkQueue::name).containsExactly("a", "b", "c");
    }

    // ---- forgetting

    @Test
    void aQueueIsForgottenWithItsLastItem() {
        WorkQueue queue = queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        assertThat(queues.existing("q")).isSameAs(queue);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsForgottenWhenItsLastWaiterLeaves() {
        WorkQueue queue = queues.named("q");
        Wait getter = scene.waitToGet(queue, "getter");
        assertThat(queues.existing("q")).isSameAs(queue);
        getter.withdraw();
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsForgottenWhenTheHolderOfItsLastItemHeardThatItIsCancelled() {
        WorkQueue queue = queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.cancel(item);
        assertThat(queues.existing("q")).isSameAs(queue);
        queue.endCancelled(item.holder(), item.id());
        assertThat(queues.existing("q")).isNull();
    }

    @Test
    void aQueueIsForgottenWhenItIsPurged() {
        scene.put(queues.named("q"), "a");
        QueueScene.purge(queues.existing("q"));
        assertThat(queues.all()).isEmpty();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aCreatedOrConfiguredQueueStays() {
        scene.put(scene.queue("q", QueueConfig.DEFAULT), "a");
        scene.put(queues.named("jobs"), "a");
        queues.all().forEach(QueueScene::purge);
        assertThat(queues.all()).extracting(WorkQueue::name).containsExactly("jobs", "q");
    }

    @Test
    void aQueueThatWasForgottenGoesOnCounting() {
        scene.put(queues.named("q"), "a");
        QueueScene.purge(queues.existing("q"));
        scene.put(queues.named("q"), "b");
        assertThat(queues.stats("q").put()).isEqualTo(2);
    }

    // ---- closing holders

    @Test
    void whatAHolderHadGoesBackInItsOrderToTheFront() {
        WorkQueue queue = scene.queue("q", 0, 0);
        for (String body : new String[] {"a", "b", "c", "d"}) {
            scene.put(queue, body);
        }
        queue.take(worker, 3, 0);
        queues.departures().close(worker);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b", "c", "d");
        assertThat(queue.take(worker, 0).attempts()).isEqualTo(2);
        assertThat(queue.stats().retried()).isEqualTo(3);
    }

    @Test
    void itGoesBackBeforeAnybodyGetsAnyOfIt() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 2, 0);
        scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        queues.departures().close(worker);
        assertThat(scene.log).containsExactly("first got [a]", "second got [b]");
    }

    @Test
    void whatIsOutOfAttemptsHasFailedInItsOrder() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item a = scene.put(queue, "a");
        Item b = scene.put(queue, "b");
        queue.take(worker, 2, 0);
        queue.fail(b.holder(), b.id(), Failure.of(NOTHING));
        queue.fail(a.holder(), a.id(), Failure.of(NOTHING));
        scene.put(queue, "c");
        queue.take(worker, 3, 0);
        queues.departures().close(worker);
        assertThat(QueueScene.ready(queue)).containsExactly("c");
        assertThat(QueueScene.ready(queues.existing("q.dead"))).containsExactly("a", "b");
    }

    @Test
    void whoAwaitsWhatIsOutOfAttemptsHasTheFailuresInTheirOrder() {
        WorkQueue queue = scene.queue("q", 0, 1);
        queue.put(scene.item("a", scene.awaiter("first", true)));
        queue.put(scene.item("b", scene.awaiter("second", true)));
        queue.take(worker, 2, 0);
        queues.departures().close(worker);
        String lost = " failed the connection that held it closed, and it is out of attempts";
        assertThat(scene.log).containsExactly("first" + lost, "second" + lost);
    }

    @Test
    void deadLettersThatWereHeldGoBackBeforeNewOnesAreDelivered() {
        WorkQueue dead = scene.queue("q.dead", 0, 0);
        WorkQueue queue = scene.queue("q", 0, 1);
        scene.put(dead, "old");
        scene.put(queue, "new");
        dead.take(worker, 0);
        queue.take(worker, 0);
        scene.waitToGet(dead, "reader");
        queues.departures().close(worker);
        assertThat(scene.log).containsExactly("reader got [old]");
        assertThat(QueueScene.ready(dead)).containsExactly("new");
    }

    @Test
    void whatIsCancelledInItsHandsIsGone() {
        WorkQueue queue = queues.named("q");
        Item cancelled = scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 2, 0);
        queue.cancel(cancelled);
        queues.departures().close(worker);
        assertThat(QueueScene.ready(queue)).containsExactly("b");
        QueueScene.purge(queue);
        assertThat(queues.all()).isEmpty();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aHolderWithItemsOfSeveralQueuesGivesAllBack() {
        WorkQueue q = queues.named("q");
        WorkQueue r = queues.named("r");
        scene.put(q, "q1");
        scene.put(r, "r1");
        scene.put(q, "q2");
        q.take(worker, 0);
        r.take(worker, 0);
        q.take(worker, 0);
        queues.departures().close(worker);
        assertThat(QueueScene.ready(q)).containsExactly("q1", "q2");
        assertThat(QueueScene.ready(r)).containsExactly("r1");
        assertThat(worker.size()).isZero();
    }

    @Test
    void anItemThatOutlivesManyHoldersRemembersThoseWhoMayStillAsk() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.release(scene.holder("thief"), item.id(), 0);
        for (int i = 0; i < 100; i++) {
            Holder lost = scene.holder("lost");
            queue.take(lost, 0);
            queues.departures().close(lost);
            Holder released = scene.holder("released");
            queue.take(released, 0);
            queue.release(scene.holder("thief"), item.id(), 0);
            queues.departures().close(released);
        }
        queue.take(scene.holder("last"), 0);
        assertThat(item.formerHolders()).isLessThanOrEqualTo(2);
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(queue.find(item.id(), scene.holder("stranger"))).isSameAs(item);
    }

    @Test
    void whoGaveAnItemUpMayFinishItWhenAnotherHasIt() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.release(worker, item.id(), 0);
        queue.take(scene.holder("pooled"), 0);
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
    }

    @Test
    void aHolderWithNothingGivesNothingBack() {
        queues.departures().close(worker);
        assertThat(queues.all()).isEmpty();
    }

    // ---- dead letters

    @Test
    void aDeadLetterKeepsItsIdAndItsAttemptsStartAnew() {
        WorkQueue queue = queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(NOTHING));
        assertThat(queues.existing("q")).isNull();
        WorkQueue dead = queues.existing("q.dead");
        assertThat(dead.bodies().peek(1).get(0).id()).isEqualTo(item.id());
        assertThat(dead.take(worker, 0).attempts()).isOne();
        assertThat(scene.usedByItems()).isEqualTo(item.bytes());
    }

    @Test
    void aDeadLetterQueueTakesThemThoughFull() {
        WorkQueue dead = scene.queue("q.dead", 1, 0);
        scene.put(dead, "full");
        WorkQueue queue = queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(NOTHING));
        assertThat(QueueScene.ready(dead)).containsExactly("full", "a");
    }

    @Test
    void aDeadLetterGoesToWhoWaitsForOne() {
        scene.waitToGet(queues.named("q.dead"), "reader");
        WorkQueue queue = queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.fail(item.holder(), item.id(), Failure.of(NOTHING));
        assertThat(scene.log).containsExactly("reader got [a]");
    }

    @Test
    void aDeadLetterThatFailsGoesToTheEndAgain() {
        WorkQueue dead = queues.named("q.dead");
        Item first = scene.put(dead, "a");
        scene.put(dead, "b");
        dead.take(worker, 0);
        dead.fail(first.holder(), first.id(), Failure.of(NOTHING));
        assertThat(QueueScene.ready(dead)).containsExactly("b", "a");
        assertThat(queues.all()).containsExactly(dead);
        assertThat(dead.stats().unfinished()).isEqualTo(2);
    }

    @Test
    void joiningADeadLetterQueueWaitsForWhatFailsIntoItself() {
        WorkQueue dead = queues.named("q.dead");
        Item item = scene.put(dead, "a");
        scene.waitToJoin(dead, "joiner");
        dead.take(worker, 0);
        dead.fail(item.holder(), item.id(), Failure.of(NOTHING));
        assertThat(scene.log).isEmpty();
        QueueScene.purge(dead);
        assertThat(scene.log).containsExactly("joiner joined");
    }

    // ---- owners

    @Test
    void aDeadLetterQueueHasTheOwnerOfItsQueue() {
        for (int i = 0; i < 200; i++) {
            int owner = Names.queueOwner("queue-" + i, 7);
            assertThat(owner).isBetween(0, 6).isEqualTo(Names.queueOwner("queue-" + i + ".dead", 7));
        }
        assertThat(Names.queueOwner("anything", 1)).isZero();
        assertThat(Names.deadLetter("q")).isEqualTo("q.dead");
        assertThat(Names.deadLetter("q.dead")).isEqualTo("q.dead");
    }

    @Test
    void queuesAreSpreadOverTheirOwners() {
        int[] perOwner = new int[4];
        for (int i = 0; i < 4000; i++) {
            perOwner[Names.queueOwner("queue-" + i, 4)]++;
        }
        for (int count : perOwner) {
            assertThat(count).isBetween(800, 1200);
        }
    }
}
