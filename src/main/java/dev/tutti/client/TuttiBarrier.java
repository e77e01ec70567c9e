package dev.tutti.client;

import dev.tutti.client.TuttiException.BrokenBarrier;
import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.TimedOut;
import io.vertx.core.Future;
import java.time.Duration;

/** A barrier at which a number of parties, of whatever programs, wait for each other. */
public class TuttiBarrier {

    private final Client client;
    private final String name;
    private final int parties;

    TuttiBarrier(Client client, String name, int parties) {
        this.client = client;
        this.name = name;
        this.parties = parties;
    }

    /**
     * Waits for the other parties.
     *
     * @return a future of this party's number, from 0 to parties - 1. It fails with {@link BrokenBarrier}, or with
     *     {@link ConnectionLost}, since the others may have passed then.
     */
    public Future<Long> await() {
        return await(null);
    }

    /**
     * As {@link #await()}, with a limit of the time.
     *
     * @param timeout after which the future fails with {@link TimedOut}, and the party has left
     */
    public Future<Long> await(Duration timeout) {
        Request request = Request.of(Command.of("BARRIER", "WAIT", name, "PARTIES", parties), timeout);
        return client.waitOnLoop(request, reply -> {
            if (reply.value() == null) {
                throw new TimedOut("barrier " + name + " was not complete in time");
            }
            return (Long) reply.value();
        });
    }

    /** Breaks the barrier: all who wait, now and until {@link #reset}, fail with {@link BrokenBarrier}. */
    public Future<Void> abort() {
        return client.callOnLoop(Command.of("BARRIER", "ABORT", name), true).mapEmpty();
    }

    /** Makes the barrier as at the beginning. All who wait fail with {@link BrokenBarrier}. */
    public Future<Void> reset() {
        return client.callOnLoop(Command.of("BARRIER", "RESET", name), true).mapEmpty();
    }
}
