package dev.tutti.client;

import dev.tutti.client.TuttiException.TimedOut;
import io.vertx.core.Future;
import java.time.Duration;

/** An event that wakes all who wait for it, in all programs. One that is set outlives a restart of the server. */
public class TuttiEvent {

    private final Client client;
    private final String name;

    TuttiEvent(Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Sets the event. All who wait wake up, even if {@link #clear} follows at once. */
    public Future<Void> set() {
        return client.callOnLoop(Command.of("EVENT", "SET", name), true).mapEmpty();
    }

    /** Clears the event: from now on {@link #await} waits. */
    public Future<Void> clear() {
        return client.callOnLoop(Command.of("EVENT", "CLEAR", name), true).mapEmpty();
    }

    /** Whether the event is set. */
    public Future<Boolean> isSet() {
        return client.callOnLoop(Command.of("EVENT", "IS_SET", name), true)
                .map(reply -> Long.valueOf(1).equals(reply));
    }

    /** Waits until the event is set, also while the server is away. */
    public Future<Void> await() {
        return await(null);
    }

    /**
     * As {@link #await()}, with a limit of the time.
     *
     * @param timeout after which the future fails with {@link TimedOut}
     */
    public Future<Void> await(Duration timeout) {
        Request request = Request.of(Command.of("EVENT", "WAIT", name), timeout)
                .repeatable()
                .beginningWithoutWaiting();
        return client.waitOnLoop(request, reply -> {
            if (reply.value() == null) {
                throw new TimedOut("event " + name + " was not set in time");
            }
            return null;
        });
    }
}
