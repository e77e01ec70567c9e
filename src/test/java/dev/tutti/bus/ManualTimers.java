package dev.tutti.bus;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

/** A Vert.x that has timers only, which go off when a test says so. */
public final class ManualTimers {

    private record Set(long delay, Handler<Long> handler) {}

    private final Map<Long, Set> set = new TreeMap<>();
    private long made;

    private final Vertx vertx = (Vertx) Proxy.newProxyInstance(
            ManualTimers.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "setTimer" -> set((Long) arguments[0], arguments[1]);
                case "cancelTimer" -> set.remove((Long) arguments[0]) != null;
                default -> throw new UnsupportedOperationException(method.toString());
            });

    @SuppressWarnings("unchecked")
    private long set(long delay, Object handler) {
        set.put(++made, new Set(delay, (Handler<Long>) handler));
        return made;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** One of these timers that is never late. */
    public CatchUpTimer timer() {
        return new CatchUpTimer(vertx, () -> 0, Runnable::run);
    }

    public int count() {
        return set.size();
    }

    /** The number of those that were set for so many milliseconds at least. */
    public long count(long millis) {
        return set.values().stream().filter(timer -> timer.delay >= millis).count();
    }

    /** All that are set go off. */
    public void ring() {
        ring(Long.MAX_VALUE);
    }

    /** All that are set for so many milliseconds at most go off. */
    public void ring(long millis) {
        Map<Long, Set> due = new TreeMap<>(set);
        due.values().removeIf(timer -> timer.delay > millis);
        set.keySet().removeAll(due.keySet());
        due.forEach((id, timer) -> timer.handler.handle(id));
    }
}
