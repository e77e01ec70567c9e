package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import java.util.List;

/** What a random test does with queues and with their model; each action says what it was. */
final class RandomActions {

    private static final int LONGEST_TTL = 20;

    private final RandomClients clients;
    private final RandomItems items;

    RandomActions(RandomClients clients) {
        this.clients = clients;
        this.items = new RandomItems(clients);
    }

    /** Puts more than anybody gets. */
    String actInPlenty() {
        return clients.random.nextInt(4) == 0 ? act() : items.putPlain(clients.any(clients.queues()));
    }

    String act() {
        ModelQueue modelQueue = clients.any(clients.queues());
        int dice = clients.random.nextInt(1000);
        if (dice < 250) {
            return items.put(modelQueue);
        } else if (dice < 440) {
            return items.get(modelQueue);
        } else if (dice < 680) {
            return items.finish();
        } else if (dice < 715) {
            return items.cancel(modelQueue);
        } else if (dice < 745) {
            return items.hear();
        } else if (dice < 785) {
            return clients.waits.isEmpty()
                    ? "nobody waits"
                    : withdraw(clients.any(List.copyOf(clients.waits.keySet())));
        } else if (dice < 845) {
            return time(clients.random.nextInt(4));
        } else if (dice < 865) {
            return lose(clients.any(clients.holders()), clients.random.nextBoolean());
        }
        return rare(modelQueue, dice);
    }

    private String rare(ModelQueue modelQueue, int dice) {
        if (dice < 885) {
            return join(modelQueue);
        } else if (dice < 920) {
            return items.await(modelQueue);
        } else if (dice < 940) {
            return move(modelQueue, clients.any(clients.queues()));
        } else if (dice < 950) {
            return items.move(modelQueue, clients.any(clients.queues()));
        } else if (dice < 953) {
            return purge(modelQueue);
        } else if (dice < 957) {
            return shutDown(modelQueue, clients.random.nextBoolean());
        }
        if (dice < 960) {
            return create(modelQueue);
        }
        return modelQueue.shutDown || clients.random.nextInt(30) == 0 ? delete(modelQueue) : items.await(modelQueue);
    }

    // ---- those who leave, and time

    private String withdraw(String key) {
        clients.model.withdraw(key);
        clients.waits.remove(key).withdraw();
        return "withdraw " + key;
    }

    private String lose(String holder, boolean closes) {
        if (closes) {
            for (ModelQueue modelQueue : clients.queues()) {
                List.copyOf(modelQueue.getters).stream()
                        .filter(getter -> getter.holder().equals(holder))
                        .forEach(getter -> withdraw(getter.key()));
            }
        }
        clients.model.giveBack(holder, closes);
        if (closes) {
            clients.close(holder);
        } else {
            clients.scene.queues.departures().giveBack(clients.holder(holder));
        }
        return (closes ? "close " : "reset ") + holder;
    }

    private String time(int millis) {
        clients.after(millis);
        return "later by " + millis;
    }

    // ---- the queue as a whole

    private String join(ModelQueue modelQueue) {
        String key = clients.newName("joiner-");
        WorkQueue queue = clients.existing(modelQueue);
        boolean finished = queue == null || queue.isFinished();
        assertThat(finished).isEqualTo(modelQueue.unfinished() == 0);
        if (!finished) {
            clients.model.join(modelQueue, key);
            clients.waits.put(
                    key,
                    queue.awaitFinished(
                            new QueueScene.User(key),
                            clients.served(key, nothing -> clients.scene.log.add(key + " joined"))));
        }
        return key + " joins " + modelQueue.name;
    }

    private String move(ModelQueue from, ModelQueue to) {
        WorkQueue queue = clients.existing(from);
        if (to.shutDown || queue == null) {
            return "no move from " + from.name + " to " + to.name;
        }
        int count = clients.random.nextBoolean() ? Integer.MAX_VALUE : 1 + clients.random.nextInt(2);
        WorkQueue target = clients.named(to);
        if (target.stats().getters() > 0) {
            clients.scene.await(queue, count); // else they are served later, and those moved last may come first
        }
        int moved = clients.model.control().move(from, to, count);
        assertThat(QueueScene.move(queue, target, count)).isEqualTo(moved);
        target.forgetIfIdle();
        return "move " + moved + " of " + count + " from " + from.name + " to " + to.name;
    }

    private String create(ModelQueue modelQueue) {
        QueueConfig config = modelQueue.hasSettings()
                ? modelQueue.config
                : new QueueConfig(
                        clients.any(List.of(Kind.values())),
                        clients.random.nextInt(4),
                        clients.random.nextInt(3) * 10,
                        clients.random.nextInt(3));
        if (config.kind() == Kind.FAIR && !modelQueue.configured) {
            return alter(modelQueue, config);
        }
        clients.model.control().create(modelQueue, config);
        clients.scene.queues.create(modelQueue.name, config);
        return "create " + modelQueue.name + " with " + config;
    }

    private String alter(ModelQueue modelQueue, QueueConfig config) {
        QueueConfig limited = config.with(QueueSetting.GROUPLIMIT, clients.random.nextInt(3));
        if (modelQueue.hasSettings()) {
            clients.model.control().create(modelQueue, limited);
            modelQueue.applyLimit();
            clients.model.queues.settle();
            clients.scene.queues.alter(modelQueue.name, limited);
        } else {
            clients.model.control().create(modelQueue, limited);
            clients.scene.queues.create(modelQueue.name, limited);
        }
        return "create or alter " + modelQueue.name + " with " + limited;
    }

    private String purge(ModelQueue modelQueue) {
        WorkQueue queue = clients.existing(modelQueue);
        int dropped = clients.model.control().purge(modelQueue);
        assertThat(queue == null ? 0 : QueueScene.purge(queue)).isEqualTo(dropped);
        return "purge " + modelQueue.name;
    }

    private String shutDown(ModelQueue modelQueue, boolean immediate) {
        WorkQueue queue = clients.named(modelQueue);
        clients.model.control().shutDown(modelQueue, immediate);
        queue.control().shutDown(immediate, QueueScene.ENDED);
        return "shut down " + modelQueue.name + (immediate ? " immediately" : "");
    }

    private String delete(ModelQueue modelQueue) {
        WorkQueue queue = clients.existing(modelQueue);
        clients.model.control().delete(modelQueue);
        if (queue != null) {
            queue.control().delete(QueueScene.ENDED);
        }
        return "delete " + modelQueue.name;
    }

    /** Everybody leaves, and everything is dropped; what is kept is forgotten with time, or with its queue. */
    void everythingEnds() {
        List.copyOf(clients.waits.keySet()).forEach(this::withdraw);
        clients.holders().forEach(holder -> lose(holder, true));
        clients.queues().forEach(this::purge);
        clients.queues().stream().filter(modelQueue -> modelQueue.isListed()).forEach(this::delete);
        time(LONGEST_TTL);
    }
}
