package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.waiting.ManualClock;
import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures of the busiest queues of an owner, and of all others together. */
class BusiestQueuesTest {

    private final QueueScene scene = new QueueScene(Map.of("jobs", QueueScene.settings(7, 2)));
    private final Queues queues = scene.queues;
    private final Holder worker = scene.holder("worker");

    @BeforeEach
    void setTheClock() {
        queues.clock(new ManualClock(scene.timers::now));
    }

    private List<QueueFigures> figures(int most) {
        return queues.figures(most).all();
    }

    private QueueFigures only() {
        List<QueueFigures> all = figures(1);
        assertThat(all).hasSize(2);
        return all.get(0);
    }

    private void put(String queue, int items) {
        for (int i = 0; i < items; i++) {
            scene.put(queues.named(queue), "item");
        }
    }

    @Test
    void withoutQueuesThereAreOnlyTheOthersWhichAreNone() {
        assertThat(figures(10)).singleElement().satisfies(others -> {
            assertThat(others.name()).isNull();
            for (QueueFigure figure : QueueFigure.values()) {
                assertThat(others.get(figure)).as(figure.name()).isZero();
            }
        });
    }

    @Test
    void theBusiestQueuesAreNamedAndTheOthersAreAddedUp() {
        put("a", 2);
        put("b", 4);
        put("c", 1);
        put("d", 3);
        List<QueueFigures> all = figures(2);
        assertThat(all).extracting(QueueFigures::name).containsExactly("d", "b", null);
        assertThat(all.get(2).get(QueueFigure.READY)).isEqualTo(3);
        assertThat(all.get(2).get(QueueFigure.PUT)).isEqualTo(3);
        assertThat(figures(0))
                .singleElement()
                .satisfies(others -> assertThat(others.get(QueueFigure.READY)).isEqualTo(10));
    }

    @Test
    void itemsAreCountedByTheirState() {
        put("jobs", 3);
        WorkQueue jobs = queues.named("jobs");
        scene.putDelayed(jobs, "later", 1000);
        Item first = jobs.take(worker, 0);
        jobs.fail(worker, first.id(), Failure.of(new byte[0]));
        jobs.take(worker, 0);
        QueueFigures figures = only();
        assertThat(figures.get(QueueFigure.READY)).isEqualTo(2);
        assertThat(figures.get(QueueFigure.DELAYED)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.IN_FLIGHT)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.LIMIT)).isEqualTo(7);
        assertThat(figures.get(QueueFigure.PUT)).isEqualTo(4);
        assertThat(figures.get(QueueFigure.DELIVERED)).isEqualTo(2);
        assertThat(figures.get(QueueFigure.RETRIED)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.BYTES)).isEqualTo(jobs.stats().bytes());
    }

    @Test
    void waitingClientsAndPausesAreShown() {
        WorkQueue full = scene.queue("full", 1, 0);
        scene.put(full, "a");
        scene.waitToPut(full, "b");
        full.control().pause(0);
        QueueFigures figures = only();
        assertThat(figures.get(QueueFigure.PUTTERS)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.PAUSED)).isEqualTo(1);
        scene.waitToGet(queues.named("empty"), "getter");
        assertThat(figures(2))
                .anySatisfy(queue -> assertThat(queue.get(QueueFigure.GETTERS)).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theOldestReadyItemTellsItsAgeInAnyKindOfQueue(Kind kind) {
        WorkQueue queue = scene.queue("q", kind);
        scene.putPrior(queue, "first", 5);
        scene.after(1000);
        scene.putPrior(queue, "second", 1);
        scene.after(500);
        assertThat(only().get(QueueFigure.OLDEST_MILLIS)).isEqualTo(1500);
        queue.cancel(queue.items().pending(1));
        assertThat(only().get(QueueFigure.OLDEST_MILLIS)).isEqualTo(500);
        queue.take(worker, 0);
        QueueFigures figures = only();
        assertThat(figures.get(QueueFigure.OLDEST_MILLIS)).isZero();
        assertThat(figures.get(QueueFigure.WAITED_MILLIS)).isEqualTo(500);
    }

    /** As QUEUE STATS tells it. */
    @Test
    void anItemIsAsOldAsItsPlaceInTheQueue() {
        WorkQueue queue = queues.named("q");
        scene.putDelayed(queue, "later", 1000);
        scene.after(1300);
        assertThat(only().get(QueueFigure.OLDEST_MILLIS)).isEqualTo(300);
        Item item = queue.take(worker, 0);
        scene.after(5000);
        queue.fail(worker, item.id(), Failure.of(new byte[0]));
        scene.after(70);
        assertThat(only().get(QueueFigure.OLDEST_MILLIS)).isEqualTo(70);
    }

    @Test
    void theOldestItemOfAllOthersIsTheOldestOfAny() {
        put("a", 1);
        scene.after(1000);
        put("b", 1);
        scene.after(1000);
        assertThat(figures(0))
                .singleElement()
                .satisfies(others ->
                        assertThat(others.get(QueueFigure.OLDEST_MILLIS)).isEqualTo(2000));
    }

    @Test
    void theTotalsOfAForgottenQueueAreShown() {
        put("q", 1);
        WorkQueue queue = queues.named("q");
        queue.take(worker, 0);
        queue.done(worker, 1, new byte[0]);
        assertThat(queues.existing("q")).isNull();
        QueueFigures figures = only();
        assertThat(figures.name()).isEqualTo("q");
        assertThat(figures.get(QueueFigure.PUT)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.DELIVERED)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.DONE)).isEqualTo(1);
        assertThat(figures.get(QueueFigure.LIMIT)).isZero();
    }

    /** So an event loop with many queues can do something else in between. */
    @Test
    void aStepLooksAtOneQueue() {
        for (int i = 0; i < 1000; i++) {
            put("q" + i, 1);
        }
        Walk<QueueFigures> walk = queues.figures(10);
        List<QueueFigures> found = new ArrayList<>();
        int steps = 0;
        while (walk.step(found::add)) {
            steps++;
        }
        assertThat(steps).isEqualTo(1010);
        assertThat(found).hasSize(11);
        assertThat(found.get(10).get(QueueFigure.READY)).isEqualTo(990);
    }

    @Test
    void queuesMayComeAndGoBetweenTwoSteps() {
        put("a", 1);
        put("b", 1);
        put("c", 1);
        Walk<QueueFigures> walk = queues.figures(10);
        List<QueueFigures> found = new ArrayList<>();
        walk.step(found::add);
        QueueScene.purge(queues.named("b"));
        put("d", 1);
        while (walk.step(found::add)) {}
        assertThat(found).extracting(QueueFigures::name).contains("a", "c", "d", null);
    }
}
