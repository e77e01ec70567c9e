package dev.tutti.sync;

import dev.tutti.waiting.Line;
import dev.tutti.waiting.Party;
import dev.tutti.waiting.Presence;
import dev.tutti.waiting.Wait;
import java.util.List;

/**
 * asyncio's Event: a flag. Nobody waits while it is set; setting it wakes all who wait, even if it is cleared at once.
 * It stays set until it is cleared.
 */
final class AsyncEvent extends Primitive {

    private final Line<Runnable> waiters = new Line<>();
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
    Wait await(Party party, Runnable onSet) {
        if (set) {
            throw new IllegalStateException("waiting for what is set: " + this);
        }
        return waiters.enter(party, onSet, left -> changed());
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
    List<Presence> waiters() {
        return presences(waiters, "wait");
    }

    @Override
    String state() {
        return set ? "set" : "unset";
    }
}
