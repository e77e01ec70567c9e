package dev.tutti.net;

import dev.tutti.waiting.Slices;
import io.vertx.core.Vertx;

/** Closes the connections that do not give a password in time. Belongs to the event loop of the connections. */
final class HelloTimers {

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Clients clients;

    HelloTimers(Vertx vertx, Clients clients) {
        this.vertx = vertx;
        this.clients = clients;
    }

    /**
     * Begins to wait for the password of a connection.
     *
     * @param millis 0 waits for ever
     * @return the timer, for {@link #end}
     */
    long begin(long connection, boolean isNeeded, long millis) {
        return isNeeded && millis > 0 ? closeLater(connection, millis) : NO_TIMER;
    }

    /**
     * The time during which the server itself delays the answer to an AUTH does not count. After a pause of the whole
     * process, an AUTH that came in time is read before.
     */
    private long closeLater(long connection, long millis) {
        return vertx.setTimer(
                millis,
                fired -> vertx.setTimer(Slices.PAUSE_MILLIS, read -> {
                    long delayed = clients.closeStranger(connection);
                    if (delayed > 0) {
                        closeLater(connection, delayed);
                    }
                }));
    }

    /** The connection is closed. */
    void end(long timer) {
        vertx.cancelTimer(timer);
    }
}
