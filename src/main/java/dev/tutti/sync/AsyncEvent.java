package dev.tutti.sync;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.List;

/**
 * asyncio's Event: a flag. Nobody waits while it is set; setting it wakes all who wait, even if it is cleared at once.
 * It stays set until it is cleared.
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

    /** Waits until it is set, which it is not. */
    Wait await(Participant participant, Runnable onSet) {
        if (set) {
            throw new IllegalStateException("waiting for what is set: " + this);
        }
        return waiters.enter(participant, onSet, left -> changed());
    }

    @Override
    boolean isIdle() {
        return !set && waiters.isEmpty();
    }

    @Override
    boolean isWaitedFor() {
        return !waiters.isEmpty();
    }

    @Override
    List<ParticipantSnapshot> waiters() {
        return presences(waiters, "wait");
    }

    @Override
    String state() {
        return set ? "set" : "unset";
    }
}
