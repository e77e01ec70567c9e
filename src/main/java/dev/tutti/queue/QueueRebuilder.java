package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Rebuilds the queues of one owner from their records, before any client uses them: first the queues, then the items
 * with growing ids, then the results. Items that were in flight become ready again, before all others, or have failed,
 * except those on a detached lease that goes on.
 */
public final class QueueRebuilder {

    private static final Comparator<Item> BY_ORDER = Comparator.comparingLong(Item::order);

    /**
     * An item whose place is behind others which have not been read yet.
     *
     * @param item null if memory is too short for the object: it is read once more
     */
    private record Later(long order, long id, Item item) {}

    /** The items of one queue whose places differ from the order of their ids. */
    private static final class Displaced {
        private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::order));
        private final List<Item> atFront = new ArrayList<>();
        private final List<Item> inFlight = new ArrayList<>();
        /** The items in flight that have no further attempt. */
        private final List<Item> lost = new ArrayList<>();
    }

    private record Delayed(WorkQueue queue, Item item, long dueIn, boolean atFront) {
        void hold() {
            queue.core().pendingItems.delay(item, dueIn, atFront);
        }
    }

    /** An item on a detached lease that goes on. */
    private record Held(WorkQueue queue, Item item, RecordedItem.HeldLease lease) {}

    /**
     * The order in which the items were delayed, which counts among those due at the same time. Orders grow away from
     * 0.
     */
    private static final Comparator<Delayed> LATER_LAST =
            Comparator.comparingLong(delayed -> Math.abs(delayed.item.order()));

    private final Queues queues;
    private final OwnerContext context;
    private final Map<String, QueueConfig> configured;
    private final Map<WorkQueue, Displaced> displaced = new HashMap<>();
    private final List<Delayed> delayed = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Holder earlierHolder = Holder.ofEarlierStart();

    QueueRebuilder(Queues queues, OwnerContext context, Map<String, QueueConfig> configured) {
        this.queues = queues;
        this.context = context;
        this.configured = configured;
    }

    /** Adds a queue that was created or shut down. The settings of the configuration win over the recorded ones. */
    public void queue(String name, QueueConfig settings, boolean kept, boolean shutDown, boolean closed) {
        queues.make(name, configured.getOrDefault(name, settings), configured.containsKey(name))
                .header()
                .restore(kept, shutDown, closed);
    }

    /** The queue of that name is paused still, for so many milliseconds, 0 for ever. */
    public void pause(String name, long millis) {
        queues.named(name).control().pauseAgain(millis);
    }

    public void item(RecordedItem recorded) {
        WorkQueue queue = queues.named(recorded.queue());
        Item item = recorded.item(queue);
        context.putAt(recorded.id(), recorded.put());
        queue.core().pendingItems.stored().takeMemory(item.bytes());
        queue.core().submissions.enter(item);
        queue.core().keyed.enter(item);
        place(item, recorded, queue);
    }

    private void place(Item item, RecordedItem recorded, WorkQueue queue) {
        Displaced others = displaced.computeIfAbsent(queue, first -> new Displaced());
        if (!recorded.inFlight()) {
            queue.core().pendingItems.expiring().begin(item);
        }
        if (recorded.isHeld()) {
            held.add(new Held(queue, item, recorded.lease()));
        } else if (recorded.inFlight()) {
            context.history().add(item, recorded.lease() == null ? Fate.RESTARTED : Fate.LEASE_ENDED);
            (queue.core().inFlight.isOutOfAttempts(item) ? others.lost : others.inFlight).add(item);
        } else if (recorded.dueIn() != null) {
            delayed.add(new Delayed(queue, item, recorded.dueIn(), recorded.atFront()));
        } else if (item.order() < 0) {
            others.atFront.add(item);
        } else if (item.order() > item.id()) {
            others.later.add(later(item, queue));
        } else {
            enterBefore(item.id(), others, queue);
            enter(item, queue);
        }
    }

    private Later later(Item item, WorkQueue queue) {
        if (context.memory().isTight() && PendingItems.canDrop(item)) {
            queue.core().pendingItems.stored().takeMemory(-item.bytes());
            return new Later(item.order(), item.id(), null);
        }
        return new Later(item.order(), item.id(), item);
    }

    private static void enter(Item item, WorkQueue queue) {
        queue.core().pendingItems.enterReady(item);
        queue.core().pendingItems.written(item);
    }

    /** Adds the displaced items whose place is before this order. */
    private void enterBefore(long order, Displaced displaced, WorkQueue queue) {
        while (!displaced.later.isEmpty() && displaced.later.peek().order() < order) {
            Later next = displaced.later.poll();
            enter(next.item() == null ? readAgain(next.id(), queue) : next.item(), queue);
        }
    }

    private Item readAgain(long id, WorkQueue queue) {
        Item item = queue.core().pendingItems.stored().readOutside(id);
        queue.core().pendingItems.stored().takeMemory(item.bytes());
        return item;
    }

    /** Adds a result that is kept. */
    public void result(RecordedResult recorded) {
        WorkQueue home = queues.named(recorded.queue());
        home.core().submissions.restore(recorded.submission(home), recorded.expiresIn());
    }

    /** The bytes that the queues of all owners take. */
    public long bytesInUse() {
        return context.memory().used();
    }

    /** The bytes of the heap that {@link #finish} will take besides those in use. */
    public long bytesToFinish() {
        return (long) delayed.size() * Footprint.DELAY + (long) held.size() * Footprint.LEASE_END;
    }

    /** The number of queues that there are. */
    public int queues() {
        return queues.all().size();
    }

    /** All records have been added: completes the queues, and makes the items ready that are due by now. */
    public void finish() {
        displaced.forEach(this::bringBack);
        // Only now, since a dead-letter queue has what it had before; by name, since several may share it.
        displaced.keySet().stream()
                .sorted(Comparator.comparing(WorkQueue::name))
                .forEach(queue -> fail(queue, displaced.get(queue)));
        delayed.sort(LATER_LAST);
        delayed.forEach(Delayed::hold);
        delayed.clear();
        // Of a delay and a lease that end in the same millisecond the delay is the first.
        held.sort(Comparator.comparingLong(one -> Math.abs(one.item.order())));
        held.forEach(one -> one.queue.core().inFlight.restore(one.item, earlierHolder, one.lease));
        queues.all().stream()
                .filter(queue -> queue.header().isDeadLetterQueue())
                .forEach(queue ->
                        queue.core().settleDeadLetters(context.limitsOf(queue).deadSize()));
        while (context.timers().next() <= context.timers().now()) {
            context.timers().run();
        }
        context.longChanges().finish();
        queues.all().forEach(WorkQueue::serve);
    }

    private void bringBack(WorkQueue queue, Displaced others) {
        enterBefore(Long.MAX_VALUE, others, queue);
        boolean lastFirst = queue.config().kind() == Kind.LIFO;
        others.atFront.sort(BY_ORDER.reversed());
        others.inFlight.sort(lastFirst ? BY_ORDER : BY_ORDER.reversed());
        // The last item to come back is the first to be delivered.
        others.atFront.forEach(item -> queue.core().pendingItems.comeBack(item, 0));
        // Their new orders keep them in these places; a closed queue drops them.
        others.inFlight.forEach(item -> queue.core().inFlight.comeBack(item, 0));
    }

    private static void fail(WorkQueue queue, Displaced others) {
        others.lost.sort(queue.config().kind() == Kind.LIFO ? BY_ORDER.reversed() : BY_ORDER);
        others.lost.forEach(queue.core().inFlight::failLost);
    }
}
