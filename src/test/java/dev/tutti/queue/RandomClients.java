package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import dev.tutti.waiting.Wait;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Who takes part in a random test: queues and their model, holders, and those who wait. */
final class RandomClients {

    /** Queues of every kind and with every limit, and queues that are forgotten. */
    static final Map<String, QueueConfig> CONFIGURED = Map.of(
            "narrow", new QueueConfig(Kind.FIFO, 1, 0, 0),
            "small", new QueueConfig(Kind.PRIORITY, 3, 10, 2),
            "retried", new QueueConfig(Kind.LIFO, 0, 0, 3),
            "ranked", new QueueConfig(Kind.PRIORITY, 0, 0, 0),
            "turns", new QueueConfig(Kind.FAIR, 0, 10, 2),
            "strict", new QueueConfig(Kind.FAIR, 4, 0, 3).with(QueueSetting.GROUPLIMIT, 1),
            "once.dead", new QueueConfig(Kind.LIFO, 2, 5, 1));

    private static final List<String> OTHERS = List.of("once", "loose");
    private static final int HOLDERS = 6;
    static final long START = 1000;

    final Random random;
    QueueScene scene;
    QueueModel model = new QueueModel(START, RandomClients::isConsumer);
    /** The ids of all items there ever were, by what is in them. */
    private final Map<String, Long> ids = new HashMap<>();
    /** Those who wait, by name. */
    final Map<String, Wait> waits = new LinkedHashMap<>();

    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private int made;
    private long lastId;

    RandomClients(Random random, QueueScene scene) {
        this.random = random;
        this.scene = scene;
        CONFIGURED.forEach((name, settings) -> model.add(new ModelQueue(name, settings, true)));
        OTHERS.forEach(name -> model.add(new ModelQueue(name, QueueConfig.DEFAULT, false)));
        for (String name : List.copyOf(model.queues.byName.keySet())) {
            if (!model.queues.byName.containsKey(Names.deadLetter(name))) {
                model.add(new ModelQueue(Names.deadLetter(name), QueueConfig.DEFAULT, false));
            }
        }
        engageHolders();
    }

    private void engageHolders() {
        holders.clear();
        for (int i = 0; i < HOLDERS; i++) {
            newHolder(i % 3 == 0 ? "consumer-" : "connection-");
        }
    }

    /** Another server: nobody of those who were there is there still. */
    void restart(QueueScene next, QueueModel survivors) {
        scene = next;
        model = survivors;
        model.queues.events.clear();
        waits.clear();
        engageHolders();
    }

    void newHolder(String kind) {
        String name = newName(kind);
        holders.put(name, isConsumer(name) ? scene.consumer(name) : scene.holder(name));
    }

    String newName(String kind) {
        return kind + made++;
    }

    static boolean isConsumer(String holder) {
        return holder.startsWith("consumer-");
    }

    Holder holder(String name) {
        return holders.get(name);
    }

    List<String> holders() {
        return List.copyOf(holders.keySet());
    }

    void close(String holder) {
        scene.queues.departures().close(holders.remove(holder));
        newHolder(holder.substring(0, holder.indexOf('-') + 1));
    }

    void after(int millis) {
        model.turn(model.queues.now + millis);
        scene.after(millis);
    }

    /** A queue has taken the item in: its id is larger than all there were. */
    void admitted(Item item) {
        assertThat(item.id()).isGreaterThan(lastId);
        lastId = item.id();
        ids.put(QueueScene.text(item), lastId);
        scene.log.add("put " + QueueScene.text(item));
    }

    long id(ModelItem modelItem) {
        return ids.get(modelItem.body);
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    List<ModelQueue> queues() {
        return List.copyOf(model.queues.byName.values());
    }

    /** The queue, made if there is none. */
    WorkQueue named(ModelQueue modelQueue) {
        modelQueue.used = true;
        return scene.queues.named(modelQueue.name);
    }

    /** The queue, or null. */
    WorkQueue existing(ModelQueue modelQueue) {
        return scene.queues.existing(modelQueue.name);
    }

    // ---- those who wait no longer when they are told

    <T> QueueWaiter<T> served(String key, Consumer<T> then) {
        QueueWaiter<T> told = scene.told(key, then);
        return new QueueWaiter<>() {
            @Override
            public void served(T what) {
                waits.remove(key);
                told.served(what);
            }

            @Override
            public void shutDown() {
                waits.remove(key);
                told.shutDown();
            }

            @Override
            public void unreadable(String cause) {
                waits.remove(key);
                told.unreadable(cause);
            }
        };
    }

    Awaiter awaiting(String key) {
        Awaiter told = scene.awaiter(key, true);
        return new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return true;
            }

            @Override
            public void done(byte[] result) {
                waits.remove(key);
                told.done(result);
            }

            @Override
            public void failed(byte[] message) {
                waits.remove(key);
                told.failed(message);
            }

            @Override
            public void cancelled(Fate why) {
                waits.remove(key);
                told.cancelled(why);
            }
        };
    }
}
