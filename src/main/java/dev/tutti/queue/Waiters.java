package dev.tutti.queue;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The clients that wait at one queue: to put, to get, or for the end of all items. Each kind is served in order. */
final class Waiters {

    /** Shared by all queues, of all event loops, at which nobody has waited yet. Nobody is ever added to it. */
    static final Waiters NOBODY = new Waiters(null, new KeyedItems(), null);

    /** A client that gets its items in one turn, or in several. In between, it waits at the head of the others. */
    static final class Getter extends Delivery {
        private final QueueWaiter<List<Item>> told;
        private boolean isLost;

        Getter(Holder holder, int count, long lease, long maxBytes, QueueWaiter<List<Item>> told) {
            super(holder, count, lease, maxBytes);
            this.told = told;
        }

        @Override
        boolean begins() {
            isLost = !hasBegun() && !told.claims();
            return !isLost;
        }

        @Override
        void add(Item delivered) {
            super.add(delivered);
            told.delivering(delivered);
        }
    }

    /** The wait of a getter. It ends by itself soon when the first item is delivered. */
    private record GetterWait(Getter getter, Wait turn) implements Wait {
        @Override
        public void withdraw() {
            turn.withdraw();
        }

        @Override
        public boolean giveUp() {
            return !isBrief() && turn.giveUp();
        }

        @Override
        public boolean isBrief() {
            return getter.hasBegun();
        }
    }

    final WaitQueue<Putter> putters = new WaitQueue<>();
    final WaitQueue<Getter> getters = new WaitQueue<>();
    private final WaitQueue<QueueWaiter<Void>> joiners = new WaitQueue<>();
    private final QueueContext context;
    private final KeyedItems keyed;
    private final QueueListener listener;
    /** The bytes of the items of all putters. */
    private long waitingBytes;

    /** @param listener is told when a client has left unserved, which changes nothing else */
    Waiters(QueueContext context, KeyedItems keyed, QueueListener listener) {
        this.context = context;
        this.keyed = keyed;
        this.listener = listener;
    }

    Wait put(Participant participant, Putter putter) {
        waitingBytes += putter.item().bytes();
        Wait wait = putters.enter(participant, putter, left -> {
            leaves(putter);
            context.end(putter.item());
            listener.becameIdle();
        });
        if (putter.key() != null) {
            keyed.putters().enter(putter, wait);
        }
        return wait;
    }

    private void leaves(Putter putter) {
        waitingBytes -= putter.item().bytes();
        if (putter.key() != null) {
            keyed.putters().leave(putter);
        }
    }

    Wait get(Getter getter) {
        return new GetterWait(
                getter, getters.enter(getter.holder().participant(), getter, left -> listener.becameIdle()));
    }

    Wait join(Participant participant, QueueWaiter<Void> joiner) {
        return joiners.enter(participant, joiner, left -> listener.becameIdle());
    }

    /**
     * Delivers an item to the first getter. If no getter can be served, answers a putter whose key another item has
     * taken, or else puts the item of the first putter. Returns false if nobody can be served.
     */
    boolean serveOne(PendingItems pendingItems, InFlightItems inFlight) {
        return serveGetter(inFlight) || answerPutter() || servePutter(pendingItems);
    }

    private boolean serveGetter(InFlightItems inFlight) {
        Getter getter = getters.first();
        if (getter == null) {
            return false;
        }
        boolean gotMore = inFlight.deliver(getter);
        if (getter.isLost) {
            getters.poll();
            return true;
        }
        if (getter.isFull() || !gotMore && getter.hasBegun()) {
            getters.poll();
            getter.told.served(getter.items());
            return true;
        }
        return gotMore;
    }

    private boolean servePutter(PendingItems pendingItems) {
        if (putters.isEmpty() || !pendingItems.hasRoom()) {
            return false;
        }
        Putter putter = putters.poll();
        leaves(putter);
        pendingItems.enter(putter.item());
        putter.told().served(putter.item());
        return true;
    }

    private boolean answerPutter() {
        Putter putter = keyed.pollPutter();
        if (putter == null) {
            return false;
        }
        putter.told().served(keyed.find(putter.key()));
        return true;
    }

    // The following tell one of those who wait, and return whether there was one.

    boolean serveJoiner() {
        return tell(joiners.poll(), joiner -> joiner.served(null));
    }

    boolean refusePutter() {
        return tell(putters.poll(), putter -> {
            leaves(putter);
            context.end(putter.item());
            putter.told().shutDown();
        });
    }

    boolean refuseGetter() {
        return tell(getters.poll(), getter -> getter.told.shutDown());
    }

    /** The next item cannot be read. */
    boolean failGetter(String cause) {
        return tell(getters.poll(), getter -> getter.told.unreadable(cause));
    }

    boolean refuseOne() {
        return refusePutter() || refuseGetter() || tell(joiners.poll(), QueueWaiter::shutDown);
    }

    private static <W> boolean tell(W waiter, Consumer<W> how) {
        if (waiter != null) {
            how.accept(waiter);
        }
        return waiter != null;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    boolean isEmpty() {
        return getters.isEmpty() && putters.isEmpty() && joiners.isEmpty();
    }

    /** Those who wait, except idle consumers of this process. */
    List<ParticipantSnapshot> snapshots() {
        List<ParticipantSnapshot> all = new ArrayList<>();
        getters.participants().stream()
                .filter(participant -> !participant.isIdle())
                .forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "get")));
        putters.participants().forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "put")));
        joiners.participants().forEach(participant -> all.add(ParticipantSnapshot.waiting(participant, "join")));
        return all;
    }
}
