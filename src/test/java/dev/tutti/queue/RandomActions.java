package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import java.util.List;

/** What a random test does with queues and with their model; each action says what it was. */
final class RandomActions {

    private static final int LONGEST_TTL = 20;

    private final RandomClients cast;
    private final RandomItems items;

    RandomActions(RandomClients cast) {
        this.cast = cast;
        this.items = new RandomItems(cast);
    }

    /** Puts more than anybody gets. */
    String actInPlenty() {
        return cast.random.nextInt(4) == 0 ? act() : items.putPlain(cast.any(cast.shelves()));
    }

    String act() {
        ModelQueue shelf = cast.any(cast.shelves());
        int dice = cast.random.nextInt(1000);
        if (dice < 250) {
            return items.put(shelf);
        } else if (dice < 440) {
            return items.get(shelf);
        } else if (dice < 680) {
            return items.finish();
        } else if (dice < 715) {
            return items.cancel(shelf);
        } else if (dice < 745) {
            return items.hear();
        } else if (dice < 785) {
            return cast.waits.isEmpty() ? "nobody waits" : withdraw(cast.any(List.copyOf(cast.waits.keySet())));
        } else if (dice < 845) {
            return time(cast.random.nextInt(4));
        } else if (dice < 865) {
            return lose(cast.any(cast.holders()), cast.random.nextBoolean());
        }
        return rare(shelf, dice);
    }

    private String rare(ModelQueue shelf, int dice) {
        if (dice < 885) {
            return join(shelf);
        } else if (dice < 920) {
            return items.await(shelf);
        } else if (dice < 950) {
            return move(shelf, cast.any(cast.shelves()));
        } else if (dice < 953) {
            return purge(shelf);
        } else if (dice < 957) {
            return shutDown(shelf, cast.random.nextBoolean());
        }
        if (dice < 960) {
            return create(shelf);
        }
        return shelf.shutDown || cast.random.nextInt(30) == 0 ? delete(shelf) : items.await(shelf);
    }

    // ---- those who leave, and time

    private String withdraw(String key) {
        cast.model.withdraw(key);
        cast.waits.remove(key).withdraw();
        return "withdraw " + key;
    }

    private String lose(String holder, boolean closes) {
        if (closes) {
            for (ModelQueue shelf : cast.shelves()) {
                List.copyOf(shelf.getters).stream()
                        .filter(getter -> getter.holder().equals(holder))
                        .forEach(getter -> withdraw(getter.key()));
            }
        }
        cast.model.giveBack(holder, closes);
        if (closes) {
            cast.close(holder);
        } else {
            cast.scene.queues.departures().giveBack(cast.holder(holder));
        }
        return (closes ? "close " : "reset ") + holder;
    }

    private String time(int millis) {
        cast.after(millis);
        return "later by " + millis;
    }

    // ---- the queue as a whole

    private String join(ModelQueue shelf) {
        String key = cast.newName("joiner-");
        WorkQueue queue = cast.existing(shelf);
        boolean finished = queue == null || queue.isFinished();
        assertThat(finished).isEqualTo(shelf.unfinished() == 0);
        if (!finished) {
            cast.model.join(shelf, key);
            cast.waits.put(
                    key,
                    queue.awaitFinished(
                            new QueueScene.User(key),
                            cast.served(key, nothing -> cast.scene.log.add(key + " joined"))));
        }
        return key + " joins " + shelf.name;
    }

    private String move(ModelQueue from, ModelQueue to) {
        WorkQueue queue = cast.existing(from);
        if (to.shutDown || queue == null) {
            return "no move from " + from.name + " to " + to.name;
        }
        int count = cast.random.nextBoolean() ? Integer.MAX_VALUE : 1 + cast.random.nextInt(2);
        WorkQueue target = cast.named(to);
        if (target.stats().getters() > 0) {
            cast.scene.await(queue, count); // else they are served later, and those moved last may come first
        }
        int moved = cast.model.move(from, to, count);
        assertThat(QueueScene.move(queue, target, count)).isEqualTo(moved);
        target.forgetIfIdle();
        return "move " + moved + " of " + count + " from " + from.name + " to " + to.name;
    }

    private String create(ModelQueue shelf) {
        QueueConfig config = shelf.hasSettings()
                ? shelf.config
                : new QueueConfig(
                        cast.any(List.of(Kind.values())),
                        cast.random.nextInt(4),
                        cast.random.nextInt(3) * 10,
                        cast.random.nextInt(3));
        if (config.kind() == Kind.FAIR && !shelf.configured) {
            return alter(shelf, config);
        }
        cast.model.create(shelf, config);
        cast.scene.queues.create(shelf.name, config);
        return "create " + shelf.name + " with " + config;
    }

    private String alter(ModelQueue shelf, QueueConfig config) {
        QueueConfig limited = config.with(QueueSetting.GROUPLIMIT, cast.random.nextInt(3));
        if (shelf.hasSettings()) {
            cast.model.create(shelf, limited);
            shelf.applyLimit();
            cast.model.shelves.settle();
            cast.scene.queues.alter(shelf.name, limited);
        } else {
            cast.model.create(shelf, limited);
            cast.scene.queues.create(shelf.name, limited);
        }
        return "create or alter " + shelf.name + " with " + limited;
    }

    private String purge(ModelQueue shelf) {
        WorkQueue queue = cast.existing(shelf);
        int dropped = cast.model.purge(shelf);
        assertThat(queue == null ? 0 : QueueScene.purge(queue)).isEqualTo(dropped);
        return "purge " + shelf.name;
    }

    private String shutDown(ModelQueue shelf, boolean immediate) {
        WorkQueue queue = cast.named(shelf);
        cast.model.shutDown(shelf, immediate);
        queue.control().shutDown(immediate, QueueScene.ENDED);
        return "shut down " + shelf.name + (immediate ? " immediately" : "");
    }

    private String delete(ModelQueue shelf) {
        WorkQueue queue = cast.existing(shelf);
        cast.model.delete(shelf);
        if (queue != null) {
            queue.control().delete(QueueScene.ENDED);
        }
        return "delete " + shelf.name;
    }

    /** Everybody leaves, and everything is dropped; what is kept is forgotten with time, or with its queue. */
    void everythingEnds() {
        List.copyOf(cast.waits.keySet()).forEach(this::withdraw);
        cast.holders().forEach(holder -> lose(holder, true));
        cast.shelves().forEach(this::purge);
        cast.shelves().stream().filter(shelf -> shelf.isListed()).forEach(this::delete);
        time(LONGEST_TTL);
    }
}
