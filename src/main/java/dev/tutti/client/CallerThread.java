package dev.tutti.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Makes a call and blocks the calling thread until it has ended. The call is made on the client's event loop. So its
 * future completes there, and not on the context of the caller, whose thread is blocked.
 */
final class CallerThread {

    private final Client client;

    CallerThread(Client client) {
        this.client = client;
    }

    /**
     * The result of a call. A failure is thrown as it is, with the stack trace of this thread.
     *
     * @throws InterruptedException if this thread is interrupted. A call that waits has been withdrawn then. If it
     *     ended in that moment, its result is returned instead, and the thread stays interrupted.
     */
    <T> T await(Supplier<Future<T>> call) throws InterruptedException {
        refuseEventLoops();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Made<T> made = new Made<>();
        client.runOnLoop(() -> made.make(call));
        if (endsBeforeAnInterrupt(made.end.future())) {
            return result(made.end.future());
        }
        Promise<Boolean> cancelled = Promise.promise();
        client.runOnLoop(() -> client.cancel(made.future).onComplete(cancelled));
        while (!endsBeforeAnInterrupt(cancelled.future())) {
            // It ends soon, and this thread is being interrupted already.
        }
        if (cancelled.future().result() || !made.end.future().isComplete()) {
            throw new InterruptedException();
        }
        Thread.currentThread().interrupt();
        return result(made.end.future());
    }

    /** Makes a call in any case, and waits for its end unless this thread is interrupted. It stays so. */
    void finish(Supplier<Future<Void>> call) {
        refuseEventLoops();
        Made<Void> made = new Made<>();
        client.runOnLoop(() -> made.make(call));
        if (endsBeforeAnInterrupt(made.end.future())) {
            result(made.end.future());
        } else {
            Thread.currentThread().interrupt();
        }
    }

    /** A call that is made on the loop, and its end. */
    private static final class Made<T> {

        private final Promise<T> end = Promise.promise();
        private Future<T> future;

        void make(Supplier<Future<T>> call) {
            try {
                future = call.get();
            } catch (RuntimeException e) {
                future = Future.failedFuture(e);
            }
            future.onComplete(end);
        }
    }

    private static void refuseEventLoops() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException(
                    "an event loop must not block: use the methods of Tutti that return futures");
        }
    }

    private static boolean endsBeforeAnInterrupt(Future<?> future) {
        try {
            if (Context.isOnWorkerThread()) {
                CountDownLatch latch = new CountDownLatch(1);
                future.onComplete(end -> latch.countDown());
                latch.await();
            } else {
                // The verticle of a virtual thread goes on meanwhile.
                future.transform(end -> Future.succeededFuture()).await();
            }
            return true;
        } catch (Throwable error) {
            // Future.await does not declare it.
            if (error instanceof InterruptedException) {
                return false;
            }
            throw new IllegalStateException(error);
        }
    }

    private static <T> T result(Future<T> future) {
        if (future.succeeded()) {
            return future.result();
        }
        Throwable error = future.cause();
        error.fillInStackTrace();
        if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new IllegalStateException(error);
    }
}
