package dev.tutti.sync;

import dev.tutti.waiting.Departed;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks and permits that one coroutine holds, in the order in which it took them. They are all released when its
 * connection closes.
 */
final class Holdings {

    private Participant participant;
    /** Null until {@link #detached} is called. */
    private Holdings detached;

    private final IntrusiveList<Grant> grants = new IntrusiveList<>();
    /** Null until {@link #releaseAll} is called. */
    private Gate gate;

    Holdings(Participant participant) {
        this.participant = participant;
    }

    /** The holdings of the same client that belong to their leases alone. Nothing releases them when it closes. */
    Holdings detached() {
        if (detached == null) {
            detached = new Holdings(participant);
        }
        return detached;
    }

    /** The client has closed: its detached holdings show it as it was. */
    void close(Timers timers) {
        releaseAll(timers);
        if (detached != null) {
            detached.participant = Departed.of(participant);
        }
    }

    Participant participant() {
        return participant;
    }

    void add(Grant grant) {
        grants.addLast(grant);
    }

    int size() {
        return grants.size();
    }

    /** The permit of that semaphore that was taken last, or null. */
    Grant newest(AsyncSemaphore from) {
        return grants.last(grant -> grant.from() == from);
    }

    /** The gate at which the client's commands wait, since its locks and permits are being released; or null. */
    Gate shutGate() {
        return gate != null && gate.isShut() ? gate : null;
    }

    /**
     * Releases everything in that order, in {@link Slices} if it is much. The new holders are called back behind each
     * slice. The locks that no slice has released yet are still held.
     */
    void releaseAll(Timers timers) {
        if (shutGate() != null) {
            return; // they are being released already
        }
        gate = gate == null ? new Gate() : gate;
        gate.shut();
        List<Runnable> callbacks = new ArrayList<>();
        Runnable callBack = () -> {
            List<Runnable> all = List.copyOf(callbacks);
            callbacks.clear();
            all.forEach(Runnable::run);
        };
        Slices.begin(timers, () -> releaseNext(callbacks), callBack, () -> {
            callBack.run();
            gate.open();
        });
    }

    /** Returns whether there was one. */
    private boolean releaseNext(List<Runnable> callbacks) {
        Grant next = grants.first();
        if (next != null) {
            callbacks.add(next.from().releaseSilently(next));
        }
        return next != null;
    }
}
