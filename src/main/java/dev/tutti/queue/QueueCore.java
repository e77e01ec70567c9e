package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Contention;

/**
 * The parts of a queue, joined. A part tells the next one what it needs to know. Whoever changes them calls
 * {@link #change}, which lets the {@link Dispatcher} serve those who wait; where a lambda would cost too much, {@link
 * #settled}.
 */
final class QueueCore implements QueueListener {

    final QueueHeader header;
    final PendingItems pendingItems;
    final InFlightItems inFlight;
    final Submissions submissions;
    final KeyedItems keyed = new KeyedItems();
    final Dispatcher dispatcher;
    final QueueGate gate;
    private final Counters counters;
    private final ItemQueue queue;
    private final QueueContext context;
    /** Null until somebody asks. */
    private ReadyBodies bodies;

    /**
     * @param queue which items have as theirs
     * @param kept whether the queue stays when it is empty
     */
    QueueCore(ItemQueue queue, String name, QueueConfig config, boolean kept, QueueContext context) {
        this.queue = queue;
        this.context = context;
        counters = new Counters(context.totals());
        context.goOnCounting(name, counters);
        header = new QueueHeader(name, config, kept, context.timers(), this);
        gate = new QueueGate(context.longChanges(), this);
        submissions = new Submissions(context, counters, keyed, this);
        pendingItems = new PendingItems(queue, header, context, submissions, counters, keyed, this);
        inFlight = new InFlightItems(queue, header, context, pendingItems, submissions, counters, this);
        dispatcher = new Dispatcher(context, header, pendingItems, inFlight, keyed, gate, this);
    }

    // ---- changes

    /** Makes a change, and then serves those who wait. */
    void change(Runnable operation) {
        operation.run();
        dispatcher.settle();
    }

    /** Serves those who wait, after a change that had this result. */
    <T> T settled(T result) {
        dispatcher.settle();
        return result;
    }

    /** Serves those who wait for dead items. Then drops the oldest ones beyond this number; 0 is no limit. */
    void settleDeadLetters(int mostItems) {
        dispatcher.settle();
        if (mostItems > 0 && !gate.isChanging() && pendingItems.ready() > mostItems) {
            gate.changeInSlices(() -> dropBeyond(mostItems), () -> {});
        }
    }

    private boolean dropBeyond(int mostItems) {
        if (pendingItems.ready() > mostItems) {
            pendingItems.dropNext();
        }
        return pendingItems.ready() > mostItems;
    }

    // ---- what the parts tell

    @Override
    public void opened() {
        dispatcher.settle();
    }

    @Override
    public void becameIdle() {
        counters.unfinished(pendingItems.total() + inFlight.size());
        forgetIfIdle();
    }

    @Override
    public void delaysEnded() {
        gate.whenOpen(() -> gate.changeInSlices(pendingItems::endDelay, () -> {}));
    }

    @Override
    public void itemsExpired() {
        gate.whenOpen(() -> gate.changeInSlices(pendingItems::endExpired, () -> {}));
    }

    @Override
    public void leasesEnded() {
        gate.whenOpen(() -> gate.changeInSlices(inFlight.takeOverdue()::step, () -> {}));
    }

    @Override
    public void readEnded(String cause) {
        bodies().ended(cause);
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
        counters.countCancelled();
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

    Counters counters() {
        return counters;
    }

    ReadyBodies bodies() {
        if (bodies == null) {
            bodies = new ReadyBodies(context, pendingItems, gate, dispatcher);
        }
        return bodies;
    }

    ItemMoves moves() {
        return new ItemMoves(queue, this, context);
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
        return QueueStats.of(
                header, pendingItems, inFlight, dispatcher, submissions, counters, counters.waited(context));
    }

    /** The workers that have items and the clients that wait here. */
    Contention contention(HolderSnapshots holders) {
        return new Contention("queue", header.name(), holders.all(), dispatcher.waiting());
    }
}
