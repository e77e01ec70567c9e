package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Contention;
import java.util.function.Supplier;

/**
 * The parts of a queue, joined. A part tells the next one what it needs to know. {@link #change} is the way to change
 * them: it lets the {@link Dispatcher} serve those who wait.
 */
final class QueueCore {

    final QueueHeader header;
    final PendingItems pendingItems;
    final InFlightItems inFlight;
    final Submissions submissions;
    final KeyedItems keyed = new KeyedItems();
    final Dispatcher dispatcher;
    final QueueGate gate;
    final ReadyBodies bodies;
    private final Counters counters = new Counters();
    private final ItemQueue queue;
    private final QueueContext context;

    /**
     * @param queue which items have as theirs
     * @param kept whether the queue stays when it is empty
     */
    QueueCore(ItemQueue queue, String name, QueueConfig config, boolean kept, QueueContext context) {
        this.queue = queue;
        this.context = context;
        header = new QueueHeader(name, config, kept, context.timers(), this::settle);
        gate = new QueueGate(context.longChanges(), this::settle);
        submissions = new Submissions(context, counters, keyed, this::forgetIfIdle);
        pendingItems = new PendingItems(
                queue, header, context, submissions, counters, keyed, this::endDelays, this::readEnded);
        inFlight = new InFlightItems(queue, header, context, pendingItems, submissions, counters, this::endLeases);
        dispatcher = new Dispatcher(context, header, pendingItems, inFlight, gate, this::forgetIfIdle);
        bodies = new ReadyBodies(context, pendingItems, gate, dispatcher);
    }

    // ---- changes

    /** Makes a change, and then serves those who wait. */
    <T> T change(Supplier<T> operation) {
        T result = operation.get();
        settle();
        return result;
    }

    /** Makes a change, and then serves those who wait. */
    void change(Runnable operation) {
        operation.run();
        settle();
    }

    /** Serves those who wait. To be called where a change did not come through {@link #change}. */
    void settle() {
        dispatcher.settle();
    }

    private void endDelays() {
        gate.whenOpen(() -> gate.changeInSlices(pendingItems::endDelay, () -> {}));
    }

    private void endLeases() {
        gate.whenOpen(() -> gate.changeInSlices(inFlight.takeOverdue()::step, () -> {}));
    }

    private void readEnded(String failure) {
        bodies.ended(failure);
    }

    // ---- items, as ItemQueue says

    boolean cancel(Item item) {
        if (item.is(ItemState.IN_FLIGHT)) {
            change(() -> inFlight.cancel(item));
        } else if (item.is(ItemState.READY) || item.is(ItemState.DELAYED)) {
            change(() -> pendingItems.drop(item));
        } else {
            return false;
        }
        return true;
    }

    void retract(Item item) {
        submissions.leave(item);
        if (item.is(ItemState.IN_FLIGHT) || item.isCancelled()) {
            change(() -> inFlight.retract(item));
        } else {
            cancel(item);
        }
    }

    void written(Item item) {
        if (gate.ifShut() == null) { // else the bodies that were read for a command would be dropped under it
            pendingItems.written(item);
        }
    }

    void account(long bytes) {
        counters.take(bytes);
    }

    long bytes() {
        return counters.bytes();
    }

    // ---- the queue as a whole

    /** Records the state of the queue, if there is anything to return to. */
    void recordState() {
        if (header.isWorthARecord()) {
            context.store().changed(queue);
        } else {
            context.store().deleted(queue);
        }
    }

    /** The queue stays from now on, also when it is empty, and after a restart. */
    void keep() {
        header.keep();
        context.store().changed(queue);
    }

    /** Whether nothing is here but results that are kept. */
    boolean isUnused() {
        return !gate.isHeldUp()
                && !header.isWorthARecord()
                && pendingItems.isEmpty()
                && inFlight.isEmpty()
                && !dispatcher.isAwaited();
    }

    void forgetIfIdle() {
        if (isUnused() && submissions.isEmpty()) {
            context.forget(queue);
        }
    }

    QueueStats stats() {
        return QueueStats.of(header, pendingItems, inFlight, dispatcher, counters);
    }

    /** The workers that have items and the clients that wait here. */
    Contention contention(HolderSnapshots holders) {
        return new Contention("queue", header.name(), holders.all(), dispatcher.waiting());
    }
}
