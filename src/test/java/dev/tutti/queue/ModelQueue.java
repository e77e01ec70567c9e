package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.ready.ReadyFootprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    /** The groups of a fair queue that have ready items: those below the limit, and those that have reached it. */
    final List<String> rotation = new ArrayList<>();

    final List<String> resting = new ArrayList<>();
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
    void enter(ModelItem modelItem) {
        int place = ready.size();
        if (config.kind() == Kind.LIFO) {
            place = 0;
        } else if (config.kind() == Kind.PRIORITY) {
            place = (int) ready.stream()
                    .filter(other -> other.priority() <= modelItem.priority())
                    .count();
        }
        place(modelItem, place);
    }

    /** As one that was got before. */
    void comeBack(ModelItem modelItem) {
        int place = 0;
        if (config.kind() == Kind.PRIORITY) {
            place = (int) ready.stream()
                    .filter(other -> other.priority() < modelItem.priority())
                    .count();
        }
        place(modelItem, place);
    }

    private void place(ModelItem modelItem, int place) {
        delayed.remove(modelItem);
        modelItem.state = ModelItem.State.READY;
        modelItem.due = ModelItem.NEVER;
        ready.add(place, modelItem);
        lineUp();
    }

    // ---- groups

    /** To be called after each change of an item. */
    void lineUp() {
        if (config.kind() == Kind.FAIR) {
            Set<String> groups = new LinkedHashSet<>();
            ready.forEach(modelItem -> groups.add(modelItem.group()));
            rotation.removeIf(group -> !groups.contains(group) || isAtLimit(group));
            resting.removeIf(group -> !groups.contains(group) || !isAtLimit(group));
            groups.removeAll(rotation);
            groups.removeAll(resting);
            groups.forEach(group -> (isAtLimit(group) ? resting : rotation).add(group));
        }
    }

    private boolean isAtLimit(String group) {
        return config.groupLimit() > 0
                && flying.stream()
                                .filter(modelItem -> modelItem.group().equals(group))
                                .count()
                        >= config.groupLimit();
    }

    boolean hasNext() {
        return config.kind() == Kind.FAIR ? !rotation.isEmpty() : !ready.isEmpty();
    }

    /** The ready items in the order in which they are taken out. */
    List<ModelItem> line() {
        List<ModelItem> line = new ArrayList<>(ready);
        if (config.kind() == Kind.FAIR) {
            line.clear();
            addInTurns(line, rotation);
            addInTurns(line, resting);
        }
        return line;
    }

    private void addInTurns(List<ModelItem> line, List<String> groups) {
        for (int turn = 0; turn < ready.size(); turn++) {
            for (String group : groups) {
                ready.stream()
                        .filter(modelItem -> modelItem.group().equals(group))
                        .skip(turn)
                        .findFirst()
                        .ifPresent(line::add);
            }
        }
    }

    /** Takes the first one out. Its group goes behind the others. */
    ModelItem takeFirst() {
        ModelItem modelItem = line().get(0);
        ready.remove(modelItem);
        if (!rotation.remove(modelItem.group())) {
            resting.remove(modelItem.group());
        }
        lineUp();
        return modelItem;
    }

    void land(ModelItem modelItem) {
        flying.remove(modelItem);
        lineUp();
    }

    void drop(ModelItem modelItem) {
        ready.remove(modelItem);
        delayed.remove(modelItem);
        lineUp();
    }

    /** The limit of groups has changed. */
    void applyLimit() {
        List<String> rested = List.copyOf(resting);
        for (String group : List.copyOf(rotation)) {
            if (isAtLimit(group)) {
                rotation.remove(group);
                resting.add(group);
            }
        }
        for (String group : rested) {
            resting.remove(group);
            (isAtLimit(group) ? resting : rotation).add(group);
        }
    }

    /** A server has read the items one after another: those in their places, and then those that came back. */
    void lineUpAgain() {
        List<ModelItem> all = List.copyOf(ready);
        ready.clear();
        all.stream()
                .sorted(Comparator.comparing((ModelItem modelItem) -> modelItem.rank < 0)
                        .thenComparing(modelItem -> Math.abs(modelItem.rank)))
                .forEach(modelItem -> {
                    ready.add(modelItem);
                    lineUp();
                });
        ready.clear();
        ready.addAll(all);
    }

    /** The memory for the groups that are ready or in flight. */
    long bytesOfGroups() {
        return config.kind() == Kind.FAIR
                ? Stream.concat(ready.stream(), flying.stream())
                        .map(ModelItem::group)
                        .distinct()
                        .mapToLong(group -> ReadyFootprint.GROUP + group.length())
                        .sum()
                : 0;
    }

    /** Whether it has no attempt left when it is lost; without a limit there always is another one. */
    boolean isLast(ModelItem modelItem) {
        return config.attempts() > 0 && modelItem.attempts >= config.attempts();
    }

    int unfinished() {
        return ready.size() + delayed.size() + inFlight();
    }

    int inFlight() {
        return (int) flying.stream()
                .filter(modelItem -> modelItem.state == ModelItem.State.HELD)
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
        for (List<?> list : List.of(ready, rotation, resting, delayed, flying, kept, putters, getters, joiners)) {
            list.clear();
        }
        used = false;
        created = false;
        config = settings;
        shutDown = false;
        closed = false;
    }
}
