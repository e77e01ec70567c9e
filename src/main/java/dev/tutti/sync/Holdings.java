package dev.tutti.sync;

import dev.tutti.waiting.Departed;
import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Participant;
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
    void close() {
        releaseAll();
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

    /** Releases everything in that order. The new holders are callbacks only after all of it is released. */
    void releaseAll() {
        List<Runnable> callbacks = new ArrayList<>();
        for (Grant grant = grants.first(); grant != null; grant = grants.first()) {
            callbacks.add(grant.from().releaseSilently(grant));
        }
        callbacks.forEach(Runnable::run);
    }
}
