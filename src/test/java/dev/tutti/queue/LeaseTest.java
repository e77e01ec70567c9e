package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases that end before the item is finished. */
class LeaseTest {

    private static final byte[] NOTHING = {};
    private static final String ENDED = " failed its lease ended, and it is out of attempts";

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");
    private final Holder other = scene.holder("other");

    private boolean nothingIsDue() {
        return scene.timers.next() == Long.MAX_VALUE;
    }

    @Test
    void whenTheLeaseEndsTheItemComesToTheFrontAndTheAttemptCounts() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 50);
        scene.after(49);
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
        scene.after(1);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b");
        assertThat(worker.size()).isZero();
        assertThat(queue.take(other, 0).attempts()).isEqualTo(2);
        assertThat(queue.stats().retried()).isOne();
        assertThat(nothingIsDue()).isTrue();
    }

    @Test
    void withoutALeaseItIsHeldForEver() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        queue.take(worker, 0);
        assertThat(nothingIsDue()).isTrue();
    }

    @Test
    void itGoesToWhoWaits() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        queue.take(worker, 50);
        scene.waitToGet(queue, "other");
        scene.after(50);
        assertThat(scene.log).containsExactly("other got [a]");
    }

    @Test
    void theLeaseOfOneWhoWaitedBeginsWithTheItem() {
        WorkQueue queue = scene.queue("q", 0, 0);
        queue.awaitItem(worker, 1, 50, scene.told("worker", items -> scene.log.add("worker got " + items.size())));
        scene.after(1000);
        scene.put(queue, "a");
        scene.after(49);
        assertThat(queue.stats().inFlight()).isOne();
        scene.after(1);
        assertThat(QueueScene.ready(queue)).containsExactly("a");
    }

    @Test
    void itemsTakenTogetherHaveALeaseEachAndComeBackInTheirOrder() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item a = scene.put(queue, "a");
        Item b = scene.put(queue, "b");
        scene.put(queue, "c");
        queue.take(worker, 3, 50);
        scene.after(40);
        queue.touch(b.holder(), b.id());
        queue.done(a.holder(), a.id(), NOTHING);
        scene.after(10);
        assertThat(QueueScene.ready(queue)).containsExactly("c");
        scene.after(40);
        assertThat(QueueScene.ready(queue)).containsExactly("b", "c");
    }

    @Test
    void leasesThatEndTogetherBringTheItemsBackInTheOrderInWhichTheyWereGot() {
        WorkQueue queue = scene.queue("q", 0, 0);
        for (String body : List.of("a", "b", "c")) {
            scene.put(queue, body);
        }
        queue.take(worker, 2, 50);
        queue.take(other, 50);
        scene.after(60);
        assertThat(QueueScene.ready(queue)).containsExactly("a", "b", "c");
    }

    // ---- touch

    @Test
    void touchStartsTheLeaseAnewAsOftenAsOneLikes() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        for (int i = 0; i < 10; i++) {
            scene.after(49);
            queue.touch(worker, item.id());
        }
        scene.after(49);
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
        scene.after(1);
        assertThat(queue.size()).isPositive();
    }

    @Test
    void touchingWhatHasNoLeaseGivesItNone() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.touch(item.holder(), item.id());
        assertThat(nothingIsDue()).isTrue();
    }

    @Test
    void theNextDeliveryHasTheLeaseThatItAskedFor() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        queue.take(worker, 50);
        scene.after(50);
        queue.take(other, 500);
        scene.after(499);
        assertThat(queue.stats().inFlight()).isOne();
        scene.after(1);
        assertThat(queue.size()).isPositive();
    }

    // ---- finished in time, or all but

    @Test
    void whatIsFinishedInAnyWayHasNoLeaseThatEnds() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item done = scene.put(queue, "done");
        Item failed = scene.put(queue, "failed");
        Item released = scene.put(queue, "released");
        Item lost = scene.put(queue, "lost");
        queue.take(worker, 3, 50);
        queue.take(other, 50);
        queue.done(done.holder(), done.id(), NOTHING);
        queue.fail(worker, failed.id(), Failure.of(NOTHING));
        queue.release(worker, released.id(), 0);
        scene.queues.departures().close(other);
        assertThat(nothingIsDue()).isTrue();
        scene.after(50);
        assertThat(QueueScene.ready(queue)).containsExactly("lost", "released", "failed");
        assertThat(lost.attempts()).isOne();
    }

    @Test
    void doneInTheTurnInWhichTheLeaseEndsCountsIfItComesFirst() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.turn(50);
        queue.done(worker, item.id(), NOTHING);
        scene.timers.run();
        assertThat(queue.isFinished()).isTrue();
        assertThat(queue.stats())
                .extracting(QueueStats::done, QueueStats::retried)
                .containsExactly(1L, 0L);
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void doneBehindTheEndOfTheLeaseInTheSameTurnDoesNotFindTheItem() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.turn(50);
        scene.timers.run();
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(QueueScene.ready(queue)).containsExactly("a");
    }

    @Test
    void touchInTheTurnInWhichTheLeaseEndsSavesItIfItComesFirst() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.turn(50);
        queue.touch(item.holder(), item.id());
        scene.timers.run();
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
        scene.after(50);
        assertThat(queue.size()).isPositive();
    }

    // ---- who lost it

    @Test
    void whoLostItMayNotActOnItThoughAnotherHasIt() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.after(50);
        queue.take(other, 0);
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(queue.find(item.id(), other)).isSameAs(item);
        assertThat(queue.find(item.id(), scene.holder("pooled"))).isSameAs(item);
    }

    @Test
    void whoGotItAgainMayActOnItAgain() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.after(50);
        queue.take(worker, 50);
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(nothingIsDue()).isTrue();
        assertThat(worker.size()).isZero();
    }

    @Test
    void whoLostItThatCloseDoesNotTakeItFromItsNewHolder() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.after(50);
        queue.take(other, 0);
        scene.queues.departures().close(worker);
        assertThat(queue.find(item.id(), other)).isSameAs(item);
        assertThat(item.attempts()).isEqualTo(2);
    }

    // ---- out of attempts

    @Test
    void outOfAttemptsALostLeaseIsAFailureForGood() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        scene.after(50);
        queue.take(worker, 50);
        scene.after(50);
        assertThat(queue.isFinished()).isTrue();
        WorkQueue dead = scene.queues.existing("q.dead");
        assertThat(dead.bodies().peek(9)).containsExactly(item);
        assertThat(queue.stats())
                .extracting(QueueStats::retried, QueueStats::failed, QueueStats::dead)
                .containsExactly(1L, 1L, 1L);
        assertThat(dead.take(other, 0).attempts()).isOne();
        assertThat(dead.find(item.id(), worker)).isNull();
    }

    @Test
    void whoAwaitsItHasTheFailure() {
        WorkQueue queue = scene.queue("q", 0, 1);
        scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        scene.waitToJoin(queue, "joiner");
        queue.take(worker, 50);
        scene.after(50);
        assertThat(scene.log).containsExactly("caller" + ENDED, "joiner joined");
        assertThat(scene.queues.existing("q.dead")).isNull();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void withoutAttemptsALostLeaseAlwaysBringsTheItemBack() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        for (int i = 0; i < 100; i++) {
            queue.take(worker, 1);
            scene.after(1);
        }
        assertThat(item.attempts()).isEqualTo(100);
        assertThat(QueueScene.ready(queue)).containsExactly("a");
    }

    @Test
    void outOfAttemptsItServesWhoWaitsForDeadLetters() {
        WorkQueue queue = scene.queue("q", 0, 1);
        scene.put(queue, "a");
        queue.take(worker, 50);
        scene.waitToGet(scene.queues.named("q.dead"), "reader");
        scene.after(50);
        assertThat(scene.log).containsExactly("reader got [a]");
    }

    // ---- of a cancelled item

    @Test
    void theLeaseOfACancelledItemEndsItSoThatItsHolderFindsNoItem() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        queue.cancel(item);
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
        scene.after(50);
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(worker.size()).isZero();
        assertThat(scene.queues.existing("q")).isNull();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void whoAwaitsACancelledItemThatItsHolderWasToStopIsToldWhenTheLeaseEnds() {
        WorkQueue queue = scene.queue("q", 0, 1);
        Item item = scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        queue.take(scene.consumer("consumer"), 50);
        queue.cancel(item);
        assertThat(scene.log).containsExactly("consumer stops a");
        scene.after(50);
        assertThat(scene.log).containsExactly("consumer stops a", "caller cancelled");
    }
}
