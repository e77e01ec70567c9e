package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts and the state of a queue, and its laws. Between any two calls nobody waits to get while an item can be
 * delivered, and nobody waits to put while there is room. So a client that finds an item, or room, overtakes nobody.
 * A ready item cannot be delivered while the queue is paused, or its rate or its concurrency is used up. The laws rest
 * during a long change, and between {@link WorkQueue#awaitItem} and {@link WorkQueue#serve}.
 */
abstract class QueueCore extends GatedQueue {

    /** A relocation that waits for the bodies of so many items. */
    private record Reader(int count, Consumer<String> action) {}

    private final String name;
    private QueueConfig config;
    private final Lifecycle lifecycle;
    private final Counters counters = new Counters();
    /** The number of deliveries and the like that may be made in one go. */
    private static final int AT_ONCE = 256;

    private final KeyedItems keyed = new KeyedItems();
    final Submissions submissions;
    final PendingItems pendingItems;
    final InFlightItems inFlight;
    private Waiters waiters = Waiters.NOBODY;
    /** Null until something limits the deliveries. */
    private DeliveryLimits limits;

    /** Null until a relocation waits for bodies. */
    private List<Reader> readers;

    QueueCore(String name, QueueConfig config, boolean kept, QueueContext context) {
        super(context);
        this.name = name;
        this.config = config;
        lifecycle = new Lifecycle(kept);
        submissions = new Submissions(context, counters, keyed, this::forgetIfIdle);
        pendingItems = new PendingItems(this, context, submissions, counters, keyed, this::endDelays, this::readEnded);
        inFlight = new InFlightItems(this, context, pendingItems, submissions, counters, this::endLeases);
        if (DeliveryLimits.limits(config)) {
            ownLimits();
        }
    }

    /** The limits of this queue, as an object that can be changed. */
    private DeliveryLimits ownLimits() {
        if (limits == null) {
            limits = new DeliveryLimits(context.timers(), this::settle);
            limits.change(config);
            inFlight.limits = limits;
        }
        return limits;
    }

    final void alterTo(QueueConfig settings) {
        config = settings;
        if (limits != null || DeliveryLimits.limits(settings)) {
            ownLimits().change(settings);
        }
    }

    /** Pauses the deliveries for so many milliseconds, 0 for ever. */
    final void pauseFor(long millis) {
        ownLimits().pause(millis, () -> {
            recordState();
            settle();
        });
    }

    final void endPause() {
        if (limits != null) {
            limits.resume();
        }
    }

    final void stopLimits() {
        if (limits != null) {
            limits.stop();
        }
    }

    @Override
    public final boolean isPaused() {
        return limits != null && limits.isPaused();
    }

    @Override
    public final long pauseLeft() {
        long ends = limits == null ? Long.MAX_VALUE : limits.pauseEnds();
        return ends == Long.MAX_VALUE ? 0 : Math.max(1, ends - context.timers().now());
    }

    private void endDelays() {
        whenOpen(() -> changeInSlices(pendingItems::endDelay, () -> {}));
    }

    private void endLeases() {
        whenOpen(() -> changeInSlices(inFlight.takeOverdue()::step, () -> {}));
    }

    /** The gate, which is shut until the next bodies have been read. Null if they are here or unreadable. */
    final Gate gateBeforeRead(int count, long maxBytes) {
        if (hasBodies(count, maxBytes) || readFailure() != null) {
            return null;
        }
        pendingItems.reader().dropLater();
        return shutForRead();
    }

    /** Whether the bodies of ready items may be in the journal alone. */
    public final boolean mayLackBodies() {
        return pendingItems.reader().mayLack();
    }

    /**
     * Whether the bodies of the next items are here, as many as there are of {@code count} and as go into so many
     * bytes. If not, they are being read from now on, except in the turn in which a read has failed.
     */
    public final boolean hasBodies(int count, long maxBytes) {
        return pendingItems.reader().has(count, maxBytes);
    }

    /** The reason for which items could not be read in this turn, or null. */
    public final String readFailure() {
        return pendingItems.reader().failure();
    }

    /**
     * Waits until the bodies of the next items are here, as many as there are and as go into one batch.
     *
     * @param action is told the reason if they cannot be read, or null
     */
    public final void whenRead(int count, Consumer<String> action) {
        if (hasBodies(count, context.replies().max())) {
            action.accept(null);
        } else if (readFailure() != null) {
            action.accept(readFailure());
        } else {
            readers = readers == null ? new ArrayList<>() : readers;
            readers.add(new Reader(count, action));
        }
    }

    private void readEnded(String failure) {
        endWaitForRead();
        settle();
        if (failure != null && !isChanging() && size() > 0 && !pendingItems.hasNext()) {
            changeInSlices(() -> waiters.failGetter(failure), () -> {});
        }
        if (readers != null) {
            List<Reader> all = readers;
            readers = null;
            all.forEach(reader -> whenOpen(() -> whenRead(reader.count, reader.action)));
        }
    }

    /** Serves the clients that wait, as far as the laws demand. Every change of the queue ends here. */
    @Override
    final void settle() {
        context.settleOthers();
        if (isChanging()) {
            return;
        }
        for (int i = 0; i < AT_ONCE; i++) {
            if (!serveOne()) {
                readAhead();
                awaitOpening();
                forgetIfIdle();
                return;
            }
        }
        changeInSlices(this::serveOne, () -> {});
    }

    /** Reads the next bodies that are not here if a client waits for them, or few are at hand. */
    final void readAhead() {
        if (mayLackBodies()) {
            pendingItems.reader().readAhead(!waiters.getters.isEmpty());
        }
    }

    /**
     * Serves one waiter: a getter gets an item or learns that no more will come, a putter gets room, a joiner learns
     * that the queue is finished. Returns false if none can be served now.
     */
    private boolean serveOne() {
        return waiters.serveOne(pendingItems, inFlight)
                || isOver() && waiters.refuseGetter()
                || isFinished() && waiters.serveJoiner();
    }

    /** If somebody waits for an item that a limit keeps here, the queue settles again when time has opened it. */
    final void awaitOpening() {
        if (limits != null && !waiters.getters.isEmpty() && pendingItems.ready() > 0) {
            limits.awaitOpening();
        }
    }

    /** An item that returns after a restart takes its key. */
    final void takeKey(Item item) {
        keyed.enter(item);
    }

    @Override
    public final void freeKey(Item item) {
        keyed.leave(item);
    }

    /** The unfinished item with that key, or the submitted one whose result is kept; or null. */
    public final Item keyed(String key) {
        return keyed.find(key);
    }

    /** The clients that wait here, as a list that can be extended. */
    final Waiters ownWaiters() {
        if (waiters == Waiters.NOBODY) {
            waiters = new Waiters(context, this::forgetIfIdle);
        }
        return waiters;
    }

    final Waiters waiters() {
        return waiters;
    }

    public final boolean hasRoom() {
        return pendingItems.hasRoom();
    }

    public final boolean canDeliver() {
        return inFlight.canDeliver();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final QueueConfig config() {
        return config;
    }

    @Override
    public final boolean isKept() {
        return lifecycle.isKept();
    }

    @Override
    public final boolean isShutDown() {
        return lifecycle.isShutDown();
    }

    @Override
    public final boolean isClosed() {
        return lifecycle.isClosed();
    }

    /** Whether no item can be got any more, now or later. */
    public final boolean isOver() {
        return isShutDown() && pendingItems.total() == 0 && (inFlight.size() == 0 || isClosed());
    }

    /** Whether every item has been finished. */
    public final boolean isFinished() {
        return pendingItems.total() == 0 && inFlight.size() == 0;
    }

    /** The number of ready items. */
    public final int size() {
        return pendingItems.ready();
    }

    /** The bytes of the {@link MemoryLimit} that the items and results here take, without those that wait for room. */
    public final long bytes() {
        return counters.bytes;
    }

    @Override
    public final void account(long bytes) {
        counters.bytes += bytes;
    }

    public final QueueStats stats() {
        return QueueStats.of(config, isPaused(), pendingItems, inFlight, waiters, counters);
    }

    /** The workers that have items and the clients that wait here. */
    final Contention contention(HolderSnapshots holders) {
        return new Contention("queue", name, holders.all(), waiters.snapshots());
    }

    /** Refuses new items from now on, and if that is immediate, returned ones. */
    final void close(boolean immediate) {
        lifecycle.shutDown(immediate);
    }

    /** The queue returns after a restart in this state. */
    final void restore(boolean wasKept, boolean wasShutDown, boolean wasClosed) {
        lifecycle.restore(wasKept, wasShutDown, wasClosed);
    }

    /** Records the state of the queue, if there is anything to return to. */
    final void recordState() {
        if (isKept() || isShutDown() || isPaused()) {
            context.store().changed(this);
        } else {
            context.store().deleted(this);
        }
    }

    /** The queue stays from now on, also when it is empty, and after a restart. */
    final void keep() {
        lifecycle.keep();
        context.store().changed(this);
    }

    /** Whether nothing is here but results that are kept. */
    final boolean isUnused() {
        return !isHeldUp()
                && !isPaused()
                && !isKept()
                && !isShutDown()
                && pendingItems.isEmpty()
                && inFlight.isEmpty()
                && waiters.isEmpty();
    }

    /** To be called after the queue was named and nothing was done with it. */
    public final void forgetIfIdle() {
        if (isUnused() && submissions.isEmpty()) {
            context.forget(this);
        }
    }

    @Override
    public final String toString() {
        return "<WorkQueue " + name + " maxsize=" + config.maxSize() + " ready=" + pendingItems.ready() + " inflight="
                + inFlight.size() + " getters=" + waiters.getters.size() + " putters=" + waiters.putters.size() + ">";
    }
}
