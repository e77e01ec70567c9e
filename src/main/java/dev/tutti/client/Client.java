package dev.tutti.client;

import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ConnectionLost;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One life of a client, a verticle: all of its state is on its event loop, and it ends with the verticle that made it,
 * or with Vert.x. The methods named {@code onLoop} bring a caller of any thread there, and the result back to the
 * caller's context. All others are called on the loop.
 */
final class Client extends VerticleBase {

    private final TuttiOptions options;
    /** The calls that wait, by the futures that their callers have. */
    private final Map<Future<?>, WaitingCall> calls = new IdentityHashMap<>();

    private final Set<WaitingCall> waiting = new LinkedHashSet<>();
    private final Set<Supplier<Future<Void>>> workers = new LinkedHashSet<>();
    private ControlConnection control;
    private ConnectionPool pool;
    private volatile boolean isClosed;

    Client(TuttiOptions options) {
        this.options = new TuttiOptions(options);
    }

    @Override
    public Future<?> start() {
        Backoff backoff = new Backoff(options.getMinReconnectDelay(), options.getMaxReconnectDelay());
        Connector connector = new Connector(vertx, options);
        control = new ControlConnection(vertx, connector, backoff);
        pool = new ConnectionPool(vertx, connector, backoff, options.getMaxConnections());
        return control.connect();
    }

    @Override
    public Future<?> stop() {
        List<Future<Void>> ends = new ArrayList<>();
        List.copyOf(workers).forEach(close -> ends.add(close.get()));
        return Future.join(ends)
                .transform(end -> withdrawAll())
                .transform(end -> pool.close())
                .transform(end -> control.close());
    }

    private Future<Void> withdrawAll() {
        isClosed = true;
        List<Future<?>> ends = new ArrayList<>();
        for (WaitingCall call : List.copyOf(waiting)) {
            call.cancel(new ConnectionLost(ControlConnection.CLOSED));
            ends.add(call.end());
        }
        return Future.join(ends).mapEmpty();
    }

    Future<Void> close() {
        // The second close has nothing to do.
        return vertx.undeploy(deploymentID())
                .recover(error -> isClosed ? Future.succeededFuture() : Future.failedFuture(error));
    }

    /** A worker has started, and is closed before the client. */
    void workerStarted(Supplier<Future<Void>> close) {
        workers.add(close);
    }

    void workerClosed(Supplier<Future<Void>> close) {
        workers.remove(close);
    }

    void connectionHandler(Handler<Throwable> handler) {
        control.connectionHandler(handler);
    }

    boolean hasWorkers() {
        return !workers.isEmpty();
    }

    Vertx vertx() {
        return vertx;
    }

    // ---- from any thread

    /** Runs this on the loop. The future completes on the context of the caller, if it has one. */
    <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        Handler<AsyncResult<T>> deliver = onCaller(promise::handle);
        runOnLoop(() -> work.get().onComplete(deliver));
        return promise.future();
    }

    /** Sends a command that does not wait. */
    Future<Object> callOnLoop(Command command, boolean isRepeatable) {
        return onLoop(() -> call(command, isRepeatable));
    }

    /** Sends a command that may wait, which {@link #cancel} can withdraw by the future that is returned. */
    <T> Future<T> waitOnLoop(Request request, Function<Reply, T> convert) {
        return waitOnLoop(() -> request, convert);
    }

    /** The same with a request that is made on the loop. */
    <T> Future<T> waitOnLoop(Supplier<Request> request, Function<Reply, T> convert) {
        Promise<T> promise = Promise.promise();
        Handler<AsyncResult<T>> deliver = onCaller(promise::handle);
        runOnLoop(() -> {
            if (isClosed) {
                deliver.handle(Future.failedFuture(new ConnectionLost(ControlConnection.CLOSED)));
                return;
            }
            WaitingCall call = begin(request.get());
            calls.put(promise.future(), call);
            call.end()
                    .onComplete(end -> calls.remove(promise.future()))
                    .map(convert)
                    .onComplete(deliver);
            call.start();
        });
        return promise.future();
    }

    /** See {@link Tutti#cancel}. */
    Future<Boolean> cancel(Future<?> future) {
        return onLoop(() -> {
            WaitingCall call = calls.get(future);
            boolean isWithdrawn = call != null && call.cancel(new Cancelled("this call was cancelled by its client"));
            return isWithdrawn
                    ? call.end().transform(end -> Future.succeededFuture(true))
                    : Future.succeededFuture(false);
        });
    }

    void runOnLoop(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(turn -> work.run());
        }
    }

    /** Has the handler called on the context of the caller, or on the loop if there is none. */
    <T> Handler<T> onCaller(Handler<T> handler) {
        Context caller = Vertx.currentContext();
        return caller == null || caller == context
                ? handler
                : event -> caller.runOnContext(turn -> handler.handle(event));
    }

    // ---- on the loop

    /** Sends a command that does not wait. */
    Future<Object> call(Command command, boolean isRepeatable) {
        return isClosed
                ? Future.failedFuture(new ConnectionLost(ControlConnection.CLOSED))
                : control.call(command, isRepeatable);
    }

    /** Makes a call that has to be started. */
    WaitingCall begin(Request request) {
        WaitingCall call = new WaitingCall(vertx, control, pool, request);
        waiting.add(call);
        call.end().onComplete(end -> waiting.remove(call));
        return call;
    }
}
