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
        after.queues.orders = killed.queues.orders;
        Survivors survivors = new Survivors(after);
        killed.queues.byName.values().forEach(survivors::take);
        survivors.held.forEach(items -> after.takeBack(items, ENDED));
        survivors.lost.forEach(items -> after.takeBack(items, ENDED));
        survivors.stillLeased.sort(Comparator.comparingLong(modelItem -> Math.abs(modelItem.rank)));
        survivors.stillLeased.forEach(modelItem -> {
            modelItem.queue.flying.add(modelItem);
            modelItem.queue.lineUp();
        });
        after.turn(now);
        return after;
    }

    private void take(ModelQueue killed) {
        ModelQueue modelQueue = new ModelQueue(killed.name, killed.settings, killed.configured);
        after.add(modelQueue);
        modelQueue.config = killed.config;
        modelQueue.created = killed.created;
        modelQueue.shutDown = killed.shutDown;
        modelQueue.closed = killed.closed;
        modelQueue.ready.addAll(survivors(killed.ready, modelQueue));
        modelQueue.lineUpAgain();
        modelQueue.delayed.addAll(survivors(killed.delayed, modelQueue));
        killed.kept.forEach(modelItem -> modelQueue.kept.add(copy(modelItem, modelQueue)));
        killed.flying.stream()
                .filter(Survivors::isStopped)
                .forEach(modelItem -> modelQueue.kept.add(stopped(copy(modelItem, modelQueue))));
        List<ModelItem> flying = survivors(killed.flying, modelQueue);
        List<ModelItem> leased = flying.stream()
                .filter(modelItem -> modelItem.detached && modelItem.due > after.queues.now)
                .sorted(Comparator.comparingLong(modelItem -> Math.abs(modelItem.rank)))
                .toList();
        leased.forEach(modelItem -> modelItem.order = after.queues.orders++);
        stillLeased.addAll(leased);
        flying.removeAll(leased);
        flying.sort(frontFirst(modelQueue));
        held.add(flying.stream()
                .filter(modelItem -> !modelQueue.isLast(modelItem))
                .toList());
        lost.add(flying.stream().filter(modelQueue::isLast).toList());
        modelQueue.used = modelQueue.created
                || modelQueue.shutDown
                || Stream.of(modelQueue.ready, modelQueue.delayed, flying, leased, modelQueue.kept)
                        .anyMatch(items -> !items.isEmpty());
    }

    private static Comparator<ModelItem> frontFirst(ModelQueue modelQueue) {
        Comparator<ModelItem> smallestFirst = Comparator.comparingLong(modelItem -> modelItem.rank);
        return modelQueue.config.kind() == Kind.LIFO ? smallestFirst.reversed() : smallestFirst;
    }

    private static List<ModelItem> survivors(List<ModelItem> items, ModelQueue to) {
        return items.stream()
                .filter(Survivors::isRecorded)
                .map(modelItem -> copy(modelItem, to))
                .collect(Collectors.toList());
    }

    /** It was put or submitted, or has become a dead letter, and is not cancelled. */
    private static boolean isRecorded(ModelItem modelItem) {
        boolean wanted = modelItem.interest == Interest.NOBODY || modelItem.isSubmitted() || modelItem.outcome != null;
        return wanted && modelItem.state != State.CANCELLED;
    }

    /** It was submitted, and its end was being awaited, for it is cancelled. */
    private static boolean isStopped(ModelItem modelItem) {
        return modelItem.isSubmitted() && modelItem.state == State.CANCELLED && modelItem.outcome == null;
    }

    private static ModelItem stopped(ModelItem modelItem) {
        modelItem.outcome = " cancelled";
        modelItem.resultBytes = Footprint.SUBMISSION;
        modelItem.forgotten = modelItem.cancelled + modelItem.ttl;
        return modelItem;
    }

    private static ModelItem copy(ModelItem modelItem, ModelQueue to) {
        ModelItem copy =
                new ModelItem(modelItem.body, modelItem.bytes, modelItem.options, modelItem.interest, modelItem.ttl);
        copy.queue = to;
        copy.state = modelItem.state;
        copy.attempts = modelItem.attempts;
        copy.rank = modelItem.rank;
        copy.holder = EARLIER;
        copy.detached = modelItem.detached;
        copy.lease = modelItem.detached ? modelItem.lease : 0;
        copy.taken = modelItem.taken;
        if (modelItem.state == State.DELAYED || modelItem.detached) {
            copy.due = modelItem.due;
            copy.order = modelItem.order;
        }
        copy.comesBack = modelItem.comesBack;
        copy.outcome = modelItem.outcome;
        copy.cancelled = modelItem.cancelled;
        copy.trace = modelItem.trace;
        copy.resultBytes = modelItem.resultBytes;
        copy.forgotten = modelItem.forgotten;
        return copy;
    }
}
