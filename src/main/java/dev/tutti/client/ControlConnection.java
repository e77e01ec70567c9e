package dev.tutti.client;

import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.NotPermitted;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connection of all commands that do not wait at the server. When it is lost, it is made again, and the commands
 * that are safe to repeat are sent again, in their order. The others fail with {@link ConnectionLost}. A command that
 * comes while the server is away waits until it is back.
 */
final class ControlConnection {

    static final String CLOSED = "this client was closed";

    private static final Logger LOG = System.getLogger(ControlConnection.class.getName());

    private final Vertx vertx;
    private final Connector connector;
    private final Backoff backoff;
    private final Deque<Pending> outbox = new ArrayDeque<>();
    private Handler<Throwable> connectionHandler = change -> {};
    private Connection connection;
    private boolean isRefused;
    private boolean isClosed;

    ControlConnection(Vertx vertx, Connector connector, Backoff backoff) {
        this.vertx = vertx;
        this.connector = connector;
        this.backoff = backoff;
    }

    private record Pending(Command command, boolean isRepeatable, Promise<Object> reply) {}

    /** Connects for the first time. It fails if no server is there, and waits for one that is there and will serve. */
    Future<Void> connect() {
        return connect(0);
    }

    private Future<Void> connect(int attempt) {
        return connector.open().transform(opened -> {
            if (opened.succeeded()) {
                became(opened.result());
                return Future.succeededFuture();
            }
            if (!(opened.cause() instanceof NotServing) || isClosed) {
                return Future.failedFuture(opened.cause());
            }
            LOG.log(Level.INFO, "{0}: {1}", connector, opened.cause().getMessage());
            Promise<Void> later = Promise.promise();
            vertx.setTimer(backoff.millis(attempt), end -> connect(attempt + 1).onComplete(later));
            return later.future();
        });
    }

    /** Sets the handler that is told each reason for which there is no connection, and null when there is one again. */
    void connectionHandler(Handler<Throwable> handler) {
        connectionHandler = handler;
    }

    /** The connection, or null while the server is away. */
    Connection connection() {
        return connection;
    }

    /** Sends a command that does not wait. */
    Future<Object> call(Command command, boolean isRepeatable) {
        if (isClosed) {
            return Future.failedFuture(new ConnectionLost(CLOSED));
        }
        Pending pending = new Pending(command, isRepeatable, Promise.promise());
        if (connection == null) {
            outbox.add(pending);
        } else {
            send(pending);
        }
        return pending.reply.future();
    }

    private void send(Pending pending) {
        connection.send(pending.command).onComplete(reply -> answered(pending, reply));
    }

    private void answered(Pending pending, AsyncResult<Object> reply) {
        boolean isUndone =
                reply.cause() instanceof NotServing || reply.cause() instanceof ConnectionLost && pending.isRepeatable;
        if (isUndone && !isClosed) {
            outbox.add(pending);
        } else {
            pending.reply.handle(reply);
        }
    }

    private void became(Connection opened) {
        if (isClosed) {
            opened.close();
            return;
        }
        connection = opened;
        isRefused = false;
        opened.whenLost(this::lost);
        for (int waiting = outbox.size(); waiting > 0; waiting--) {
            send(outbox.remove());
        }
    }

    private void lost(ConnectionLost error) {
        connection = null;
        if (!isClosed) {
            connectionHandler.handle(error);
            LOG.log(Level.WARNING, "{0} is away, this client connects again: {1}", connector, error.getMessage());
            connectAgain(0);
        }
    }

    private void connectAgain(int attempt) {
        vertx.setTimer(backoff.millis(attempt), due -> {
            if (isClosed) {
                return;
            }
            connector.open().onComplete(opened -> {
                if (opened.succeeded()) {
                    LOG.log(Level.INFO, "connected to {0} again", connector);
                    became(opened.result());
                    connectionHandler.handle(null);
                    return;
                }
                connectionHandler.handle(opened.cause());
                refuse(opened.cause());
                connectAgain(attempt + 1);
            });
        });
    }

    /** A wrong password does not become right soon, so the callers are told. */
    private void refuse(Throwable error) {
        if (!(error instanceof NotPermitted)) {
            LOG.log(Level.DEBUG, "{0}: {1}", connector, error.toString());
            return;
        }
        if (!isRefused) {
            isRefused = true;
            LOG.log(Level.WARNING, "{0} refuses this client, whose commands fail: {1}", connector, error.getMessage());
        }
        failOutbox(error);
    }

    private void failOutbox(Throwable error) {
        Deque<Pending> waiting = new ArrayDeque<>(outbox);
        outbox.clear();
        waiting.forEach(pending -> pending.reply.fail(error));
    }

    /** Closes in order, behind all that was sent before. */
    Future<Void> close() {
        isClosed = true;
        failOutbox(new ConnectionLost(CLOSED));
        return connection == null ? Future.succeededFuture() : connection.quit();
    }
}
