package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.queue.MemoryKind;
import dev.tutti.queue.MemoryLimit;
import java.util.List;

/**
 * Accounts for the memory of primitives that exist without a holder or waiter: set events and broken barriers. It
 * counts against {@code producer.maxMemory}.
 */
record RetainedMemory(MemoryLimit memory) {

    /** The measured size in bytes of one such primitive without its name. */
    private static final int OVERHEAD_BYTES = 190;

    /** The measured size in bytes of a lock or permit that is held without a connection, without its name. */
    private static final int DETACHED_BYTES = 600;

    private static long bytes(String name) {
        return OVERHEAD_BYTES + name.length();
    }

    /**
     * Checks that there is memory for one more.
     *
     * @throws Refusal FULL if there is not
     */
    void checkRoom(String name) {
        if (!memory.hasRoom(bytes(name))) {
            throw Refusal.full(memory.state());
        }
    }

    /** As {@link #checkRoom}, for locks or permits that are detached. */
    void checkRoomForDetached(List<String> names) {
        long more =
                names.stream().mapToLong(name -> DETACHED_BYTES + name.length()).sum();
        if (!memory.hasRoom(more)) {
            throw Refusal.full(memory.state());
        }
    }

    void beginsDetached(String name) {
        memory.take(MemoryKind.EVENTS, DETACHED_BYTES + name.length());
    }

    void endsDetached(String name) {
        memory.release(MemoryKind.EVENTS, DETACHED_BYTES + name.length());
    }

    void begins(String name) {
        memory.take(MemoryKind.EVENTS, bytes(name));
    }

    void ends(String name) {
        memory.release(MemoryKind.EVENTS, bytes(name));
    }
}
