package dev.tutti.sync;

import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.WaitQueue;
import java.util.List;

/**
 * An event, lock, semaphore, condition or barrier. A primitive exists for as long as it is held, waited for, set or
 * broken. Not thread-safe: it belongs to the event loop of its owner.
 *
 * <p>A primitive finishes all its changes before it calls a callback, since a callback may call back at once.
 */
abstract class Primitive {

    private Runnable onIdle = () -> {};

    /** Sets the action to run when nothing is left to remember. */
    final void onIdle(Runnable action) {
        onIdle = action;
    }

    /** True if nothing is left to remember: the primitive is not held, waited for, set or broken. */
    abstract boolean isIdle();

    abstract boolean isWaitedFor();

    /** The holders, in the order in which they took it. */
    List<ParticipantSnapshot> holders() {
        return List.of();
    }

    /** The waiters, in the order in which they came. */
    abstract List<ParticipantSnapshot> waiters();

    /** To be called after every change that may leave nothing to remember. */
    final void changed() {
        if (isIdle()) {
            onIdle.run();
        }
    }

    /** The number of free permits. */
    int free() {
        return 0;
    }

    static List<ParticipantSnapshot> snapshots(WaitQueue<?> queue, String what) {
        return queue.participants().stream()
                .map(participant -> ParticipantSnapshot.waiting(participant, what))
                .toList();
    }

    /** The state as asyncio writes it: {@code <AsyncLock [locked, waiters:1]>}. */
    @Override
    public final String toString() {
        int waiting = waiters().size();
        return "<" + getClass().getSimpleName() + " [" + state() + (waiting == 0 ? "" : ", waiters:" + waiting) + "]>";
    }

    /** The state in asyncio's words, without the waiters. */
    abstract String state();
}
