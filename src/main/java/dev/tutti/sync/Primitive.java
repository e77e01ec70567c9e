package dev.tutti.sync;

import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.WaitQueue;
import java.util.List;

/**
 * What has a name at an owner for as long as somebody holds it, waits for it, or has set it. Bound to the owner's event
 * loop. Finishes all changes before it tells anybody: whoever is told may come back at once.
 */
abstract class Primitive {

    private Runnable onIdle = () -> {};

    /** @param action what to do when there is nothing left to remember */
    final void onIdle(Runnable action) {
        onIdle = action;
    }

    /** Whether there is nothing to remember. */
    abstract boolean isIdle();

    abstract boolean isWaitedFor();

    /** Who holds it, in the order they took it. */
    List<ParticipantSnapshot> holders() {
        return List.of();
    }

    /** Who waits for it, in the order they came. */
    abstract List<ParticipantSnapshot> waiters();

    /** To be called after every change that may have left nothing to remember. */
    final void changed() {
        if (isIdle()) {
            onIdle.run();
        }
    }

    static List<ParticipantSnapshot> presences(WaitQueue<?> line, String what) {
        return line.parties().stream()
                .map(participant -> ParticipantSnapshot.waiting(participant, what))
                .toList();
    }

    /** As asyncio writes it: {@code <AsyncLock [locked, waiters:1]>}. */
    @Override
    public final String toString() {
        int waiting = waiters().size();
        return "<" + getClass().getSimpleName() + " [" + state() + (waiting == 0 ? "" : ", waiters:" + waiting) + "]>";
    }

    /** In asyncio's words. */
    abstract String state();
}
