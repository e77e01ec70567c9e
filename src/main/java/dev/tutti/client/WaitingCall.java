package dev.tutti.client;

import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ConnectionLost;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * A {@link Request} from the call to its reply. It takes a place and a connection from the pool, sends the command, and
 * sends it again after a lost connection if that is safe. While it is in the line for a place, it is tried again and
 * again without waiting, since those who have the places may wait for it.
 *
 * <p>A call that is withdrawn ends its command at the server by CLIENT UNBLOCK. If the command was served in that
 * moment, its effect is taken back. If this takes longer than a limit, the connection is closed, which does the same.
 */
final class WaitingCall implements ConnectionPool.Candidate {

    private static final long WITHDRAWAL_MILLIS = 5_000;
    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private static final Backoff UNBLOCKS = new Backoff(Duration.ofMillis(1), Duration.ofMillis(100));

    private final Vertx vertx;
    private final ControlConnection control;
    private final ConnectionPool pool;
    private final Request request;
    private final long deadline;
    private final Promise<Reply> promise = Promise.promise();

    private boolean hasPlace;
    private boolean isInLine;
    /** The connection on which the command was sent; null if none is under way. */
    private Connection connection;
    /** Whether the connection is of the pool, and goes back there. */
    private boolean isLent;

    private int attempts;
    private int losses;
    private long timer = -1;
    private long retry = -1;
    /** The result of a call that is being withdrawn; null while it goes on. */
    private Future<Reply> ending;

    private boolean isUnblocking;
    /** A reply that came before the answer to UNBLOCK. */
    private AsyncResult<Object> early;

    WaitingCall(Vertx vertx, ControlConnection control, ConnectionPool pool, Request request) {
        this.vertx = vertx;
        this.control = control;
        this.pool = pool;
        this.request = request;
        this.deadline = request.timeout() == null
                ? 0
                : System.nanoTime() + request.timeout().toNanos();
    }

    /** The value of the reply is null if the time has run out. */
    Future<Reply> end() {
        return promise.future();
    }

    void start() {
        if (request.timeout() != null && !isImmediate()) {
            timer = vertx.setTimer(Command.millis(request.timeout()), end -> timedOut());
        }
        if (request.connection() != null) {
            send(request.connection(), request.command(request.timeout()), this::answered);
        } else if (request.beginsWithoutWaiting() && control.connection() != null) {
            attempt(this::seekPlace);
        } else {
            seekPlace();
        }
    }

    // ---- its place and its connection

    /** Whether the server decides at once. Then the time for the way to it is not limited. */
    private boolean isImmediate() {
        return Duration.ZERO.equals(request.timeout());
    }

    private void seekPlace() {
        if (!request.counts() || isImmediate()) {
            connect();
        } else if (pool.takePlace(this)) {
            hasPlace = true;
            connect();
        } else {
            isInLine = true;
            attemptFromLine();
        }
    }

    private void attemptFromLine() {
        retry = -1;
        if (!isInLine || request.isTask()) {
            return;
        }
        if (control.connection() == null) {
            attemptLater();
        } else {
            attempt(this::attemptLater);
        }
    }

    private void attemptLater() {
        if (hasPlace) {
            connect();
        } else {
            retry = vertx.setTimer(RETRIES.millis(attempts++), due -> attemptFromLine());
        }
    }

    /** Sends the command with TIMEOUT 0 over the connection of all. */
    private void attempt(Runnable inVain) {
        send(control.connection(), request.command(Duration.ZERO), reply -> {
            boolean isInVain = reply.succeeded() && reply.result() == null
                    || reply.cause() instanceof ConnectionLost && mayRepeat(reply.cause());
            if (isInVain && ending == null) {
                connection = null;
                inVain.run();
            } else {
                answered(reply);
            }
        });
    }

    @Override
    public void placed() {
        isInLine = false;
        hasPlace = true;
        if (connection == null) {
            vertx.cancelTimer(retry);
            connect();
        }
    }

    private void connect() {
        pool.take(request.getsItems()).onComplete(taken -> {
            if (taken.failed()) {
                end(Future.failedFuture(taken.cause()));
            } else if (promise.future().isComplete()) {
                pool.giveBack(taken.result());
            } else {
                isLent = true;
                send(taken.result(), request.command(remaining()), this::answered);
            }
        });
    }

