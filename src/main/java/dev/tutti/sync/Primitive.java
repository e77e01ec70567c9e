package dev.tutti.sync;

import dev.tutti.waiting.ContentionSum;
import dev.tutti.waiting.Participant;
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

    /** Later than any time. */
    static final long NEVER = Long.MAX_VALUE;

    private Runnable onIdle = () -> {};
    private int nameLength;

    /** Its name, which counts as memory, has so many characters. */
    void nameLength(int length) {
        nameLength = length;
    }

    final int nameLength() {
        return nameLength;
    }

    /** Sets the action to run when nothing is left to remember. */
    final void onIdle(Runnable action) {
        onIdle = action;
    }

    /** True if nothing is left to remember: the primitive is not held, waited for, set or broken. */
    abstract boolean isIdle();

    final boolean isWaitedFor() {
        return waiting() > 0;
    }

    /** The number of holders. */
    int holding() {
        return 0;
    }

    /** The time since when the first holder holds, or {@link #NEVER} without holders. */
    long heldSince() {
        return NEVER;
    }

    /** The number of waiters. */
    abstract int waiting();

    /** The time since when the first waiter waits, or {@link #NEVER} without waiters. */
    abstract long waitedSince();

    /** The holders and waiters in numbers, at the same cost however many there are. */
    final ContentionSum sum(String kind) {
        return new ContentionSum(kind, holding() > 0 ? 1 : 0, holding(), waiting(), heldSince(), waitedSince());
    }

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

    static long waitedSince(WaitQueue<?> queue) {
        Participant first = queue.firstParticipant();
        return first == null ? NEVER : first.waitingSince();
    }

    /** The state as asyncio writes it: {@code <AsyncLock [locked, waiters:1]>}. */
    @Override
    public final String toString() {
        int waiting = waiting();
        return "<" + getClass().getSimpleName() + " [" + state() + (waiting == 0 ? "" : ", waiters:" + waiting) + "]>";
    }

    /** The state in asyncio's words, without the waiters. */
    abstract String state();
}
