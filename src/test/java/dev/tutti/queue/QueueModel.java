package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.queue.ModelItem.Interest;
import dev.tutti.queue.ModelItem.State;
import dev.tutti.queue.ModelQueue.Getter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@link Queues} promises, in lists that are searched from end to end: slow, and plain to see. */
final class QueueModel {

    static final String CLOSED = "the connection that held it closed, and it is out of attempts";
    static final String OVERDUE = "its lease ended, and it is out of attempts";

    final ModelQueues shelves = new ModelQueues();
    /** Those holders that stop what is cancelled in their hands. */
    private final Predicate<String> stops;

    QueueModel(long now, Predicate<String> stops) {
        shelves.now = now;
        this.stops = stops;
    }

    void add(ModelQueue shelf) {
        shelves.byName.put(shelf.name, shelf);
    }

    // ---- put, get, join, await

    void put(ModelQueue shelf, ModelItem thing) {
        shelf.putters.add(thing);
        thing.shelf = shelf;
        shelves.settle();
    }

    void get(ModelQueue shelf, Getter getter) {
        shelf.getters.add(getter);
        shelves.settle();
    }

    void join(ModelQueue shelf, String joiner) {
        shelf.joiners.add(joiner);
    }

    void withdraw(String key) {
        for (ModelQueue shelf : shelves.byName.values()) {
            shelf.putters.removeIf(thing -> thing.body.equals(key));
            shelf.getters.removeIf(getter -> getter.key().equals(key));
            shelf.joiners.remove(key);
            ModelQueues.things(shelf).forEach(thing -> thing.awaiting.remove(key));
        }
    }

    // ---- one in flight

    void done(ModelItem thing, String result) {
        thing.shelf.land(thing);
        thing.ends();
        tell(thing, " done " + result, result.length());
        shelves.settle();
    }

    void fail(ModelItem thing, String message, String by) {
        leave(thing, by);
        if (thing.shelf.config.attempts() > 0 && thing.attempts < thing.shelf.config.attempts()) {
            comeBack(thing.failed(message), 0);
        } else {
            failForGood(thing, message);
        }
        shelves.settle();
    }

    void release(ModelItem thing, String by, long delay) {
        leave(thing, by);
        thing.attempts--;
        comeBack(thing, delay);
        shelves.settle();
    }

    void touch(ModelItem thing) {
        shelves.schedule(thing, thing.lease);
    }

    private void leave(ModelItem thing, String by) {
        thing.shelf.land(thing);
        if (!thing.holder.equals(by) && !thing.detached) {
            thing.former.add(thing.holder);
        }
        thing.holder = null;
    }

    /** Back to the front, when so many milliseconds are over. */
    void comeBack(ModelItem thing, long delay) {
        if (thing.shelf.closed) {
            thing.ends();
            tell(thing, " cancelled", 0);
        } else if (delay > 0) {
            thing.comesBack = true;
            shelves.holdBack(thing, delay);
        } else {
            shelves.comeBack(thing);
        }
    }

    private void failForGood(ModelItem thing, String message) {
        boolean wanted = thing.failureIsWanted();
        if (wanted) {
            thing.ends();
        }
        tell(thing, " failed " + message, message.length());
        if (!wanted) {
            adopt(thing.buried(message), dead(thing.shelf));
        }
    }

    ModelQueue dead(ModelQueue shelf) {
        return shelves.byName.get(Names.deadLetter(shelf.name));
    }

    private void adopt(ModelItem thing, ModelQueue to) {
        thing.attempts = 0;
        thing.shelf = to;
        to.used = true;
        shelves.enter(to, thing);
    }

    /** Nobody is told twice. */
    private void tell(ModelItem thing, String outcome, int resultBytes) {
        if (thing.outcome != null || thing.interest == Interest.NOBODY) {
            return;
        }
        thing.outcome = outcome;
        if (thing.isSubmitted()) {
            thing.resultBytes = resultBytes + Footprint.SUBMISSION;
            thing.shelf.kept.add(thing);
            thing.forgotten = shelves.now + thing.ttl;
            thing.awaiting.forEach(awaiting -> shelves.events.add(awaiting + outcome));
            thing.awaiting.clear();
        } else {
            shelves.events.add("awaiter of " + thing.body + outcome);
        }
    }

    // ---- cancelled

    boolean cancel(ModelItem thing) {
        if (thing.state == State.HELD) {
            thing.state = State.CANCELLED;
            thing.cancelled = shelves.now;
            boolean stops = this.stops.test(thing.holder);
            if (!thing.detached) {
                shelves.events.add(thing.holder + (stops ? " stops " : " cancelled ") + thing.body);
            }
            if (!stops) {
                tell(thing, " cancelled", 0);
            }
        } else if (thing.state == State.READY || thing.state == State.DELAYED) {
            drop(thing);
        } else {
            return false;
        }
        shelves.settle();
        return true;
    }

    private void drop(ModelItem thing) {
        thing.shelf.drop(thing);
        thing.ends();
        tell(thing, " cancelled", 0);
    }

    /** The holder of a cancelled one has been told. */
    void heard(ModelItem cancelled) {
        forget(cancelled);
        shelves.settle();
    }

    private void forget(ModelItem cancelled) {
        cancelled.shelf.land(cancelled);
        cancelled.ends();
        tell(cancelled, " cancelled", 0);
    }

    // ---- the queue as a whole

