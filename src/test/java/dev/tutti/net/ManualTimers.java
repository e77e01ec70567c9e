package dev.tutti.net;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

/** A Vert.x that has timers only, which go off when a test says so. */
final class ManualTimers {

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

    Vertx vertx() {
        return vertx;
    }

    int count() {
        return set.size();
    }

    /** The number of those that were set for so many milliseconds at least. */
    long count(long millis) {
        return set.values().stream().filter(timer -> timer.delay >= millis).count();
    }

    /** All that are set go off. */
    void ring() {
        ring(Long.MAX_VALUE);
    }

    /** All that are set for so many milliseconds at most go off. */
    void ring(long millis) {
        Map<Long, Set> due = new TreeMap<>(set);
        due.values().removeIf(timer -> timer.delay > millis);
        set.keySet().removeAll(due.keySet());
        due.forEach((id, timer) -> timer.handler.handle(id));
    }
}
