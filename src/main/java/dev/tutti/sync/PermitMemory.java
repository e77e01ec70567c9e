package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.queue.MemoryKind;
import dev.tutti.queue.MemoryLimit;

/**
 * The memory of the locks and permits that are held at one owner. It counts against the memory of the server. A share
 * of that is always theirs, so that full queues keep nobody from a lock.
 */
final class PermitMemory {

    /** The memory of a lock or semaphore. */
    private static final int PRIMITIVE_BYTES = 320;

    private static final int PERMIT_BYTES = 140;
    /** One part in so many of the server's memory is always for locks and permits. */
    private static final int PARTS = 8;

    private final MemoryLimit limit;
    private long used;

    PermitMemory(MemoryLimit limit) {
        this.limit = limit;
    }

    /** @throws Refusal if there is no room for so many more locks or permits. None always have room. */
    void checkRoom(int locks) {
        long more = (long) locks * bytes(true);
        if (locks > 0 && used + more > limit.max() / PARTS && !limit.hasRoomForNew(more)) {
            throw Refusal.full(limit.state());
        }
    }

    /** @param isFirst whether no other permit of the same lock or semaphore is held */
    void begins(boolean isFirst) {
        used += bytes(isFirst);
        limit.take(MemoryKind.LOCKS, bytes(isFirst));
    }

    /** @param isLast whether no other permit of the same lock or semaphore is held */
    void ends(boolean isLast) {
        used -= bytes(isLast);
        limit.release(MemoryKind.LOCKS, bytes(isLast));
    }

    private static int bytes(boolean isOnly) {
        return isOnly ? PRIMITIVE_BYTES + PERMIT_BYTES : PERMIT_BYTES;
    }
}
