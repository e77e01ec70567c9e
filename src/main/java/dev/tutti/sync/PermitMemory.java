package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.queue.MemoryKind;
import dev.tutti.queue.MemoryLimit;
import java.util.List;

/**
 * The memory of the locks and permits that are held at one owner. It counts against the memory of the server. A share
 * of that is always theirs, so that full queues keep nobody from a lock.
 */
final class PermitMemory {

    /** The memory of a lock or semaphore, besides its name. */
    private static final int PRIMITIVE_BYTES = 320;

    private static final int PERMIT_BYTES = 140;
    /** One part in so many of the server's memory is always for locks and permits. */
    private static final int PARTS = 8;

    private final MemoryLimit limit;
    private long used;

    PermitMemory(MemoryLimit limit) {
        this.limit = limit;
    }

    /** @throws Refusal if there is no room for one more lock or permit of each of these names; never without names */
    void checkRoom(List<String> names) {
        long more = 0;
        for (String name : names) {
            more += bytes(true, name.length());
        }
        if (more > 0 && used + more > limit.max() / PARTS && !limit.hasRoomForNew(more)) {
            throw Refusal.full(limit.state());
        }
    }

    /**
     * @param isFirst whether no other permit of the same lock or semaphore is held
     * @param name the length of its name
     */
    void begins(boolean isFirst, int name) {
        long bytes = bytes(isFirst, name);
        used += bytes;
        limit.take(MemoryKind.LOCKS, bytes);
    }

    /**
     * @param isLast whether no other permit of the same lock or semaphore is held
     * @param name the length of its name
     */
    void ends(boolean isLast, int name) {
        long bytes = bytes(isLast, name);
        used -= bytes;
        limit.release(MemoryKind.LOCKS, bytes);
    }

    private static long bytes(boolean isOnly, int name) {
        return isOnly ? PRIMITIVE_BYTES + name + PERMIT_BYTES : PERMIT_BYTES;
    }
}
