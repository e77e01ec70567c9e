package dev.tutti.queue;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.queue.ModelItem.Interest;
import dev.tutti.queue.ModelItem.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of queues in the model when their server has been killed and started again: what somebody had got is at
 * the front, nobody waits, and what was awaited by those who broke off with the server is gone.
 */
final class Survivors {

    private static final String ENDED = "the server ended meanwhile, and it is out of attempts";

    /** Nobody who is there still. */
    private static final String EARLIER = "earlier";

    private final QueueModel after;
    /** Those in flight that come back, of one queue after the other. */
    private final List<List<ModelItem>> held = new ArrayList<>();
    /** Those whose last attempt that was. */
    private final List<List<ModelItem>> lost = new ArrayList<>();

    /** Those on detached leases that go on. */
    private final List<ModelItem> stillLeased = new ArrayList<>();

    private Survivors(QueueModel after) {
        this.after = after;
    }

    /** A model of its own, in the time of the start. */
    static QueueModel of(QueueModel killed, long now, Predicate<String> stops) {
        QueueModel after = new QueueModel(now, stops);
        after.shelves.orders = killed.shelves.orders;
        Survivors survivors = new Survivors(after);
        killed.shelves.byName.values().forEach(survivors::take);
        survivors.held.forEach(things -> after.takeBack(things, ENDED));
        survivors.lost.forEach(things -> after.takeBack(things, ENDED));
        survivors.stillLeased.sort(Comparator.comparingLong(thing -> Math.abs(thing.rank)));
        survivors.stillLeased.forEach(thing -> {
            thing.shelf.flying.add(thing);
            thing.shelf.lineUp();
        });
        after.turn(now);
        return after;
    }

    private void take(ModelQueue killed) {
        ModelQueue shelf = new ModelQueue(killed.name, killed.settings, killed.configured);
        after.add(shelf);
        shelf.config = killed.config;
        shelf.created = killed.created;
        shelf.shutDown = killed.shutDown;
        shelf.closed = killed.closed;
        shelf.ready.addAll(survivors(killed.ready, shelf));
        shelf.lineUpAgain();
        shelf.delayed.addAll(survivors(killed.delayed, shelf));
        killed.kept.forEach(thing -> shelf.kept.add(copy(thing, shelf)));
        killed.flying.stream()
                .filter(Survivors::isStopped)
                .forEach(thing -> shelf.kept.add(stopped(copy(thing, shelf))));
        List<ModelItem> flying = survivors(killed.flying, shelf);
        List<ModelItem> leased = flying.stream()
                .filter(thing -> thing.detached && thing.due > after.shelves.now)
                .sorted(Comparator.comparingLong(thing -> Math.abs(thing.rank)))
                .toList();
        leased.forEach(thing -> thing.order = after.shelves.orders++);
        stillLeased.addAll(leased);
        flying.removeAll(leased);
        flying.sort(frontFirst(shelf));
        held.add(flying.stream().filter(thing -> !shelf.isLast(thing)).toList());
        lost.add(flying.stream().filter(shelf::isLast).toList());
        shelf.used = shelf.created
                || shelf.shutDown
                || Stream.of(shelf.ready, shelf.delayed, flying, leased, shelf.kept)
                        .anyMatch(things -> !things.isEmpty());
    }

    private static Comparator<ModelItem> frontFirst(ModelQueue shelf) {
        Comparator<ModelItem> smallestFirst = Comparator.comparingLong(thing -> thing.rank);
        return shelf.config.kind() == Kind.LIFO ? smallestFirst.reversed() : smallestFirst;
    }

    private static List<ModelItem> survivors(List<ModelItem> things, ModelQueue to) {
        return things.stream()
                .filter(Survivors::isRecorded)
                .map(thing -> copy(thing, to))
                .collect(Collectors.toList());
    }

    /** It was put or submitted, or has become a dead letter, and is not cancelled. */
    private static boolean isRecorded(ModelItem thing) {
        boolean wanted = thing.interest == Interest.NOBODY || thing.isSubmitted() || thing.outcome != null;
        return wanted && thing.state != State.CANCELLED;
    }

    /** It was submitted, and its end was being awaited, for it is cancelled. */
    private static boolean isStopped(ModelItem thing) {
        return thing.isSubmitted() && thing.state == State.CANCELLED && thing.outcome == null;
    }

    private static ModelItem stopped(ModelItem thing) {
        thing.outcome = " cancelled";
        thing.resultBytes = Footprint.SUBMISSION;
        thing.forgotten = thing.cancelled + thing.ttl;
        return thing;
    }

    private static ModelItem copy(ModelItem thing, ModelQueue to) {
        ModelItem copy = new ModelItem(thing.body, thing.bytes, thing.options, thing.interest, thing.ttl);
        copy.shelf = to;
        copy.state = thing.state;
        copy.attempts = thing.attempts;
        copy.rank = thing.rank;
        copy.holder = EARLIER;
        copy.detached = thing.detached;
        copy.lease = thing.detached ? thing.lease : 0;
        copy.taken = thing.taken;
        if (thing.state == State.DELAYED || thing.detached) {
            copy.due = thing.due;
            copy.order = thing.order;
        }
        copy.comesBack = thing.comesBack;
        copy.outcome = thing.outcome;
        copy.cancelled = thing.cancelled;
        copy.trace = thing.trace;
        copy.resultBytes = thing.resultBytes;
        copy.forgotten = thing.forgotten;
        return copy;
    }
}
