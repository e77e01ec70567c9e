package dev.tutti.queue;

import static dev.tutti.queue.QueueScene.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes back after the end of a server, and how. */
class RecoveryTest {

    private static final byte[] NOTHING = {};

    private final Recorder recorder = new Recorder();
    private QueueScene scene = recorder.start(new MapJournal(), 1000);

    /** Another server, so much later. */
    private WorkQueue restart(String queue, long pause) {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), scene.timers.now() + pause);
        return scene.queues.named(queue);
    }

    private WorkQueue restart(String queue) {
        return restart(queue, 0);
    }

    private static List<String> attempts(WorkQueue queue) {
        return queue.bodies().peek(Integer.MAX_VALUE).stream()
                .map(item -> QueueScene.text(item) + "/" + item.attempts())
                .toList();
    }

    // ---- the order

    @Test
    void itemsComeBackInTheirOrderWithTheirIdsAndTheServerGoesOnWithLargerOnes() {
        WorkQueue queue = scene.queues.named("q");
        long a = scene.put(queue, "a").id();
        long b = scene.put(queue, "b").id();
        queue = restart("q");
        assertThat(queue.bodies().peek(9)).extracting(Item::id).containsExactly(a, b);
        assertThat(ready(queue)).containsExactly("a", "b");
        assertThat(scene.put(queue, "c").id()).isGreaterThan(b);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatSomebodyHadGotIsFirstAgainAndTheAttemptCounts(Kind kind) {
        WorkQueue queue = scene.queue("q", kind);
        List.of("a", "b", "c").forEach(body -> scene.put(queue, body));
        Holder holder = scene.holder("holder");
        queue.take(holder, 2, 0);
        List<String> expected = kind == Kind.LIFO ? List.of("c/1", "b/1", "a/0") : List.of("a/1", "b/1", "c/0");
        assertThat(attempts(restart("q"))).isEqualTo(expected);
    }

    @Test
    void whatHasComeToTheFrontSinceTheStartStandsBeforeWhatTheStartBroughtBack() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "released");
        queue.release(null, queue.take(scene.holder("holder"), 0).id(), 5);
        scene.put(queue, "in flight");
        queue.take(scene.holder("holder"), 0);
        queue = restart("q");
        scene.after(5);
        assertThat(ready(queue)).containsExactly("released", "in flight");
        assertThat(ready(restart("q"))).containsExactly("released", "in flight");
    }

    @Test
    void whatWasPutIntoALifoQueueSinceTheStartStandsBeforeWhatTheStartBroughtBack() {
        WorkQueue queue = scene.queue("q", Kind.LIFO);
        scene.put(queue, "in flight");
        queue.take(scene.holder("holder"), 0);
        queue = restart("q");
        scene.put(queue, "put");
        assertThat(ready(restart("q"))).containsExactly("put", "in flight");
    }

    @Test
    void whatWasMovedStandsWhereItWasMovedTo() {
        WorkQueue from = scene.queues.named("from");
        WorkQueue to = scene.queues.named("to");
        scene.put(from, "a");
        scene.put(to, "b");
        QueueScene.move(from, to, 1);
        scene.put(to, "c");
        assertThat(ready(restart("to"))).containsExactly("b", "a", "c");
        assertThat(scene.queues.existing("from")).isNull();
    }

    // ---- time

    @Test
    void delaysGoOnMeanwhile() {
        WorkQueue queue = scene.queues.named("q");
        scene.putDelayed(queue, "a", 100);
        queue = restart("q", 99);
        assertThat(ready(queue)).isEmpty();
        scene.after(1);
        assertThat(ready(queue)).containsExactly("a");
    }

    @Test
    void whatBecameDueMeanwhileIsReadyAtTheEndAndWhatWasReleasedAtTheFront() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "released");
        queue.release(null, queue.take(scene.holder("holder"), 0).id(), 5);
        scene.putDelayed(queue, "later", 2);
        scene.putDelayed(queue, "sooner", 1);
        scene.put(queue, "ready");
        assertThat(ready(restart("q", 10))).containsExactly("released", "ready", "sooner", "later");
    }

    @Test
    void whatIsDueAtTheSameTimeComesInTheOrderInWhichItWasDelayed() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "a");
        scene.put(queue, "b");
        List<Item> both = queue.take(scene.holder("holder"), 2, 0);
        queue.release(null, both.get(1).id(), 5);
        queue.release(null, both.get(0).id(), 5);
        queue = restart("q");
        scene.after(5);
        assertThat(ready(queue)).containsExactly("a", "b");
    }

    // ---- results

    @Test
    void aResultIsKeptForWhatIsLeftOfItsTime() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.submit(queue, "a", 100);
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), QueueScene.bytes("A"));
        long memory = scene.memory.used();
        queue = restart("q", 99);
        assertThat(scene.memory.used()).isEqualTo(memory);
        scene.tell(queue, item.id(), "late");
        assertThat(scene.log).containsExactly("late done A");
        scene.after(1);
        assertThat(queue.items().submission(item.id())).isNull();
        assertThat(scene.queues.existing("q")).isNull();
        assertThat(scene.memory.used()).isZero();
    }

    @Test
    void aSubmittedItemIsAwaitedAgain() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.submit(queue, "a", 100);
        queue = restart("q");
        scene.await(queue, item.id(), "again");
        queue.fail(null, queue.take(scene.holder("holder"), 0).id(), Failure.of(QueueScene.bytes("oops")));
        assertThat(scene.log).containsExactly("again failed oops");
        queue = restart("q", 99);
        scene.tell(queue, item.id(), "late");
        assertThat(scene.log).containsExactly("late failed oops");
    }

    @Test
    void whatWasBeingStoppedWhenTheServerEndedIsCancelled() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.submit(queue, "a", 100);
        queue.take(scene.consumer("consumer"), 0);
        assertThat(queue.cancel(item)).isTrue();
        queue = restart("q", 99);
        scene.tell(queue, item.id(), "late");
        assertThat(scene.log).containsExactly("late cancelled");
        scene.after(1);
        assertThat(scene.queues.existing("q")).isNull();
    }

    @Test
    void whatNobodyAwaitsAnyMoreDoesNotComeBack() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, scene.item("run", scene.awaiter("caller", true)));
        scene.put(queue, "put");
        assertThat(ready(restart("q"))).containsExactly("put");
    }

    @Test
    void aRunThatHasBecomeADeadLetterDoes() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, scene.item("run", scene.awaiter("part of a gather that is over", false)));
        queue.fail(null, queue.take(scene.holder("holder"), 0).id(), Failure.of(NOTHING));
        assertThat(attempts(restart("q.dead"))).containsExactly("run/0");
    }

    // ---- queues

    @Test
    void aQueueThatWasCreatedHasItsSettings() {
        QueueConfig settings = new QueueConfig(Kind.PRIORITY, 3, 1000, 2);
        scene.queue("q", settings);
        scene.queue("deleted", settings).control().delete(QueueScene.ENDED);
        WorkQueue queue = restart("q");
        assertThat(queue.config()).isEqualTo(settings);
        assertThat(queue.isKept()).isTrue();
        assertThat(scene.queues.all()).containsExactly(queue);
    }

    @Test
    void aQueueThatIsShutDownTakesNothingAndGivesOutWhatIsLeft() {
        scene.put(scene.queues.named("q"), "a");
        scene.queues.named("q").control().shutDown(false, QueueScene.ENDED);
        WorkQueue queue = restart("q");
        assertThat(queue.isShutDown()).isTrue();
        assertThat(ready(queue)).containsExactly("a");
        queue.done(null, queue.take(scene.holder("holder"), 0).id(), NOTHING);
        assertThat(queue.isOver()).isTrue();
        assertThat(restart("q").isOver()).isTrue();
    }

    @Test
    void whatWouldComeBackToAQueueThatIsShutDownAtOnceIsDroppedAndItsResultIsThatItWasCancelled() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "a");
        Item submitted = scene.submit(queue, "b", 100);
        queue.take(scene.holder("holder"), 2, 0);
        queue.control().shutDown(true, QueueScene.ENDED);
        queue = restart("q");
        assertThat(queue.isOver()).isTrue();
        scene.tell(queue, submitted.id(), "late");
        assertThat(scene.log).containsExactly("late dropped, since the queue was shut down");
        recorder.turnOver();
        assertThat(recorder.journal().read((key, value) -> {}))
                .as("queue and result")
                .isEqualTo(2);
    }

    @Test
    void aDeadLetterThatAQueueHasTakenThoughItIsShutDownAtOnceStaysInIt() {
        scene.queues.named("q.dead").control().shutDown(true, QueueScene.ENDED);
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, "a");
        queue.fail(null, queue.take(scene.holder("holder"), 0).id(), Failure.of(NOTHING));
        assertThat(ready(scene.queues.named("q.dead"))).containsExactly("a");
        assertThat(ready(restart("q.dead"))).containsExactly("a");
    }
}
