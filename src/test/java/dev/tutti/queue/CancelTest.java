package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items that are cancelled, and waiters who leave, at the worst moments. */
class CancelTest {

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");

    // ---- an item

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCancelledItemIsNeverDelivered(Kind kind) {
        WorkQueue queue = scene.queue("q", kind);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            items.add(scene.put(queue, "item-" + i));
        }
        for (int i = 0; i < 20; i += 2) {
            assertThat(queue.cancel(items.get(i))).isTrue();
            assertThat(queue.cancel(items.get(i))).isFalse();
        }
        assertThat(queue.take(worker, 99, 0)).hasSize(10).allMatch(item -> items.indexOf(item) % 2 == 1);
    }

    @Test
    void aConsumerStopsItAndWhoAwaitsItIsToldWhenItHasEnded() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        queue.take(scene.consumer("consumer"), 0);
        assertThat(queue.cancel(item)).isTrue();
        assertThat(scene.log).containsExactly("consumer stops a");
        assertThat(queue.cancel(item)).isFalse();
        queue.endCancelled(item.holder(), item.id());
        assertThat(scene.log).containsExactly("consumer stops a", "caller cancelled");
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void aConsumerThatClosesHasEndedIt() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Holder consumer = scene.consumer("consumer");
        Item item = scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        queue.take(consumer, 0);
        queue.cancel(item);
        scene.queues.departures().close(consumer);
        assertThat(scene.log).containsExactly("consumer stops a", "caller cancelled");
    }

    @Test
    void aConnectionLearnsOfItWhenItNextActsSoWhoAwaitsItIsToldAtOnce() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, scene.item("a", scene.awaiter("caller", true)));
        queue.take(worker, 0);
        queue.cancel(item);
        assertThat(scene.log).containsExactly("worker cancelled a", "caller cancelled");
        queue.endCancelled(item.holder(), item.id());
        assertThat(scene.log).hasSize(2);
    }

    @Test
    void aCancelledItemThatItsHolderLosesIsGone() {
        WorkQueue queue = scene.queue("q", 0, 9);
        Item item = scene.put(queue, "a");
        queue.take(worker, 0);
        queue.cancel(item);
        scene.queues.departures().giveBack(worker);
        assertThat(queue.size()).isZero();
        assertThat(queue.find(item.id(), worker)).isNull();
        assertThat(scene.queues.existing("q.dead")).isNull();
        assertThat(scene.usedByItems()).isZero();
    }

    @Test
    void whoJoinsWaitsForNoCancelledItem() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item item = scene.put(queue, "a");
        queue.take(scene.consumer("consumer"), 0);
        scene.waitToJoin(queue, "joiner");
        queue.cancel(item);
        assertThat(scene.log).containsExactly("consumer stops a", "joiner joined");
    }

    @Test
    void anItemIsFoundByItsIdUntilItHasEnded() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Item ready = scene.put(queue, "ready");
        Item held = scene.put(queue, "held");
        queue.take(worker, 2, 0);
        queue.release(worker, ready.id(), 0);
        assertThat(queue.items().find(ready.id())).isSameAs(ready);
        assertThat(queue.items().find(held.id())).isSameAs(held);
        queue.cancel(ready);
        queue.done(held.holder(), held.id(), NOTHING);
        assertThat(queue.items().find(ready.id())).isNull();
        assertThat(queue.items().find(held.id())).isNull();
    }

    // ---- a waiter: nothing is lost, nobody is overtaken

    @Test
    void aGetterThatLeavesInTheTurnOfAPutLeavesTheItemToTheNext() {
        WorkQueue queue = scene.queue("q", 0, 0);
        Wait first = scene.waitToGet(queue, "first");
        scene.waitToGet(queue, "second");
        scene.waitToGet(queue, "third");
        first.withdraw();
        scene.put(queue, "a");
        scene.put(queue, "b");
        assertThat(scene.log).containsExactly("second got [a]", "third got [b]");
    }

    @Test
    void manyGettersThatLeaveAreAllPassedOver() {
        WorkQueue queue = scene.queue("q", 0, 0);
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            waits.add(scene.waitToGet(queue, "getter"));
        }
        scene.waitToGet(queue, "last");
        waits.forEach(Wait::withdraw);
        assertThat(queue.stats().getters()).isOne();
        scene.put(queue, "a");
        assertThat(scene.log).containsExactly("last got [a]");
    }

    @Test
    void aPutterThatLeavesLetsTheNextInWhenThereIsRoom() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        Wait b = scene.waitToPut(queue, "b");
        Wait c = scene.waitToPut(queue, "c");
        scene.waitToPut(queue, "d");
        c.withdraw();
        b.withdraw();
        assertThat(queue.stats().putters()).isOne();
        queue.take(worker, 0);
        assertThat(scene.log).containsExactly("put d");
    }

    @Test
    void aNewcomerFindsNoRoomWhileAnybodyWaitsForIt() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        scene.waitToPut(queue, "b");
        queue.take(worker, 0);
        assertThat(queue.hasRoom()).isFalse();
        assertThat(scene.log).containsExactly("put b");
    }

    @Test
    void aNewcomerFindsNoItemWhileAnybodyWaitsForOne() {
        WorkQueue queue = scene.queue("q", 0, 0);
        scene.waitToGet(queue, "first");
        scene.put(queue, "a");
        assertThat(queue.size()).isZero();
    }

    @Test
    void aGetterServedInTheMiddleOfATellingMayComeBackAtOnce() {
        WorkQueue queue = scene.queue("q", 1, 0);
        List<String> got = new ArrayList<>();
        getAgain(queue, got);
        for (int i = 0; i < 5; i++) {
            scene.put(queue, "item-" + i);
        }
        assertThat(got).containsExactly("item-0", "item-1", "item-2", "item-3", "item-4");
        assertThat(queue.stats().getters()).isOne();
    }

    private void getAgain(WorkQueue queue, List<String> got) {
        queue.awaitItem(worker, 1, 0, scene.told("again", items -> {
            got.addAll(QueueScene.texts(items));
            getAgain(queue, got);
        }));
    }

    @Test
    void aPutterLetInMayPutAgainBehindThoseWhoWaitAlready() {
        WorkQueue queue = scene.queue("q", 1, 0);
        scene.put(queue, "a");
        queue.awaitRoom(
                new QueueScene.User("b"), scene.item("b"), scene.told("b", taken -> scene.waitToPut(queue, "again")));
        scene.waitToPut(queue, "c");
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            got.add(QueueScene.text(queue.take(worker, 0)));
        }
        assertThat(got).containsExactly("a", "b", "c", "again");
        assertThat(scene.log).containsExactly("put c", "put again");
    }

    @Test
    void whoWaitsIsServedInArrivalOrderWhoeverLeavesMeanwhile() {
        Random random = Seeds.random(7);
        WorkQueue queue = scene.queue("q", 0, 0);
        List<Wait> waits = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            names.add("getter-" + i);
            waits.add(scene.waitToGet(queue, "getter-" + i));
        }
        for (int i = 0; i < 250; i++) {
            int leaving = random.nextInt(waits.size());
            waits.remove(leaving).withdraw();
            names.remove(leaving);
        }
        for (int i = 0; i < names.size(); i++) {
            scene.put(queue, "" + i);
            assertThat(scene.log.get(i)).isEqualTo(names.get(i) + " got [" + i + "]");
        }
        assertThat(queue.stats().getters()).isZero();
    }
}
