package dev.tutti;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of callers: connections, the slots of consumers, and coroutines that owners start themselves. No number
 * is used twice in one process, not even after a server has stopped and another has started. So a late message of a
 * caller of the first server never counts as one of a caller of the second. All methods are safe to call from any
 * thread.
 */
final class CallerIds {

    /** The first slot has a number far above those of connections, because people read the numbers of connections. */
    private static final long BEFORE_SLOTS = 1L << 48;

    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong slots = new AtomicLong(BEFORE_SLOTS);
    private final AtomicLong tasks = new AtomicLong();

    /** Returns the number of a new connection: 1, 2, 3 and so on. */
    long nextConnection() {
        return connections.incrementAndGet();
    }

    /** Returns the number of a new slot of a consumer, which is positive. */
    long nextSlot() {
        return slots.incrementAndGet();
    }

    /** Returns the number of a new coroutine that no connection and no slot has started, which is negative. */
    long nextTask() {
        return tasks.decrementAndGet();
    }
}
