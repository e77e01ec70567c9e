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

    /** That thing is due when so many milliseconds are over, or never if they are 0. */
    void schedule(ModelItem thing, long millis) {
        thing.order = orders++;
        thing.due = millis == 0 ? ModelItem.NEVER : now + millis;
    }

    /** As a new one. */
    void enter(ModelQueue shelf, ModelItem thing) {
        thing.rank = orders++;
        shelf.enter(thing);
    }

    /** As one that was got before: to the front. */
    void comeBack(ModelItem thing) {
        long order = orders++;
        thing.rank = thing.shelf.config.kind() == Kind.LIFO ? order : -order;
        thing.shelf.comeBack(thing);
    }

    void holdBack(ModelItem thing, long millis) {
        thing.state = State.DELAYED;
        thing.shelf.delayed.add(thing);
        schedule(thing, millis);
    }

    void settle() {
        byName.values().forEach(this::settle);
    }

    void settle(ModelQueue shelf) {
        boolean moved = true;
        while (moved) {
            moved = serve(shelf) || admit(shelf);
        }
        if (shelf.isOver()) {
            shelf.getters.forEach(getter -> events.add(getter.key() + " shut down"));
            shelf.getters.clear();
        }
        if (shelf.unfinished() == 0) {
            shelf.joiners.forEach(joiner -> events.add(joiner + " joined"));
            shelf.joiners.clear();
        }
    }

    private boolean serve(ModelQueue shelf) {
        if (shelf.getters.isEmpty() || !shelf.hasNext()) {
            return false;
        }
        Getter getter = shelf.getters.remove(0);
        List<String> got = new ArrayList<>();
        while (got.size() < getter.count() && shelf.hasNext()) {
            ModelItem thing = shelf.takeFirst();
            thing.state = State.HELD;
            thing.holder = getter.holder();
            thing.former.remove(getter.holder());
            thing.attempts++;
            thing.taken = orders++;
            thing.lease = getter.lease();
            thing.detached = getter.detached();
            schedule(thing, thing.lease);
            shelf.flying.add(thing);
            shelf.lineUp();
            got.add(thing.toString());
        }
        events.add(getter.key() + " got " + got);
        return true;
    }

    private boolean admit(ModelQueue shelf) {
        if (shelf.putters.isEmpty() || !shelf.hasRoom()) {
            return false;
        }
        ModelItem thing = shelf.putters.remove(0);
        if (thing.options.delay() > 0) {
            holdBack(thing, thing.options.delay());
        } else {
            enter(shelf, thing);
        }
        events.add("put " + thing.body);
        return true;
    }

    // ---- how it all stands

    /** What is in a queue, wherever in it. */
    static List<ModelItem> things(ModelQueue shelf) {
        return Stream.of(shelf.ready, shelf.delayed, shelf.flying)
                .flatMap(List::stream)
                .toList();
    }

    long bytes() {
        long bytes = 0;
        for (ModelQueue shelf : byName.values()) {
            bytes += shelf.exists() ? Footprint.queue(shelf.name) : 0;
            bytes += bytes(shelf.putters.stream()) + bytes(shelf);
        }
        return bytes;
    }

    /** What the items and results of a queue take. */
    long bytes(ModelQueue shelf) {
        long bytes = bytes(things(shelf).stream());
        bytes += shelf.prioritiesOfReady() * ReadyFootprint.PRIORITY + shelf.bytesOfGroups();
        bytes += (long) shelf.delayed.size() * Footprint.DELAY;
        bytes += shelf.flying.stream()
                .mapToLong(thing -> Footprint.LEASE + (thing.lease > 0 ? Footprint.LEASE_END : 0))
                .sum();
        bytes += shelf.kept.stream().mapToLong(thing -> thing.resultBytes).sum();
        return bytes;
    }

    private static long bytes(Stream<ModelItem> things) {
        return things.mapToLong(thing -> thing.bytes + thing.trace.bytes()).sum();
    }

    /** When something happens next that is only a matter of time. */
    long next() {
        long next = ModelItem.NEVER;
        for (ModelQueue shelf : byName.values()) {
            for (ModelItem thing : things(shelf)) {
                next = Math.min(next, thing.due);
            }
            for (ModelItem thing : shelf.kept) {
                next = Math.min(next, thing.forgotten);
            }
        }
        return next;
    }

    /** The names of the queues that are more than results that are kept. */
    List<String> listed() {
        return byName.values().stream()
                .filter(ModelQueue::isListed)
                .map(shelf -> shelf.name)
                .toList();
    }
}
