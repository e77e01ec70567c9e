package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.QueueModel.Getter;
import dev.tutti.queue.QueueModel.Shelf;
import dev.tutti.queue.QueueModel.Thing;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that may be done with queues, at random, beside a model in which the same is done. */
class QueuesRandomTest {

    private static final int STEPS = 100_000;
    private static final String LOST = "the connection that held it closed, and it is out of attempts";

    /** Queues with every limit, and queues that are forgotten. */
    private static final Map<String, QueueConfig> CONFIGURED = Map.of(
            "narrow", Scene.settings(1, 0),
            "small", Scene.settings(3, 2),
            "retried", Scene.settings(0, 3),
            "once.dead", Scene.settings(2, 1));

    private final Scene scene = new Scene(CONFIGURED);
    private final QueueModel model = new QueueModel();
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, Wait> waits = new LinkedHashMap<>();
    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private Random random;
    private int made;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20240229})
    void behavesAsTheModel(long seed) {
        random = new Random(seed);
        CONFIGURED.forEach((name, settings) -> {
            addShelf(name, settings.maxSize(), settings.attempts(), true);
            scene.queues.named(name);
        });
        addShelf("once", 100_000, 0, false);
        addShelf("loose", 100_000, 0, false);
        for (String name : List.copyOf(model.shelves.keySet())) {
            if (!model.shelves.containsKey(Queues.deadLetterName(name))) {
                addShelf(Queues.deadLetterName(name), 100_000, 0, false);
            }
        }
        for (int i = 0; i < 4; i++) {
            newHolder();
        }
        for (int step = 0; step < STEPS; step++) {
            String what = "seed " + seed + ", step " + step + ": " + act();
            compare(what);
        }
        everythingEnds(seed);
    }

    private void addShelf(String name, int maxSize, int attempts, boolean kept) {
        model.shelves.put(name, new Shelf(name, maxSize, attempts, kept));
    }

    private void newHolder() {
        String name = "holder-" + made++;
        holders.put(name, scene.holder(name));
    }

    // ---- what is done

    private String act() {
        Shelf shelf = any(List.copyOf(model.shelves.values()));
        int dice = random.nextInt(100);
        if (dice < 24) {
            return put(shelf);
        } else if (dice < 50) {
            return get(shelf);
        } else if (dice < 78) {
            return finish();
        } else if (dice < 84) {
            return cancel(shelf);
        } else if (dice < 87) {
            return hear();
        } else if (dice < 94) {
            return waits.isEmpty() ? "nobody waits" : withdraw(any(List.copyOf(waits.keySet())));
        } else if (dice < 96) {
            return close(any(List.copyOf(holders.keySet())));
        } else if (dice < 97) {
            return purge(shelf);
        }
        return join(shelf);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String put(Shelf shelf) {
        String body = "item-" + made++;
        String awaiter = random.nextBoolean() ? null : "awaiter-of-" + body;
        boolean wanted = random.nextBoolean();
        Item item = scene.item(body, awaiter == null ? null : scene.awaiter(awaiter, wanted));
        items.put(body, item);
        WorkQueue queue = scene.queues.named(shelf.name);
        assertThat(queue.hasRoom()).isEqualTo(shelf.hasRoom());
        model.put(shelf, new Thing(body, item.bytes(), awaiter, wanted));
        if (queue.hasRoom()) {
            scene.log.add(0, "put " + body + "#" + queue.put(item));
        } else {
            waits.put(body, queue.awaitRoom(new Scene.User(body), item, scene.told(body, taken -> {
                waits.remove(body);
                scene.log.add("put " + body + "#" + taken.id());
            })));
        }
        return "put " + body + " into " + shelf.name;
    }

    private String get(Shelf shelf) {
        String key = "getter-" + made++;
        String holder = any(List.copyOf(holders.keySet()));
        int count = 1 + random.nextInt(3);
        model.get(shelf, new Getter(key, holder, count));
        WorkQueue queue = scene.queues.named(shelf.name);
        if (queue.size() > 0) {
            got(
                    key,
                    count == 1
                            ? List.of(queue.take(holders.get(holder), 0))
                            : queue.take(holders.get(holder), count, 0));
        } else {
            waits.put(key, queue.awaitItem(holders.get(holder), count, 0, scene.told(key, items -> {
                waits.remove(key);
                got(key, items);
            })));
        }
        return key + " gets " + count + " from " + shelf.name;
    }

    private void got(String key, List<Item> got) {
        scene.log.add(key + " got "
                + got.stream()
                        .map(item -> Scene.text(item) + "#" + item.id() + "/" + item.attempts())
                        .toList());
    }

    private String finish() {
        List<Thing> inFlight = model.things(thing -> !thing.cancelled);
        if (inFlight.isEmpty()) {
            return "nothing in flight";
        }
        Thing thing = any(inFlight);
        WorkQueue queue = scene.queues.existing(thing.shelf.name);
        Item item = queue.flight().find(thing.id, null);
        assertThat(item).isSameAs(items.get(thing.body));
        int dice = random.nextInt(4);
        if (dice < 2) {
            model.done(thing, "fine");
            queue.flight().done(item, Scene.bytes("fine"));
        } else if (dice == 2) {
            model.fail(thing, "oops");
            queue.flight().fail(item, Scene.bytes("oops"), item.lease.holder);
        } else {
            model.release(thing);
            queue.flight().release(item, item.lease.holder, 0);
        }
        return List.of("done", "done", "fail", "release").get(dice) + " " + thing.body;
    }

    private String cancel(Shelf shelf) {
        List<Thing> choices = model.things(thing -> thing.shelf == shelf && !thing.cancelled);
        choices.addAll(shelf.ready);
        if (choices.isEmpty()) {
            return "nothing to cancel";
        }
        Thing thing = any(choices);
        model.cancel(thing);
        scene.queues.existing(shelf.name).cancel(items.get(thing.body));
        return "cancel " + thing.body;
    }

    private String hear() {
        List<Thing> cancelled = model.things(thing -> thing.cancelled);
        if (cancelled.isEmpty()) {
            return "nothing cancelled";
        }
        Thing thing = any(cancelled);
        WorkQueue queue = scene.queues.existing(thing.shelf.name);
        model.heard(thing);
        assertThat(queue.flight().find(thing.id, null).isCancelled()).isTrue();
        queue.flight().endCancelled(items.get(thing.body));
        return "hear that " + thing.body + " is cancelled";
    }

    private String withdraw(String key) {
        model.withdraw(key);
        waits.remove(key).withdraw();
        return "withdraw " + key;
    }

    private String close(String holder) {
        for (Shelf shelf : model.shelves.values()) {
            List<Getter> waiting = shelf.getters.stream()
                    .filter(getter -> getter.holder().equals(holder))
                    .toList();
            waiting.forEach(getter -> withdraw(getter.key()));
        }
        model.close(holder, LOST);
        scene.queues.close(holders.remove(holder));
        newHolder();
        return "close " + holder;
    }

    private String purge(Shelf shelf) {
        int expected = shelf.ready.size();
        model.purge(shelf);
        WorkQueue queue = scene.queues.existing(shelf.name);
        assertThat(queue == null ? 0 : queue.purge()).isEqualTo(expected);
        return "purge " + shelf.name;
    }

    private String join(Shelf shelf) {
        String key = "joiner-" + made++;
        WorkQueue queue = scene.queues.existing(shelf.name);
        boolean finished = queue == null || queue.isFinished();
        assertThat(finished).isEqualTo(model.unfinished(shelf) == 0);
        if (!finished) {
            model.join(shelf, key);
            waits.put(key, queue.awaitFinished(new Scene.User(key), scene.told(key, nothing -> {
                waits.remove(key);
                scene.log.add(key + " joined");
            })));
        }
        return key + " joins " + shelf.name;
    }

    // ---- what holds then

    private void compare(String what) {
        check(what, sorted(scene.log), sorted(model.events));
        scene.log.clear();
        model.events.clear();
        check(what, scene.memory.used(), model.bytes());
        List<String> names = new ArrayList<>();
        for (WorkQueue queue : scene.queues.all()) {
            names.add(queue.name());
            compare(what, queue, model.shelves.get(queue.name()));
        }
        check(what, names, model.remembered());
    }

    private static List<String> sorted(List<String> events) {
        return events.stream().sorted().toList();
    }

    private void compare(String what, WorkQueue queue, Shelf shelf) {
        QueueStats stats = queue.stats();
        check(what + ", somebody waits for a ready item", stats.size() > 0 && stats.getters() > 0, false);
        check(what + ", somebody waits for free room", queue.hasRoom() && stats.putters() > 0, false);
        List<String> bodies = shelf.ready.stream().map(thing -> thing.body).toList();
        int unfinished = model.unfinished(shelf);
        check(what, Scene.ready(queue), bodies);
        check(what, stats.unfinished(), unfinished);
        check(what, stats.inFlight(), unfinished - bodies.size());
        check(what, stats.getters(), shelf.getters.size());
        check(what, stats.putters(), shelf.putters.size());
    }

    /** An assertion that costs next to nothing while it holds. */
    private static void check(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    private void everythingEnds(long seed) {
        List.copyOf(waits.keySet()).forEach(this::withdraw);
        List.copyOf(holders.keySet()).forEach(this::close);
        model.shelves.values().forEach(this::purge);
        compare("seed " + seed + ", at the end");
        assertThat(scene.memory.used()).isZero();
        assertThat(scene.queues.all()).hasSize(CONFIGURED.size());
    }
}
