package dev.tutti.client;

import dev.tutti.client.TuttiException.Deadlock;
import dev.tutti.client.TuttiException.TimedOut;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * A lock, or a semaphore, for all programs. The server serves those who wait in the order of their coming. What is
 * acquired belongs to a connection of its own, so it is released if this client ends or its connection is lost.
 */
public class TuttiLock {

    private final Client client;
    private final String kind;
    private final String name;
    private final Command acquire;
    private final Duration lease;

    private TuttiLock(Client client, String kind, String name, Command acquire, Duration lease) {
        this.client = client;
        this.kind = kind;
        this.name = name;
        this.acquire = lease == null ? acquire : acquire.and("LEASE", lease);
        this.lease = lease;
    }

    /** A lock, which one client holds at a time. */
    static TuttiLock lock(Client client, String name, Duration lease) {
        return new TuttiLock(client, "LOCK", name, Command.of("LOCK", "ACQUIRE", name), lease);
    }

    /** A semaphore with so many permits. */
    static TuttiLock semaphore(Client client, String name, int permits, Duration lease) {
        Command acquire = Command.of("SEMAPHORE", "ACQUIRE", name, "LIMIT", permits);
        return new TuttiLock(client, "SEMAPHORE", name, acquire, lease);
    }

    /** The name of the lock. */
    public String name() {
        return name;
    }

    /**
     * Acquires the lock or a permit. Waits for its turn, also while the server is away.
     *
     * @return a future of the hold. It fails with {@link Deadlock} if it would wait without end.
     */
    public Future<Hold> acquire() {
        return acquire(null);
    }

    /**
     * As {@link #acquire()}, with a limit of the time.
     *
     * @param timeout after which the future fails with {@link TimedOut}. With zero nothing waits.
     */
    public Future<Hold> acquire(Duration timeout) {
        Request request = Request.of(acquire, timeout)
                .repeatable()
                .keepingConnection()
                .undo(token -> List.of(Command.of(kind, "RELEASE", name, token)));
        return client.waitOnLoop(request, this::hold);
    }

    private Hold hold(Reply reply) {
        if (reply.value() == null) {
            throw new TimedOut(this + " was not free in time");
        }
        return new Hold(client, kind, name, reply, lease);
    }

    /** The kind and the name, for people. */
    @Override
    public String toString() {
        return (kind.equals("LOCK") ? "lock " : "semaphore ") + name;
    }
}
