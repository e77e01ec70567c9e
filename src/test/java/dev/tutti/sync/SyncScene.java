package dev.tutti.sync;

import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Players, the clock by which they play, which a test turns, and what they were told, in order. */
final class SyncScene {

    final List<String> log = new ArrayList<>();
    private long now = 1000;
    final Timers timers = new Timers(() -> now);
    final GrantContext leases = new GrantContext(timers, new AtomicLong()::incrementAndGet, () -> {});
    final PrimitiveRegistry<AsyncEvent> events = new PrimitiveRegistry<>("event", AsyncEvent::new);
    final PrimitiveRegistry<AsyncLock> locks = new PrimitiveRegistry<>("lock", () -> new AsyncLock(leases));
    final PrimitiveRegistry<AsyncSemaphore> semaphores =
            new PrimitiveRegistry<>("semaphore", () -> new AsyncSemaphore(leases));
    final PrimitiveRegistry<AsyncCondition> conditions =
            new PrimitiveRegistry<>("condition", () -> new AsyncCondition(leases));
    final PrimitiveRegistry<AsyncBarrier> barriers = new PrimitiveRegistry<>("barrier", AsyncBarrier::new);
    private int players;

    SyncClient player(String name) {
        return new SyncClient(++players, name, this);
    }

    /** So many of them: p0, p1 and so on. */
    List<SyncClient> players(int count) {
        List<SyncClient> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(player("p" + i));
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

    /** So many milliseconds pass, and what is due by then happens. */
    void pass(long millis) {
        now += millis;
        timers.turn();
        timers.run();
    }

    /** What players were told since the last time. */
    List<String> told() {
        List<String> told = List.copyOf(log);
        log.clear();
        return told;
    }

    /** How many events, locks and so on are remembered. */
    int remembered() {
        return events.size() + locks.size() + semaphores.size() + conditions.size() + barriers.size();
    }

    boolean nothingIsDue() {
        return timers.next() == Long.MAX_VALUE;
    }
}
