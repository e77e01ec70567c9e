package dev.tutti.client;

import dev.tutti.client.TuttiException.TimedOut;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * A condition with the lock that it needs. Acquire it, and then wait or signal by the {@link Held hold}. Test what you
 * wait for again behind the wait: a waiter may wake up without a cause.
 */
public class TuttiCondition {

    private final Client client;
    private final String name;

    TuttiCondition(Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Acquires the condition's lock. */
    public Future<Held> acquire() {
        return acquire(null);
    }

    /**
     * As {@link #acquire()}, with a limit of the time.
     *
     * @param timeout after which the future fails with {@link TimedOut}
     */
    public Future<Held> acquire(Duration timeout) {
        // Beyond the limit of connections, since one that signals must not stand in line behind those that wait.
        Request request = Request.of(Command.of("CONDITION", "ACQUIRE", name), timeout)
                .repeatable()
                .keepingConnection()
                .uncounted()
                .undo(token -> List.of(Command.of("CONDITION", "RELEASE", name, token)));
        return client.waitOnLoop(request, reply -> {
            if (reply.value() == null) {
                throw new TimedOut("condition " + name + " was not free in time");
            }
            return new Held(client, name, reply);
        });
    }

    /** The condition's lock, which this client holds. */
    public static class Held extends Hold {

        private final Client client;
        private final String name;

        Held(Client client, String name, Reply reply) {
            super(client, "CONDITION", name, reply, null);
            this.client = client;
            this.name = name;
        }

        /** Gives up the lock until it is signalled, and has it again then. */
        public Future<Void> await() {
            return await(null);
        }

        /**
         * As {@link #await()}, with a limit of the time.
         *
         * @param timeout after which the future fails with {@link TimedOut}. This client has the lock again then, too.
         */
        public Future<Void> await(Duration timeout) {
            // A wake-up that comes in the moment of a cancellation goes to another waiter.
            Request request = Request.of(Command.of("CONDITION", "WAIT", name), timeout)
                    .on(connection())
                    .undo(woken -> List.of(Command.of("CONDITION", "NOTIFY", name)));
            return client.waitOnLoop(request, reply -> {
                if (reply.value() == null) {
                    throw new TimedOut("condition " + name + " was not signalled in time");
                }
                return null;
            });
        }

        /** Wakes up one waiter, when the lock is released. */
        public Future<Void> signal() {
            return send("NOTIFY");
        }

        /** Wakes up all waiters, when the lock is released. */
        public Future<Void> signalAll() {
            return send("NOTIFY_ALL");
        }

        private Future<Void> send(String command) {
            return client.onLoop(() ->
                    connection().send(Command.of("CONDITION", command, name)).mapEmpty());
        }
    }
}
