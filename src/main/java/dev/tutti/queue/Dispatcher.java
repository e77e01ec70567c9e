package dev.tutti.queue;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import java.util.List;

/**
 * Serves the clients that wait at a queue, and so keeps its laws. Between any two calls nobody waits to get while an
 * item can be delivered, and nobody waits to put while there is room. So a client that finds an item, or room,
 * overtakes nobody. A ready item cannot be delivered while the queue is paused, its rate or its concurrency is used up,
 * or its group has reached its limit. The laws rest during a long change, and between {@link #awaitItem} and
 * {@link #settle}.
 */
final class Dispatcher {

    /** The number of deliveries and the like that may be made in one go. */
    private static final int AT_ONCE = 256;

    private final QueueContext context;
    private final QueueHeader header;
    private final PendingItems pendingItems;
    private final InFlightItems inFlight;
    private final KeyedItems keyed;
    private final QueueGate gate;
    private final QueueListener listener;
    private Waiters waiters = Waiters.NOBODY;

    /** @param listener is told when nobody is left to be served */
    Dispatcher(
            QueueContext context,
            QueueHeader header,
            PendingItems pendingItems,
            InFlightItems inFlight,
            KeyedItems keyed,
            QueueGate gate,
            QueueListener listener) {
        this.context = context;
        this.header = header;
        this.pendingItems = pendingItems;
        this.inFlight = inFlight;
        this.keyed = keyed;
        this.gate = gate;
        this.listener = listener;
    }

    /** Serves the clients that wait, as far as the laws demand. Every change of the queue ends here. */
    void settle() {
        context.settleOthers();
        if (gate.isChanging()) {
            return;
        }
        if (waiters.isEmpty() || serveSome()) {
            readAhead();
            awaitOpening();
            listener.becameIdle();
        } else {
            gate.changeInSlices(this::serveOne, () -> {});
        }
    }

    /** Serves some of those who wait. Returns whether none of the others can be served now. */
    private boolean serveSome() {
        for (int i = 0; i < AT_ONCE; i++) {
            if (!serveOne()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Serves one waiter: a getter gets an item or learns that no more will come, a putter gets room, a joiner learns
     * that the queue is finished. Returns false if none can be served now.
     */
    private boolean serveOne() {
        return exchangeOne() || isOver() && waiters.refuseGetter() || isFinished() && waiters.serveJoiner();
    }

    /** Serves a getter that gets an item, or else a putter that gets room or needs none. Returns false if nobody is. */
    boolean exchangeOne() {
        return waiters.serveOne(pendingItems, inFlight);
    }

    /** Reads the next bodies that are not here if a client waits for them, or few are at hand. */
    private void readAhead() {
        if (pendingItems.stored().mayLackBodies()) {
            pendingItems.reader().readAhead(!waiters.getters.isEmpty());
        }
    }

    /** If somebody waits for an item that a limit keeps here, the queue settles again when time has opened it. */
    private void awaitOpening() {
        if (!waiters.getters.isEmpty() && pendingItems.ready() > 0) {
            header.limits().awaitOpening();
        }
    }

    /** The next items cannot be read, for that reason: nobody waits for them any more. */
    void failGetters(String cause) {
        if (!gate.isChanging() && pendingItems.lacksNext()) {
            gate.changeInSlices(() -> waiters.failGetter(cause), () -> {});
        }
    }

    /** Whether no item can be got any more, now or later. */
    boolean isOver() {
        return header.isShutDown() && pendingItems.total() == 0 && (inFlight.size() == 0 || header.isClosed());
    }

    /** Whether every item has been finished. */
    boolean isFinished() {
        return pendingItems.total() == 0 && inFlight.size() == 0;
    }

    // ---- those who wait

    /** Enters the line of getters. If items can be delivered already, the caller settles the queue. */
    Wait awaitItem(Waiters.Getter getter) {
        Wait wait = ownWaiters().get(getter);
        readAhead();
        awaitOpening();
        return wait;
    }

    Wait awaitRoom(Participant participant, Putter putter) {
        return ownWaiters().put(participant, putter);
    }

    Wait awaitFinished(Participant participant, QueueWaiter<Void> joiner) {
        return ownWaiters().join(participant, joiner);
    }

    /** The clients that wait here, as a list that can be extended. */
    private Waiters ownWaiters() {
        if (waiters == Waiters.NOBODY) {
            waiters = new Waiters(context, keyed, listener);
        }
        return waiters;
    }

    /** Tells one putter that the queue is shut down. Returns whether there was one. */
    boolean refusePutter() {
        return waiters.refusePutter();
    }

    /** Tells one client, whatever it waits for, that the queue is shut down. Returns whether there was one. */
    boolean refuseOne() {
        return waiters.refuseOne();
    }

    boolean isAwaited() {
        return !waiters.isEmpty();
    }

    int getters() {
        return waiters.getters.size();
    }

    /** The bytes of the items that wait for room. */
    long waitingBytes() {
        return waiters.waitingBytes();
    }

    int putters() {
        return waiters.putters.size();
    }

    List<ParticipantSnapshot> waiting() {
        return waiters.snapshots();
    }
}