    /** The time that is left of the timeout, or null. */
    private Duration remaining() {
        return request.timeout() == null ? null : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    // ---- the reply

    private void send(Connection on, Command command, Handler<AsyncResult<Object>> then) {
        connection = on;
        on.send(command).onComplete(then);
    }

    private void answered(AsyncResult<Object> reply) {
        if (promise.future().isComplete()) {
            return;
        }
        if (isUnblocking && reply.succeeded()) {
            // The connection must not go to another caller, whose command the UNBLOCK might end.
            early = reply;
            return;
        }
        if (reply.failed()) {
            failed(reply.cause());
        } else if (ending != null) {
            takeBack(reply.result());
        } else if (reply.result() == null && request.timeout() == null) {
            end(Future.failedFuture(new Cancelled("another client ended this call by CLIENT UNBLOCK")));
        } else {
            end(Future.succeededFuture(new Reply(reply.result(), connection, this::release)));
        }
    }

    private void failed(Throwable error) {
        if (ending != null) {
            end(ending);
        } else if (error instanceof ConnectionLost && request.connection() == null && mayRepeat(error)) {
            giveBackConnection();
            if (request.timeout() != null && !isImmediate() && deadline - System.nanoTime() <= 0) {
                end(timeout());
            } else {
                retry = vertx.setTimer(RETRIES.millis(losses++), due -> connect());
            }
        } else {
            end(Future.failedFuture(error));
        }
    }

    private boolean mayRepeat(Throwable error) {
        return request.isRepeatable() || error instanceof NotServing;
    }

    // ---- its end before the reply

    private void timedOut() {
        if (connection == null) {
            ending = timeout();
            end(ending);
        } else if (request.connection() != null) {
            // The server's own TIMEOUT ends the wait of a condition, which first gets its lock.
            timer = -1;
        } else if (isLent) {
            // The server's own TIMEOUT ends the command, unless the server hangs.
            timer = vertx.setTimer(WITHDRAWAL_MILLIS, late -> {
                ending = timeout();
                connection.close();
            });
        } else {
            withdraw(timeout());
        }
    }

    private Future<Reply> timeout() {
        return Future.succeededFuture(new Reply(null, null, () -> {}));
    }

    /** Ends the call with this error. It is false if the call has ended already, or is ending. */
    boolean cancel(TuttiException error) {
        if (promise.future().isComplete() || ending != null) {
            return false;
        }
        withdraw(Future.failedFuture(error));
        return true;
    }

    private void withdraw(Future<Reply> result) {
        ending = result;
        vertx.cancelTimer(timer);
        if (connection == null) {
            end(ending);
            return;
        }
        Connection waiting = connection;
        timer = vertx.setTimer(WITHDRAWAL_MILLIS, late -> {
            waiting.close();
            unblocked();
        });
        if (isLent || request.connection() != null) {
            unblock(waiting, 0);
        }
    }

    private void unblock(Connection waiting, int attempt) {
        if (promise.future().isComplete() || !waiting.isBusy()) {
            return;
        }
        Connection all = control.connection();
        if (all == null || !all.address().equals(waiting.address())) {
            // The id would be that of another connection at another server.
            waiting.close();
            return;
        }
        isUnblocking = true;
        // Never sent again: after a restart the server gives the same ids to other clients.
        all.send(Command.of("CLIENT", "UNBLOCK", waiting.id(), "TIMEOUT")).onComplete(reply -> {
            isUnblocking = false;
            if (reply.failed()) {
                waiting.close();
            }
            if (early != null) {
                unblocked();
            } else if (!Long.valueOf(1).equals(reply.result())) {
                // The command has not arrived yet, or its reply is on the way.
                vertx.setTimer(UNBLOCKS.millis(attempt), due -> unblock(waiting, attempt + 1));
            } else if (request.connection() != null) {
                // A condition's waiter gets its lock first, and that may take its time.
                vertx.cancelTimer(timer);
            }
        });
    }

    /** The connection cannot be hit by an UNBLOCK any more, so a reply that came early can be dealt with. */
    private void unblocked() {
        isUnblocking = false;
        if (early != null) {
            AsyncResult<Object> reply = early;
            early = null;
            answered(reply);
        }
    }

    private void takeBack(Object value) {
        List<Command> commands = value == null ? List.of() : request.undo(value);
        Future<Object> last = Future.succeededFuture();
        for (Command command : commands) {
            last = connection.send(command);
        }
        last.onComplete(end -> end(ending));
    }

    // ---- its end

    private void end(Future<Reply> result) {
        if (promise.future().isComplete()) {
            return;
        }
        vertx.cancelTimer(timer);
        vertx.cancelTimer(retry);
        pool.leaveLine(this);
        // Before the connection goes back, so that the items on it are counted.
        promise.handle(result);
        if (!(request.keepsConnection() && result.succeeded() && result.result().value() != null)) {
            release();
        }
    }

    /** Gives back the connection and the place, once. */
    private void release() {
        giveBackConnection();
        if (hasPlace) {
            hasPlace = false;
            pool.freePlace();
        }
    }

    private void giveBackConnection() {
        if (isLent) {
            isLent = false;
            pool.giveBack(connection);
        }
        connection = null;
    }
}
