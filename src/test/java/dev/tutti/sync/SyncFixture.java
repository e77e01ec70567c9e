package dev.tutti.sync;

import dev.tutti.queue.MemoryLimit;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The primitives that clients use in a test, a clock that the test turns, and a log of the replies. */
final class SyncFixture {

    final List<String> log = new ArrayList<>();
    private long now = 1000;
    final Timers timers = new Timers(() -> now);
    final GrantContext leases = new GrantContext(
            timers,
            new AtomicLong()::incrementAndGet,
            new AtomicLong()::incrementAndGet,
            () -> {},
            new PermitMemory(new MemoryLimit(1 << 20)));
    final PrimitiveRegistry<AsyncEvent> events = new PrimitiveRegistry<>("event", AsyncEvent::new);
    final PrimitiveRegistry<AsyncLock> locks = new PrimitiveRegistry<>("lock", () -> new AsyncLock(leases));
    final PrimitiveRegistry<AsyncSemaphore> semaphores =
            new PrimitiveRegistry<>("semaphore", () -> new AsyncSemaphore(leases));
    final PrimitiveRegistry<AsyncCondition> conditions =
            new PrimitiveRegistry<>("condition", () -> new AsyncCondition(leases));
    final PrimitiveRegistry<AsyncBarrier> barriers = new PrimitiveRegistry<>("barrier", AsyncBarrier::new);
    private int clients;

    SyncClient client(String name) {
        return new SyncClient(++clients, name, this);
    }

    /** This many clients, named p0, p1 and so on. */
    List<SyncClient> clients(int count) {
        List<SyncClient> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(client("p" + i));
        }
        return all;
    }

    AsyncEvent event() {
        return events.getOrCreate("e");
    }

    AsyncLock lock() {
        return locks.getOrCreate("l");
    }

    AsyncSemaphore semaphore(int limit) {
        AsyncSemaphore existing = semaphores.existing("s");
        if (existing == null) {
            existing = semaphores.getOrCreate("s");
            existing.limit(limit);
        }
        return existing;
    }

    AsyncCondition condition() {
        return conditions.getOrCreate("c");
    }

    AsyncBarrier barrier() {
        return barriers.getOrCreate("b");
    }

    /** Turns the clock and runs the timers that are due. */
    void pass(long millis) {
        now += millis;
        timers.turn();
        timers.run();
    }

    /** The replies since the last call. */
    List<String> told() {
        List<String> told = List.copyOf(log);
        log.clear();
        return told;
    }

    /** The number of events, locks and so on that exist. */
    int remembered() {
        return events.size() + locks.size() + semaphores.size() + conditions.size() + barriers.size();
    }

    boolean nothingIsDue() {
        return timers.next() == Long.MAX_VALUE;
    }
}
