package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may be done with queues, at random, beside a model in which the same is done. */
class QueuesRandomTest {

    private static final int STEPS = 100_000;
    /** After so many steps all is compared, and after each what happened in it. */
    private static final int ROUND = 10;

    /** Queues of every kind and with every limit, and queues that are forgotten. */
    private static final Map<String, QueueConfig> CONFIGURED = Map.of(
            "narrow", new QueueConfig(Kind.FIFO, 1, 0, 0),
            "small", new QueueConfig(Kind.PRIORITY, 3, 10, 2),
            "retried", new QueueConfig(Kind.LIFO, 0, 0, 3),
            "ranked", new QueueConfig(Kind.PRIORITY, 0, 0, 0),
            "once.dead", new QueueConfig(Kind.LIFO, 2, 5, 1));

    private static final List<String> OTHERS = List.of("once", "loose");

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, new Random().nextLong());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesAsTheModel(long seed) {
        Scene scene = new Scene(CONFIGURED);
        RandomCast cast = new RandomCast(new Random(seed), scene);
        QueueModel model = cast.model;
        CONFIGURED.forEach((name, settings) -> model.add(new Shelf(name, settings, true)));
        OTHERS.forEach(name -> model.add(new Shelf(name, QueueConfig.DEFAULT, false)));
        for (String name : List.copyOf(model.shelves.byName.keySet())) {
            if (!model.shelves.byName.containsKey(Queues.deadLetterName(name))) {
                model.add(new Shelf(Queues.deadLetterName(name), QueueConfig.DEFAULT, false));
            }
        }
        RandomActions actions = new RandomActions(cast);
        for (int step = 0; step < STEPS; step++) {
            String did = "nothing";
            try {
                did = actions.act();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
            String what = "seed " + seed + ", step " + step + ": " + did;
            compareEvents(what, scene, model);
            if (step % ROUND == 0) {
                compare(what, scene, model);
            }
        }
        actions.everythingEnds();
        compareEvents("seed " + seed + ", at the end", scene, model);
        compare("seed " + seed + ", at the end", scene, model);
        assertThat(scene.memory.used()).isZero();
        assertThat(scene.timers.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(scene.queues.all()).isEmpty();
        assertThat(model.shelves.byName.keySet()).allMatch(name -> scene.queues.existing(name) == null, "is forgotten");
    }

    // ---- what holds then

    private static void compareEvents(String what, Scene scene, QueueModel model) {
        check(what, sorted(scene.log), sorted(model.shelves.events));
        scene.log.clear();
        model.shelves.events.clear();
    }

    private static void compare(String what, Scene scene, QueueModel model) {
        check(what + ", memory", scene.memory.used(), model.shelves.bytes());
        check(what + ", time", scene.timers.next(), model.shelves.next());
        List<String> names = new ArrayList<>();
        for (WorkQueue queue : scene.queues.all()) {
            names.add(queue.name());
            compare(what + ", " + queue.name(), queue, model.shelves.byName.get(queue.name()));
        }
        check(what, names, model.shelves.listed());
    }

    private static List<String> sorted(List<String> events) {
        return events.size() < 2 ? events : events.stream().sorted().toList();
    }

    private static void compare(String what, WorkQueue queue, Shelf shelf) {
        QueueStats stats = queue.stats();
        check(what + ", somebody waits for a ready item", stats.size() > 0 && stats.getters() > 0, false);
        check(what + ", somebody waits for free room", queue.hasRoom() && stats.putters() > 0, false);
        check(what, ids(queue), shelf.ready.stream().map(thing -> thing.id).toList());
        check(what, stats.unfinished(), shelf.unfinished());
        check(what, stats.inFlight(), shelf.inFlight());
        check(what, stats.delayed(), shelf.delayed.size());
        check(what, stats.getters(), shelf.getters.size());
        check(what, stats.putters(), shelf.putters.size());
        check(what, queue.isShutDown(), shelf.shutDown);
        check(what, queue.isOver(), shelf.isOver());
    }

    private static List<Long> ids(WorkQueue queue) {
        return queue.peek(Integer.MAX_VALUE).stream().map(Item::id).toList();
    }

    /** An assertion that costs next to nothing while it holds. */
    private static void check(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }
}
