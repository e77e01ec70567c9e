package dev.tutti.sync;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.List;

/**
 * asyncio's Event: a flag to wait for. Setting it wakes all waiters, even if it is cleared right after. The flag stays
 * set until it is cleared.
 */
final class AsyncEvent extends Primitive {

    private final WaitQueue<Runnable> waiters = new WaitQueue<>();
    private boolean set;

    boolean isSet() {
        return set;
    }

    void set() {
        set = true;
        waiters.pollAll().forEach(Runnable::run);
    }

    void clear() {
        set = false;
        changed();
    }

    /**
     * Adds a waiter for the flag.
     *
     * @throws IllegalStateException if the flag is set
     */
    Wait await(Participant participant, Runnable onSet) {
        if (set) {
            throw new IllegalStateException("cannot wait, the event is set: " + this);
        }
        return waiters.enter(participant, onSet, withdrawn -> changed());
    }

    @Override
    boolean isIdle() {
        return !set && waiters.isEmpty();
    }

    @Override
    int waiting() {
        return waiters.size();
    }

    @Override
    long waitedSince() {
        return waitedSince(waiters);
    }

    @Override
    List<ParticipantSnapshot> waiters() {
        return snapshots(waiters, "wait");
    }

    @Override
    String state() {
        return set ? "set" : "unset";
    }
}
