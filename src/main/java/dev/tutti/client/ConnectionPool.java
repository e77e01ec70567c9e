package dev.tutti.client;

import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.NotPermitted;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections for commands that wait, each for one caller at a time, and the places that bound their number. A
 * place goes to the callers in the order of their coming.
 *
 * <p>A connection that holds items serves further gets alone. Anything else that waits there would end when one of the
 * items is cancelled.
 */
final class ConnectionPool {

    /** A caller in the line for a place. */
    interface Candidate {

        /** It has a place now. */
        void placed();
    }

    private static final Logger LOG = System.getLogger(ConnectionPool.class.getName());
    private static final long WARNING_INTERVAL = 60_000_000_000L;

    private final Vertx vertx;
    private final Connector connector;
    private final Backoff backoff;
    private final int limit;
    private final Set<Connection> open = new LinkedHashSet<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Candidate> line = new LinkedHashSet<>();
    private int placesTaken;
    private long warned;
    private boolean hasWarned;
    private boolean isClosed;

    ConnectionPool(Vertx vertx, Connector connector, Backoff backoff, int limit) {
        this.vertx = vertx;
        this.connector = connector;
        this.backoff = backoff;
        this.limit = limit;
    }

    // ---- places

    /** Takes a place if one is free. Otherwise the caller is in the line from now on. */
    boolean takePlace(Candidate caller) {
        if (placesTaken < limit && line.isEmpty()) {
            placesTaken++;
            return true;
        }
        line.add(caller);
        warn();
        return false;
    }

    void leaveLine(Candidate caller) {
        line.remove(caller);
    }

    /** Hands the place of a caller over to the first in the line. */
    void freePlace() {
        if (line.isEmpty()) {
            placesTaken--;
            return;
        }
        Candidate first = line.iterator().next();
        line.remove(first);
        first.placed();
    }

    private void warn() {
        long now = System.nanoTime();
        if (!hasWarned || now - warned > WARNING_INTERVAL) {
            hasWarned = true;
            warned = now;
            LOG.log(Level.WARNING, "all {0} connections (maxConnections) are in use, a call waits for one", limit);
        }
    }

    // ---- connections

    /**
     * A connection for one caller, which ends with {@link #giveBack}. While the server is away, it is tried again and
     * again.
     */
    Future<Connection> take(boolean getsItems) {
        if (isClosed) {
            return Future.failedFuture(new ConnectionLost(ControlConnection.CLOSED));
        }
        Connection found = null;
        for (Connection connection : idle) {
            if (!connection.hasItems() || getsItems) {
                found = connection;
                if (connection.hasItems() == getsItems) {
                    break;
                }
            }
        }
        if (found != null) {
            idle.remove(found);
            return Future.succeededFuture(found);
        }
        return connect(0);
    }

    private Future<Connection> connect(int attempt) {
        if (isClosed) {
            return Future.failedFuture(new ConnectionLost(ControlConnection.CLOSED));
        }
        return connector.open().transform(opened -> {
            if (opened.succeeded()) {
                return added(opened.result());
            }
            if (opened.cause() instanceof NotPermitted) {
                return Future.failedFuture(opened.cause());
            }
            Promise<Connection> later = Promise.promise();
            vertx.setTimer(backoff.millis(attempt), end -> connect(attempt + 1).onComplete(later));
            return later.future();
        });
    }

    private Future<Connection> added(Connection connection) {
        if (isClosed) {
            connection.close();
            return Future.failedFuture(new ConnectionLost(ControlConnection.CLOSED));
        }
        open.add(connection);
        connection.whenLost(end -> {
            open.remove(connection);
            idle.remove(connection);
        });
        return Future.succeededFuture(connection);
    }

    /** Takes a connection back, or closes it if there are enough. */
    void giveBack(Connection connection) {
        if (!open.contains(connection) || isClosed) {
            return;
        }
        if (idle.size() >= limit && !connection.hasItems()) {
            connection.quit();
        } else {
            idle.addFirst(connection);
        }
    }

    /** Closes all connections in order, so that what they hold goes back and no attempt counts. */
    Future<Void> close() {
        isClosed = true;
        List<Future<Void>> ends = new ArrayList<>();
        for (Connection connection : List.copyOf(open)) {
            ends.add(connection.quit());
        }
        return Future.join(ends).mapEmpty();
    }
}
