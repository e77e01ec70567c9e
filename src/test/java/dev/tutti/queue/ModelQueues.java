package dev.tutti.queue;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.queue.ModelItem.State;
import dev.tutti.queue.ModelQueue.Getter;
import dev.tutti.ready.ReadyFootprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The queues of the {@link QueueModel} and their time: whoever can be served there is. */
final class ModelQueues {

    final Map<String, ModelQueue> byName = new TreeMap<>();
    /** What happened to whom. */
    final List<String> events = new ArrayList<>();

    long now;
    long orders;

    /** That item is due when so many milliseconds are over, or never if they are 0. */
    void schedule(ModelItem modelItem, long millis) {
        modelItem.order = orders++;
        modelItem.due = millis == 0 ? ModelItem.NEVER : now + millis;
    }

    /** As a new one. */
    void enter(ModelQueue modelQueue, ModelItem modelItem) {
        modelItem.rank = orders++;
        modelQueue.enter(modelItem);
    }

    /** As one that was got before: to the front. */
    void comeBack(ModelItem modelItem) {
        long order = orders++;
        modelItem.rank = modelItem.queue.config.kind() == Kind.LIFO ? order : -order;
        modelItem.queue.comeBack(modelItem);
    }

    void holdBack(ModelItem modelItem, long millis) {
        modelItem.state = State.DELAYED;
        modelItem.queue.delayed.add(modelItem);
        schedule(modelItem, millis);
    }

    void settle() {
        byName.values().forEach(this::settle);
    }

    void settle(ModelQueue modelQueue) {
        boolean moved = true;
        while (moved) {
            moved = serve(modelQueue) || admit(modelQueue);
        }
        if (modelQueue.isOver()) {
            modelQueue.getters.forEach(getter -> events.add(getter.key() + " shut down"));
            modelQueue.getters.clear();
        }
        if (modelQueue.unfinished() == 0) {
            modelQueue.joiners.forEach(joiner -> events.add(joiner + " joined"));
            modelQueue.joiners.clear();
        }
    }

    private boolean serve(ModelQueue modelQueue) {
        if (modelQueue.getters.isEmpty() || !modelQueue.hasNext()) {
            return false;
        }
        Getter getter = modelQueue.getters.remove(0);
        List<String> got = new ArrayList<>();
        while (got.size() < getter.count() && modelQueue.hasNext()) {
            ModelItem modelItem = modelQueue.takeFirst();
            modelItem.state = State.HELD;
            modelItem.holder = getter.holder();
            modelItem.former.remove(getter.holder());
            modelItem.attempts++;
            modelItem.taken = orders++;
            modelItem.lease = getter.lease();
            modelItem.detached = getter.detached();
            schedule(modelItem, modelItem.lease);
            modelQueue.flying.add(modelItem);
            modelQueue.lineUp();
            got.add(modelItem.toString());
        }
        events.add(getter.key() + " got " + got);
        return true;
    }

    private boolean admit(ModelQueue modelQueue) {
        if (modelQueue.putters.isEmpty() || !modelQueue.hasRoom()) {
            return false;
        }
        ModelItem modelItem = modelQueue.putters.remove(0);
        if (modelItem.options.delay() > 0) {
            holdBack(modelItem, modelItem.options.delay());
        } else {
            enter(modelQueue, modelItem);
        }
        events.add("put " + modelItem.body);
        return true;
    }

    // ---- how it all stands

    /** What is in a queue, wherever in it. */
    static List<ModelItem> items(ModelQueue modelQueue) {
        return Stream.of(modelQueue.ready, modelQueue.delayed, modelQueue.flying)
                .flatMap(List::stream)
                .toList();
    }

    long bytes() {
        long bytes = 0;
        for (ModelQueue modelQueue : byName.values()) {
            bytes += modelQueue.exists() ? Footprint.queue(modelQueue.name) : 0;
            bytes += bytes(modelQueue.putters.stream()) + bytes(modelQueue);
        }
        return bytes;
    }

    /** What the items and results of a queue take. */
    long bytes(ModelQueue modelQueue) {
        long bytes = bytes(items(modelQueue).stream());
        bytes += modelQueue.prioritiesOfReady() * ReadyFootprint.PRIORITY + modelQueue.bytesOfGroups();
        bytes += (long) modelQueue.delayed.size() * Footprint.DELAY;
        bytes += modelQueue.flying.stream()
                .mapToLong(modelItem -> Footprint.LEASE + (modelItem.lease > 0 ? Footprint.LEASE_END : 0))
                .sum();
        bytes += modelQueue.kept.stream()
                .mapToLong(modelItem -> modelItem.resultBytes)
                .sum();
        return bytes;
    }

    private static long bytes(Stream<ModelItem> items) {
        return items.mapToLong(modelItem -> modelItem.bytes + modelItem.trace.bytes())
                .sum();
    }

    /** When something happens next that is only a matter of time. */
    long next() {
        long next = ModelItem.NEVER;
        for (ModelQueue modelQueue : byName.values()) {
            for (ModelItem modelItem : items(modelQueue)) {
                next = Math.min(next, modelItem.due);
            }
            for (ModelItem modelItem : modelQueue.kept) {
                next = Math.min(next, modelItem.forgotten);
            }
        }
        return next;
    }

    /** The names of the queues that are more than results that are kept. */
    List<String> listed() {
        return byName.values().stream()
                .filter(ModelQueue::isListed)
                .map(modelQueue -> modelQueue.name)
                .toList();
    }
}
