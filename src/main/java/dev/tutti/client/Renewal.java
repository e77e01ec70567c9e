package dev.tutti.client;

import dev.tutti.client.TuttiException.ConnectionLost;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Touches something again and again, one touch at a time, until it is stopped or the server says that it is lost. */
final class Renewal {

    private final Vertx vertx;
    private final long interval;
    private final Supplier<Future<Object>> touch;
    private final Consumer<Throwable> whenLost;
    private long timer;
    private boolean isStopped;

    /** @param interval in milliseconds */
    Renewal(Vertx vertx, long interval, Supplier<Future<Object>> touch, Consumer<Throwable> whenLost) {
        this.vertx = vertx;
        this.interval = Math.max(1, interval);
        this.touch = touch;
        this.whenLost = whenLost;
    }

    Renewal start() {
        timer = vertx.setTimer(interval, due -> touch.get().onComplete(this::touched));
        return this;
    }

    private void touched(AsyncResult<Object> reply) {
        if (isStopped) {
            return;
        }
        if (reply.failed() && !(reply.cause() instanceof ConnectionLost) && !isPassing(reply.cause())) {
            isStopped = true;
            whenLost.accept(reply.cause());
        } else {
            start();
        }
    }

    /** Without room for a progress the lease is not renewed, but the next touch may be. */
    private static boolean isPassing(Throwable error) {
        return error instanceof TuttiException.ServerFull;
    }

    void stop() {
        isStopped = true;
        vertx.cancelTimer(timer);
    }
}
