package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.waiting.Wait;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues that are deleted, with all that is in them. */
class DeleteTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene(Map.of("jobs", QueueScene.settings(7, 3)));
    private final Holder worker = scene.holder("worker");

    @Test
    void theQueueItsSettingsAndItsItemsAreGone() {
        WorkQueue queue = scene.queue("q", new QueueConfig(Kind.LIFO, 5, 0, 0));
        scene.put(queue, "ready");
        scene.putDelayed(queue, "delayed", 50);
        queue.take(worker, 50);
        scene.put(queue, "ready");
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.queues.existing("q")).isNull();
        assertThat(scene.queues.hasSettings("q")).isFalse();
        assertThat(scene.queues.named("q").config()).isEqualTo(QueueConfig.DEFAULT);
        assertThat(scene.queues.stats("q").put()).isZero();
        scene.queues.named("q").forgetIfIdle();
        assertThat(scene.memory.used()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aConfiguredQueueIsThereAgainAtTheNextUseAsItWasConfigured() {
        WorkQueue queue = scene.queues.named("jobs");
        queue.control().shutDown(true, QueueScene.ENDED);
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.queues.named("jobs")).isNotSameAs(queue);
        assertThat(scene.queues.named("jobs").isShutDown()).isFalse();
        assertThat(scene.queues.named("jobs").config()).isEqualTo(QueueScene.settings(7, 3));
    }

    @Test
    void whoeverWaitsThereFindsItShutDown() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.waitToGet(queue, "getter");
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).containsExactly("getter shut down");
        scene.log.clear();
        queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        scene.waitToJoin(queue, "joiner");
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).containsExactly("b shut down", "joiner shut down");
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void whoHasLeftIsNotTold() {
        WorkQueue queue = scene.queue("q", 1, 0);
        Wait getter = scene.waitToGet(queue, "getter");
        getter.withdraw();
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).isEmpty();
    }

    @Test
    void whoeverAwaitsAnItemFindsItCancelledWhereverItIs() {
        WorkQueue queue = scene.queues.named("q");
        scene.put(queue, scene.item("in flight", scene.awaiter("first", true)));
        queue.take(worker, 0);
        scene.put(queue, scene.item("ready", scene.awaiter("second", true)));
        scene.put(queue, scene.item("delayed", new PutOptions(null, 50), scene.awaiter("third", false)));
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log)
                .containsExactlyInAnyOrder(
                        "worker cancelled in flight",
                        "first deleted with its queue",
                        "second deleted with its queue",
                        "third deleted with its queue");
    }

    @Test
    void whatWasInFlightIsNoItemForItsHolderAnyMore() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 50);
        queue.control().delete(QueueScene.ENDED);
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(scene.queues.named("q").find(item.id(), worker)).isNull();
        assertThat(worker.size()).isZero();
        scene.after(50);
        scene.queues.departures().close(worker);
        assertThat(scene.queues.named("q").size()).isZero();
        assertThat(scene.queues.existing("q.dead")).isNull();
    }

    @Test
    void aConsumerIsToldToStopAndWhoAwaitsTheItemDoesNotWaitForThat() {
        WorkQueue queue = scene.queues.named("q");
        Holder consumer = scene.consumer("consumer");
        scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        queue.take(consumer, 0);
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).containsExactly("consumer stops a", "caller deleted with its queue");
    }

    @Test
    void whatWasCancelledInFlightIsToldOnce() {
        WorkQueue queue = scene.queues.named("q");
        Item remote = scene.put(queue, scene.item("a", scene.awaiter("first", true)));
        Item local = scene.put(queue, scene.item("b", scene.awaiter("second", true)));
        queue.take(worker, 0);
        queue.take(scene.consumer("consumer"), 0);
        queue.cancel(remote);
        queue.cancel(local);
        assertThat(scene.log).containsExactly("worker cancelled a", "first cancelled", "consumer stops b");
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).hasSize(4).endsWith("second deleted with its queue");
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void keptResultsAreGoneAndWhoAwaitsOneUnderWayFindsItCancelled() {
        WorkQueue queue = scene.queues.named("q");
        Item ended = scene.submit(queue, "a", 100);
        queue.take(worker, 0);
        queue.done(ended.holder(), ended.id(), NOTHING);
        Item ready = scene.submit(queue, "b", 100);
        scene.await(queue, ready.id(), "first");
        scene.await(queue, ready.id(), "second");
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).containsExactly("first deleted with its queue", "second deleted with its queue");
        assertThat(queue.items().submission(ended.id())).isNull();
        assertThat(queue.items().submission(ready.id())).isNull();
        scene.queues.named("q").forgetIfIdle();
        assertThat(scene.memory.used()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anAwaiterMayLeaveAfterwards() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.submit(queue, "a", 100);
        Wait wait = scene.await(queue, item.id(), "caller");
        wait.withdraw();
        queue.control().delete(QueueScene.ENDED);
        assertThat(scene.log).isEmpty();
    }

    @Test
    void itsDeadLettersStay() {
        WorkQueue queue = scene.queues.named("q");
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.fail(worker, item.id(), Failure.of(NOTHING));
        scene.queues.named("q").control().delete(QueueScene.ENDED);
        assertThat(QueueScene.ready(scene.queues.existing("q.dead"))).containsExactly("a");
    }

    @Test
    void aNewQueueOfThatNameHasNothingToDoWithTheOldOne() {
        WorkQueue old = scene.queues.named("q");
        Wait wait = scene.waitToGet(old, "getter");
        Item held = scene.put(scene.queues.named("other"), "held");
        scene.queues.named("other").take(worker, 0);
        old.control().delete(QueueScene.ENDED);
        WorkQueue young = scene.queues.named("q");
        scene.put(young, "a");
        old.forgetIfIdle();
        assertThat(scene.queues.existing("q")).isSameAs(young);
        assertThat(QueueScene.ready(young)).containsExactly("a");
        assertThat(worker.held()).containsExactly(held);
        wait.withdraw();
        scene.put(young, "b");
        assertThat(QueueScene.ready(young)).containsExactly("a", "b");
        assertThat(scene.log).containsExactly("getter shut down");
    }
}
