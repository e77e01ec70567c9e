package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that are shut down. */
class ShutdownTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyQueueRefusesEverybodyButThoseWhoJoin(boolean immediate) {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.waitToGet(queue, "getter");
        queue.control().shutDown(immediate, QueueScene.ENDED);
        assertThat(scene.log).containsExactly("getter shut down");
        assertThat(queue.isShutDown()).isTrue();
        assertThat(queue.isOver()).isTrue();
        assertThat(queue.isFinished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoWaitsToPutIsRefusedAndTheMemoryIsGivenBack(boolean immediate) {
        WorkQueue queue = scene.queue("q", 1, 0);
        Item item = scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        scene.waitToPut(queue, scene.submission("c", PutOptions.NORMAL, 100));
        queue.control().shutDown(immediate, QueueScene.ENDED);
        assertThat(scene.log).containsExactly("b shut down", "c shut down");
        assertThat(queue.stats().putters()).isZero();
        assertThat(scene.usedByItems()).isEqualTo(immediate ? 0 : item.bytes());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsLeftIsGivenOutInItsOrder(Kind kind) {
        WorkQueue queue = scene.queue("q", kind);
        scene.put(queue, "a");
        scene.put(queue, "b");
        String next = QueueScene.ready(queue).get(0);
        queue.control().shutDown(false, QueueScene.ENDED);
        assertThat(queue.isOver()).isFalse();
        assertThat(QueueScene.text(queue.take(worker, 0))).isEqualTo(next);
        queue.take(worker, 0);
        assertThat(queue.isOver()).isFalse();
        scene.queues.departures().close(worker);
        assertThat(QueueScene.ready(queue)).first().isEqualTo(next);
    }

    // ---- who waits to get, while there may be something yet

    @Test
    void getsWaitForWhatIsInFlightAndAreRefusedWhenItIsDone() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        scene.waitToGet(queue, "before");
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "after");
        assertThat(scene.log).isEmpty();
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(scene.log).containsExactly("before shut down", "after shut down");
        assertThat(queue.isOver()).isTrue();
    }

