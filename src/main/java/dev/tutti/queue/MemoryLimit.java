package dev.tutti.queue;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all queues of the server, and what is kept besides, may hold in memory together; shared by the event
 * loops of their owners.
 *
 * <p>What is new may take most of them, and what comes of it all: so there is always room in which work can end. Both
 * are refused when there is none. What cannot be refused counts against what comes next.
 */
public final class MemoryLimit {

    /** One part of so many is for what comes of that which was taken in. */
    private static final int PARTS = 8;

    private final long max;
    private final long maxForNew;
    private final AtomicLong used = new AtomicLong();

    public MemoryLimit(long maxBytes) {
        this.max = maxBytes;
        this.maxForNew = maxBytes - maxBytes / PARTS;
    }

    /** Takes that many bytes for something new, or none and says false if there is no room for it. */
    public boolean reserve(long bytes) {
        if (used.addAndGet(bytes) <= maxForNew) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Whether there is room for something new of that many bytes. */
    boolean hasRoomForNew(long bytes) {
        return used.get() + bytes <= maxForNew;
    }

    /** Whether there is room for that many bytes more, which come of what was taken in; for fewer there always is. */
    public boolean hasRoom(long bytes) {
        return bytes <= 0 || used.get() + bytes <= max;
    }

    /** Takes bytes for what cannot be refused, or was not. */
    public void take(long bytes) {
        used.addAndGet(bytes);
    }

    /** Whether more than half of it is used: what can be elsewhere should be. */
    public boolean isTight() {
        return used.get() > max / 2;
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }

    public long max() {
        return max;
    }

    /** How it stands, for whoever is refused. */
    public String state() {
        return used.get() + " of the " + max + " bytes of producer.maxMemory are in use";
    }
}
