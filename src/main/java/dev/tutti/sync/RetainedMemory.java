package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.queue.MemoryLimit;

/** What lasts though nobody holds it or waits for it, which takes memory: an event that is set, a barrier that is broken. */
record RetainedMemory(MemoryLimit memory) {

    /** As measured, its name not counted. */
    private static final int OVERHEAD_BYTES = 190;

    private static long bytes(String name) {
        return OVERHEAD_BYTES + name.length();
    }

    /** @throws Refusal if the server has no room for one more */
    void checkRoom(String name) {
        if (!memory.hasRoom(bytes(name))) {
            throw Refusal.full(memory.state());
        }
    }

    void begins(String name) {
        memory.take(bytes(name));
    }

    void ends(String name) {
        memory.release(bytes(name));
    }
}