    @Test
    void getsAreServedByWhatComesBack() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        queue.release(worker, item.id(), 0);
        assertThat(scene.log).containsExactly("first got [a]");
        queue.done(item.holder(), item.id(), NOTHING);
        assertThat(scene.log).containsExactly("first got [a]", "second shut down");
    }

    @Test
    void getsWaitForWhatIsDelayed() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.putDelayed(queue, "a", 50);
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "getter");
        scene.after(50);
        assertThat(scene.log).containsExactly("getter got [a]");
    }

    @Test
    void getsAreRefusedWhenTheLastOneIsCancelled() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item inFlight = scene.put(queue, "a");
        queue.take(worker, 0);
        Item delayed = scene.putDelayed(queue, "b", 50);
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "getter");
        queue.cancel(inFlight);
        assertThat(scene.log).containsExactly("worker cancelled a");
        queue.cancel(delayed);
        assertThat(scene.log).containsExactly("worker cancelled a", "getter shut down");
    }

    @Test
    void getsAreRefusedWhenTheLastOneFailsForGood() {
        WorkQueue queue = scene.queue("q", 0, 2);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "getter");
        queue.fail(worker, item.id(), Failure.of(NOTHING));
        assertThat(scene.log).containsExactly("getter got [a]");
        scene.waitToGet(queue, "next");
        queue.fail(worker, item.id(), Failure.of(NOTHING));
        assertThat(scene.log).containsExactly("getter got [a]", "next shut down");
        assertThat(QueueScene.ready(scene.queues.existing("q.dead"))).containsExactly("a");
    }

    @Test
    void getsAreRefusedWhenTheLastOneIsPurgedOrMoved() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.putDelayed(queue, "a", 50);
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "getter");
        QueueScene.purge(queue);
        assertThat(scene.log).containsExactly("getter shut down");
        WorkQueue other = scene.queue("other", 0, 0);
        scene.put(other, "b");
        other.control().shutDown(false, QueueScene.ENDED);
        assertThat(QueueScene.move(other, scene.queue("to", 0, 0), 9)).isOne();
        assertThat(other.isOver()).isTrue();
    }

    // ---- immediately

    @Test
    void immediateDropsWhatIsReadyOrDelayedAndCancelsItForWhoAwaitsIt() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, scene.item("a", scene.awaiter("first", true)));
        scene.put(queue, scene.item("b", new PutOptions(null, 50), scene.awaiter("second", false)));
        Item submitted = scene.submit(queue, "c", 100);
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(scene.log)
                .containsExactlyInAnyOrder(
                        "first dropped, since the queue was shut down",
                        "second dropped, since the queue was shut down");
        assertThat(queue.size()).isZero();
        scene.tell(queue, submitted.id(), "later");
        assertThat(scene.log).endsWith("later dropped, since the queue was shut down");
        scene.after(100);
        assertThat(scene.usedByItems()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void immediateLetsWhatIsInFlightBeFinishedAndJoinsAnswerThen() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        scene.put(queue, "b");
        queue.take(worker, 0);
        scene.waitToJoin(queue, "joiner");
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(scene.log).isEmpty();
        assertThat(queue.find(item.id(), worker)).isSameAs(item);
        queue.done(item.holder(), item.id(), QueueScene.bytes("A"));
        assertThat(scene.log).containsExactly("caller done A", "joiner joined");
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void immediateRefusesGetsThoughSomethingIsInFlight() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.put(queue, "a");
        queue.take(worker, 0);
        scene.waitToGet(queue, "getter");
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(scene.log).containsExactly("getter shut down");
        assertThat(queue.isOver()).isTrue();
        assertThat(queue.isFinished()).isFalse();
    }

    @Test
    void afterImmediateWhatComesBackIsDropped() {
        WorkQueue queue = scene.queue("q", 0, 9);
        Item released = scene.put(queue, scene.item("released", scene.awaiter("first", true)));
        Item delayed = scene.put(queue, scene.item("delayed", scene.awaiter("second", true)));
        Item failed = scene.put(queue, scene.item("failed", scene.awaiter("third", true)));
        scene.put(queue, scene.item("leased", scene.awaiter("fourth", true)));
        scene.put(queue, scene.item("held", scene.awaiter("fifth", true)));
        Holder closing = scene.holder("closing");
        queue.take(worker, 3, 0);
        queue.take(worker, 50);
        queue.take(closing, 0);
        scene.waitToJoin(queue, "joiner");
        queue.control().shutDown(true, QueueScene.ENDED);
        queue.release(worker, released.id(), 0);
        queue.release(worker, delayed.id(), 50);
        queue.fail(worker, failed.id(), Failure.of(NOTHING));
        scene.after(50);
        scene.queues.departures().close(closing);
        assertThat(scene.log)
                .containsExactly(
                        "first dropped, since the queue was shut down",
                        "second dropped, since the queue was shut down",
                        "third dropped, since the queue was shut down",
                        "fourth dropped, since the queue was shut down",
                        "fifth dropped, since the queue was shut down",
                        "joiner joined");
        assertThat(queue.size()).isZero();
        assertThat(scene.usedByItems()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterImmediateAFinalFailureIsTheReplyOrADeadLetterAllTheSame() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item awaited = scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        Item unwanted = scene.put(queue, "b");
        queue.take(worker, 2, 0);
        queue.control().shutDown(true, QueueScene.ENDED);
        queue.fail(worker, awaited.id(), Failure.of(QueueScene.bytes("oops")));
        queue.fail(worker, unwanted.id(), Failure.of(NOTHING));
        assertThat(scene.log).containsExactly("caller failed oops");
        assertThat(QueueScene.ready(scene.queues.existing("q.dead"))).containsExactly("b");
    }

    @Test
    void immediateMayFollowAndNothingTakesItBack() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        scene.put(queue, "b");
        queue.take(worker, 0);
        queue.control().shutDown(false, QueueScene.ENDED);
        scene.waitToGet(queue, "getter");
        queue.control().shutDown(true, QueueScene.ENDED);
        queue.control().shutDown(false, QueueScene.ENDED);
        assertThat(scene.log).containsExactly("getter shut down");
        queue.release(worker, item.id(), 0);
        assertThat(queue.size()).isZero();
        assertThat(queue.isOver()).isTrue();
    }

    // ---- what else holds

    @Test
    void aQueueThatIsShutDownIsRemembered() {
        WorkQueue queue = scene.queues.named("q");
        queue.control().shutDown(false, QueueScene.ENDED);
        assertThat(scene.queues.named("q")).isSameAs(queue);
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(scene.queues.all()).containsExactly(queue);
    }

    @Test
    void aDeadLetterQueueThatIsShutDownTakesDeadLettersAllTheSame() {
        WorkQueue dead = scene.queues.named("q.dead");
        dead.control().shutDown(true, QueueScene.ENDED);
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.fail(worker, item.id(), Failure.of(NOTHING));
        assertThat(dead.isOver()).isFalse();
        assertThat(QueueScene.text(dead.take(worker, 0))).isEqualTo("a");
        dead.done(item.holder(), item.id(), NOTHING);
        assertThat(dead.isOver()).isTrue();
    }

    @Test
    void whoHasLeftIsNotRefused() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b").withdraw();
        queue.take(worker, 0);
        scene.waitToGet(queue, "getter").withdraw();
        queue.control().shutDown(true, QueueScene.ENDED);
        assertThat(scene.log).isEmpty();
    }
}
