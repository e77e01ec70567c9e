package dev.tutti.sync;

import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Players, the clock by which they play, which a test turns, and what they were told, in order. */
final class Ensemble {

    final List<String> log = new ArrayList<>();
    private long now = 1000;
    final Timers timers = new Timers(() -> now);
    final Leases leases = new Leases(timers, new AtomicLong()::incrementAndGet, () -> {});
    final Named<AsyncEvent> events = new Named<>("event", AsyncEvent::new);
    final Named<AsyncLock> locks = new Named<>("lock", () -> new AsyncLock(leases));
    final Named<AsyncSemaphore> semaphores = new Named<>("semaphore", () -> new AsyncSemaphore(leases));
    final Named<AsyncCondition> conditions = new Named<>("condition", () -> new AsyncCondition(leases));
    final Named<AsyncBarrier> barriers = new Named<>("barrier", AsyncBarrier::new);
    private int players;

    Player player(String name) {
        return new Player(++players, name, this);
    }

    /** So many of them: p0, p1 and so on. */
    List<Player> players(int count) {
        List<Player> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(player("p" + i));
        }
        return all;
    }

    AsyncEvent event() {
        return events.named("e");
    }

    AsyncLock lock() {
        return locks.named("l");
    }

    AsyncSemaphore semaphore(int limit) {
        AsyncSemaphore existing = semaphores.existing("s");
        if (existing == null) {
            existing = semaphores.named("s");
            existing.limit(limit);
        }
        return existing;
    }

    AsyncCondition condition() {
        return conditions.named("c");
    }

    AsyncBarrier barrier() {
        return barriers.named("b");
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