    void create(ModelQueue shelf, QueueConfig config) {
        shelf.config = config;
        shelf.created = true;
        shelf.used = true;
    }

    int purge(ModelQueue shelf) {
        int dropped = shelf.ready.size() + shelf.delayed.size();
        dropAll(shelf);
        shelves.settle();
        return dropped;
    }

    private void dropAll(ModelQueue shelf) {
        List.copyOf(shelf.ready).forEach(this::drop);
        List.copyOf(shelf.delayed).forEach(this::drop);
    }

    int move(ModelQueue from, ModelQueue to, int count) {
        int most = Math.min(count, from.ready.size());
        int moved = 0;
        while (moved < most && (to == from || to.hasRoom())) {
            adopt(from.takeFirst(), to);
            shelves.settle(to);
            moved++;
        }
        shelves.settle();
        return moved;
    }

    void shutDown(ModelQueue shelf, boolean immediate) {
        shelf.shutDown = true;
        shelf.used = true;
        shelf.putters.forEach(thing -> shelves.events.add(thing.body + " shut down"));
        shelf.putters.clear();
        if (immediate) {
            shelf.closed = true;
            dropAll(shelf);
        }
        shelves.settle();
    }

    void delete(ModelQueue shelf) {
        shelf.putters.forEach(thing -> shelves.events.add(thing.body + " shut down"));
        shelf.getters.forEach(getter -> shelves.events.add(getter.key() + " shut down"));
        shelf.joiners.forEach(joiner -> shelves.events.add(joiner + " shut down"));
        dropAll(shelf);
        for (ModelItem thing : List.copyOf(shelf.flying)) {
            if (thing.state == State.HELD && !thing.detached) {
                shelves.events.add(thing.holder + (stops.test(thing.holder) ? " stops " : " cancelled ") + thing.body);
            }
            forget(thing);
        }
        shelf.clear();
    }

    // ---- holders that lose what they have

    /** @param closed whether the holder is no more */
    void giveBack(String holder, boolean closed) {
        List<ModelItem> lost = new ArrayList<>();
        shelves.byName.values().forEach(shelf -> lost.addAll(shelf.flying));
        lost.removeIf(thing -> !thing.holder.equals(holder) || thing.detached);
        lost.sort(Comparator.comparingLong(thing -> thing.taken));
        if (closed) {
            takeBack(lost, CLOSED);
            shelves.byName
                    .values()
                    .forEach(shelf -> ModelQueues.things(shelf).forEach(thing -> thing.former.remove(holder)));
        }
        if (!closed) {
            release(lost);
        }
        shelves.settle();
    }

    /** The attempts of items that are given up in order do not count. */
    private void release(List<ModelItem> lost) {
        List<ModelItem> comingBack = new ArrayList<>();
        for (ModelItem thing : lost) {
            if (thing.state == State.CANCELLED) {
                forget(thing);
            } else {
                comingBack.add(0, thing);
            }
        }
        for (ModelItem thing : comingBack) {
            leave(thing, "nobody");
            thing.attempts--;
            comeBack(thing, 0);
        }
    }

    /** What is over ends in its order; the others go to the front, so that the first of them is the first again. */
    void takeBack(Collection<ModelItem> lost, String message) {
        List<ModelItem> comingBack = new ArrayList<>();
        for (ModelItem thing : lost) {
            if (thing.state == State.CANCELLED) {
                forget(thing);
            } else if (thing.shelf.isLast(thing)) {
                leave(thing, "nobody");
                failForGood(thing, message);
            } else {
                comingBack.add(0, thing);
            }
        }
        for (ModelItem thing : comingBack) {
            leave(thing, "nobody");
            comeBack(thing.lost(message), 0);
        }
    }

    // ---- time

    void turn(long time) {
        shelves.now = time;
        Map<List<?>, List<ModelItem>> groups = new LinkedHashMap<>();
        due().forEach(thing -> groups.computeIfAbsent(
                        List.of(System.identityHashCode(thing.shelf), thing.shelf.delayed.contains(thing)),
                        group -> new ArrayList<>())
                .add(thing));
        groups.values().forEach(this::over);
        shelves.byName.values().forEach(shelf -> shelf.kept.removeIf(thing -> thing.forgotten <= shelves.now));
    }

    /** The delayed items that are due, and those whose lease has ended, in that order. */
    private List<ModelItem> due() {
        return shelves.byName.values().stream()
                .flatMap(shelf -> Stream.concat(shelf.delayed.stream(), shelf.flying.stream()))
                .filter(thing -> thing.due <= shelves.now)
                .sorted(Comparator.<ModelItem>comparingLong(thing -> thing.due).thenComparingLong(thing -> thing.order))
                .toList();
    }

    /** All items of one queue whose delay is over, or whose lease has ended, change before anybody is served. */
    private void over(List<ModelItem> group) {
        ModelQueue shelf = group.get(0).shelf;
        if (shelf.delayed.contains(group.get(0))) {
            group.forEach(this::delayIsOver);
            shelves.settle(shelf);
        } else {
            takeBack(group, OVERDUE);
            shelves.settle();
        }
    }

    private void delayIsOver(ModelItem thing) {
        if (thing.comesBack) {
            thing.shelf.delayed.remove(thing);
            shelves.comeBack(thing);
        } else {
            shelves.enter(thing.shelf, thing);
        }
        thing.comesBack = false;
    }
}
