package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What {@link Queues} promises, in lists that are searched from end to end: slow, and plain to see. */
final class QueueModel {

    static final class Thing {
        final String body;
        final int bytes;
        final String awaiter;
        final boolean failureWanted;
        Shelf shelf;
        String holder;
        long id;
        int attempts;
        boolean cancelled;
        /** Whoever awaited it knows how it ended. */
        boolean told;

        Thing(String body, int bytes, String awaiter, boolean failureWanted) {
            this.body = body;
            this.bytes = bytes;
            this.awaiter = awaiter;
            this.failureWanted = failureWanted;
        }
    }

    record Getter(String key, String holder, int count) {}

    /** One queue. */
    static final class Shelf {
        final String name;
        final int maxSize;
        final int attempts;
        final boolean kept;
        final List<Thing> ready = new ArrayList<>();
        final List<Thing> putters = new ArrayList<>();
        final List<Getter> getters = new ArrayList<>();
        final List<String> joiners = new ArrayList<>();

        Shelf(String name, int maxSize, int attempts, boolean kept) {
            this.name = name;
            this.maxSize = maxSize;
            this.attempts = attempts;
            this.kept = kept;
        }

        boolean hasRoom() {
            return maxSize == 0 || ready.size() < maxSize;
        }
    }

    final Map<String, Shelf> shelves = new TreeMap<>();
    /** What all holders have, in the order in which they got it. */
    final List<Thing> held = new ArrayList<>();

    final List<String> events = new ArrayList<>();
    private long ids;

    void put(Shelf shelf, Thing thing) {
        shelf.putters.add(thing);
        thing.shelf = shelf;
        settle();
    }

    void get(Shelf shelf, Getter getter) {
        shelf.getters.add(getter);
        settle();
    }

    void join(Shelf shelf, String joiner) {
        shelf.joiners.add(joiner);
        settle();
    }

    void withdraw(String key) {
        for (Shelf shelf : shelves.values()) {
            shelf.putters.removeIf(thing -> thing.body.equals(key));
            shelf.getters.removeIf(getter -> getter.key.equals(key));
            shelf.joiners.remove(key);
        }
    }

    void done(Thing thing, String result) {
        held.remove(thing);
        tell(thing, " done " + result);
        settle();
    }

    void fail(Thing thing, String message) {
        held.remove(thing);
        if (thing.shelf.attempts > 0 && thing.attempts < thing.shelf.attempts) {
            thing.shelf.ready.add(0, thing);
        } else {
            failForGood(thing, message);
        }
        settle();
    }

    private void failForGood(Thing thing, String message) {
        boolean dead = thing.awaiter == null || !thing.failureWanted || thing.told;
        tell(thing, " failed " + message);
        if (dead) {
            thing.shelf = shelves.get(Queues.deadLetterName(thing.shelf.name));
            thing.attempts = 0;
            thing.shelf.ready.add(thing);
        }
    }

    /** Nobody is told twice. */
    private void tell(Thing thing, String what) {
        if (thing.awaiter != null && !thing.told) {
            events.add(thing.awaiter + what);
            thing.told = true;
        }
    }

    void release(Thing thing) {
        held.remove(thing);
        thing.attempts--;
        thing.shelf.ready.add(0, thing);
        settle();
    }

    void cancel(Thing thing) {
        if (!thing.shelf.ready.remove(thing)) {
            thing.cancelled = true;
            events.add(thing.holder + " cancelled " + thing.body);
        }
        tell(thing, " cancelled");
        settle();
    }

    void heard(Thing cancelled) {
        held.remove(cancelled);
    }

    void purge(Shelf shelf) {
        shelf.ready.forEach(thing -> tell(thing, " cancelled"));
        shelf.ready.clear();
        settle();
    }

    void close(String holder, String message) {
        List<Thing> lost = things(thing -> thing.holder.equals(holder));
        held.removeAll(lost);
        lost.removeIf(thing -> thing.cancelled);
        for (Thing thing : List.copyOf(lost)) {
            if (thing.shelf.attempts > 0 && thing.attempts >= thing.shelf.attempts) {
                lost.remove(thing);
                failForGood(thing, message);
            }
        }
        for (Shelf shelf : shelves.values()) {
            shelf.ready.addAll(
                    0, lost.stream().filter(thing -> thing.shelf == shelf).toList());
        }
        settle();
    }

    List<Thing> things(Predicate<Thing> which) {
        return new ArrayList<>(held.stream().filter(which).toList());
    }

    int unfinished(Shelf shelf) {
        return shelf.ready.size()
                + things(thing -> thing.shelf == shelf && !thing.cancelled).size();
    }

    /** Whoever can be served is. */
    private void settle() {
        for (Shelf shelf : shelves.values()) {
            boolean moved = true;
            while (moved) {
                moved = serve(shelf) || admit(shelf);
            }
            if (unfinished(shelf) == 0) {
                shelf.joiners.forEach(joiner -> events.add(joiner + " joined"));
                shelf.joiners.clear();
            }
        }
    }

    private boolean serve(Shelf shelf) {
        if (shelf.getters.isEmpty() || shelf.ready.isEmpty()) {
            return false;
        }
        Getter getter = shelf.getters.remove(0);
        List<String> got = new ArrayList<>();
        while (got.size() < getter.count && !shelf.ready.isEmpty()) {
            Thing thing = shelf.ready.remove(0);
            thing.holder = getter.holder;
            thing.attempts++;
            held.add(thing);
            got.add(thing.body + "#" + thing.id + "/" + thing.attempts);
        }
        events.add(getter.key + " got " + got);
        return true;
    }

    private boolean admit(Shelf shelf) {
        if (shelf.putters.isEmpty() || !shelf.hasRoom()) {
            return false;
        }
        Thing thing = shelf.putters.remove(0);
        thing.id = ++ids;
        shelf.ready.add(thing);
        events.add("put " + thing.body + "#" + thing.id);
        return true;
    }

    long bytes() {
        long bytes = held.stream().mapToLong(thing -> thing.bytes).sum();
        for (Shelf shelf : shelves.values()) {
            bytes += shelf.ready.stream().mapToLong(thing -> thing.bytes).sum();
            bytes += shelf.putters.stream().mapToLong(thing -> thing.bytes).sum();
        }
        return bytes;
    }

    /** The names of the queues that there is something of to remember. */
    List<String> remembered() {
        return shelves.values().stream()
                .filter(shelf -> shelf.kept
                        || !shelf.ready.isEmpty()
                        || !shelf.putters.isEmpty()
                        || !shelf.getters.isEmpty()
                        || !shelf.joiners.isEmpty()
                        || !things(thing -> thing.shelf == shelf).isEmpty())
                .map(shelf -> shelf.name)
                .toList();
    }
}
