package dev.tutti.queue;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all queues of the server may hold in memory together; shared by the producers' event loops. */
public final class MemoryLimit {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    public MemoryLimit(long maxBytes) {
        this.max = maxBytes;
    }

    /** Takes that many bytes, or none and says false if they would pass the limit. */
    public boolean reserve(long bytes) {
        if (used.addAndGet(bytes) <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes bytes for what cannot be refused any more: they count against what comes next. */
    void take(long bytes) {
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
}
