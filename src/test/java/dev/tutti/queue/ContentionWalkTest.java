package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What WAITERS finds at queues, in steps between which the queues go on. */
class ContentionWalkTest {

    private final QueueScene scene = new QueueScene();

    private WorkQueue queue(String name, int items) {
        WorkQueue queue = scene.queue(name, 0, 0);
        for (int i = 0; i < items; i++) {
            scene.put(queue, name + i);
        }
        return queue;
    }

    private static List<String> texts(List<ParticipantSnapshot> participants) {
        return participants.stream()
                .map(each -> each.name() + " " + each.what() + " " + each.since())
                .toList();
    }

    @Test
    void holdersAreInTheOrderOfTheirFirstDelivery() {
        WorkQueue queue = queue("q", 5);
        Holder late = scene.holder("late");
        Holder early = scene.holder("early");
        Item first = queue.take(late, 0);
        scene.turn(1);
        queue.take(early, 0);
        scene.turn(1);
        queue.take(late, 0);
        queue.take(late, 0);
        queue.done(first.holder(), first.id(), new byte[0]);
        assertThat(texts(scene.queues.contentions("q", false).all().get(0).holders()))
                .containsExactly("early 1 1001", "late 2 1002");
    }

    @Test
    void queuesComeInTheOrderOfTheirNamesAndOnlyIfAnybodyHoldsOrWaits() {
        queue("c", 1).take(scene.holder("h"), 0);
        queue("b", 1);
        scene.waitToGet(queue("a", 0), "w");
        assertThat(scene.queues.contentions(null, false).all())
                .extracting(Contention::name)
                .containsExactly("a", "c");
        assertThat(scene.queues.contentions(null, true).all())
                .extracting(Contention::name)
                .containsExactly("a");
        assertThat(scene.queues.contentions("b", false).all()).isEmpty();
        assertThat(scene.queues.contentions("nosuch", false).all()).isEmpty();
    }

    @Test
    void manyItemsInFlightAreCountedInManySteps() {
        WorkQueue queue = queue("q", 1000);
        Holder holder = scene.holder("h");
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            items.add(queue.take(holder, 0));
        }
        Walk<Contention> walk = scene.queues.contentions(null, false);
        List<Contention> found = new ArrayList<>();
        int steps = 0;
        while (walk.step(found::add)) {
            steps++;
            if (steps == 2) {
                items.forEach(item -> queue.done(item.holder(), item.id(), new byte[0]));
            }
        }
        assertThat(steps).isGreaterThan(10);
        assertThat(found).hasSize(1);
        assertThat(Integer.parseInt(found.get(0).holders().get(0).what())).isBetween(1, 200);
    }

    @Test
    void namesAreListedWhileQueuesComeAndGo() {
        queue("b", 1);
        queue("d", 1);
        Walk<String> walk = scene.queues.names();
        List<String> found = new ArrayList<>();
        assertThat(walk.step(found::add)).isTrue();
        queue("a", 1);
        queue("c", 1);
        while (walk.step(found::add)) {}
        assertThat(found).containsExactly("b", "c", "d");
        assertThat(scene.queues.names().all()).containsExactly("a", "b", "c", "d");
    }
}
