package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayList;
import java.util.List;

/** One queue of the {@link QueueModel}, whether there is such a queue now or not. */
final class ModelQueue {

    record Getter(String key, String holder, int count, long lease, boolean detached) {}

    final String name;
    final QueueConfig settings;
    /** Those, or with which it was created. */
    QueueConfig config;
    /** The configuration names it, so that it stays once it is there. */
    final boolean configured;

    final List<ModelItem> ready = new ArrayList<>();
    final List<ModelItem> delayed = new ArrayList<>();
    final List<ModelItem> flying = new ArrayList<>();
    /** Those that have ended, and whose results are kept. */
    final List<ModelItem> kept = new ArrayList<>();

    final List<ModelItem> putters = new ArrayList<>();
    final List<Getter> getters = new ArrayList<>();
    final List<String> joiners = new ArrayList<>();
    boolean used;
    /** Somebody has created it, so that it stays. */
    boolean created;

    boolean shutDown;
    boolean closed;

    /** @param config the settings at first use */
    ModelQueue(String name, QueueConfig config, boolean configured) {
        this.name = name;
        this.settings = config;
        this.config = config;
        this.configured = configured;
    }

    boolean hasRoom() {
        return config.maxSize() == 0 || ready.size() + delayed.size() < config.maxSize();
    }

    /** As a new one. */
    void enter(ModelItem thing) {
        int place = ready.size();
        if (config.kind() == Kind.LIFO) {
            place = 0;
        } else if (config.kind() == Kind.PRIORITY) {
            place = (int) ready.stream()
                    .filter(other -> other.priority() <= thing.priority())
                    .count();
        }
        place(thing, place);
    }

    /** As one that was got before. */
    void comeBack(ModelItem thing) {
        int place = 0;
        if (config.kind() == Kind.PRIORITY) {
            place = (int) ready.stream()
                    .filter(other -> other.priority() < thing.priority())
                    .count();
        }
        place(thing, place);
    }

    private void place(ModelItem thing, int place) {
        delayed.remove(thing);
        thing.state = ModelItem.State.READY;
        thing.due = ModelItem.NEVER;
        ready.add(place, thing);
    }

    /** Whether it has no attempt left when it is lost; without a limit there always is another one. */
    boolean isLast(ModelItem thing) {
        return config.attempts() > 0 && thing.attempts >= config.attempts();
    }

    int unfinished() {
        return ready.size() + delayed.size() + inFlight();
    }

    int inFlight() {
        return (int) flying.stream()
                .filter(thing -> thing.state == ModelItem.State.HELD)
                .count();
    }

    boolean isOver() {
        return shutDown && ready.isEmpty() && delayed.isEmpty() && (inFlight() == 0 || closed);
    }

    /** Whether it has settings that must not change. */
    boolean hasSettings() {
        return configured || isListed();
    }

    /** Whether there is more to it than results that are kept. */
    boolean isListed() {
        return used && configured || created || shutDown || !isVoid();
    }

    /** Whether there is such a queue. */
    boolean exists() {
        return isListed() || !kept.isEmpty();
    }

    /** How many priorities a priority queue has to tell apart. */
    long prioritiesOfReady() {
        return config.kind() == Kind.PRIORITY
                ? ready.stream().mapToLong(ModelItem::priority).distinct().count()
                : 0;
    }

    private boolean isVoid() {
        return ready.isEmpty()
                && delayed.isEmpty()
                && flying.isEmpty()
                && putters.isEmpty()
                && getters.isEmpty()
                && joiners.isEmpty();
    }

    void clear() {
        for (List<?> list : List.of(ready, delayed, flying, kept, putters, getters, joiners)) {
            list.clear();
        }
        used = false;
        created = false;
        config = settings;
        shutDown = false;
        closed = false;
    }
}
