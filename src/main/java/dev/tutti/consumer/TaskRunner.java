package dev.tutti.consumer;

import dev.tutti.platform.Contexts;
import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Vert.x context on which a task's code runs. With the threading {@code worker} it has a thread of its own, which
 * may hang without delaying other items.
 */
final class TaskRunner {

    private final ContextExecutor context;
    private final Optional<ExecutorService> worker;

    private TaskRunner(Context context, Optional<ExecutorService> worker) {
        this.context = new ContextExecutor(context);
        this.worker = worker;
    }

    /** @param name of the thread, with the threading {@code worker} */
    static TaskRunner create(Vertx vertx, String name, ThreadingModel threading, TaskEventLoop eventLoop) {
        if (threading == ThreadingModel.EVENT_LOOP) {
            int index = eventLoop.indexAmong(Contexts.eventLoops(vertx));
            return new TaskRunner(Contexts.onEventLoop(vertx, index), Optional.empty());
        }
        if (threading == ThreadingModel.VIRTUAL_THREAD) {
            return new TaskRunner(Contexts.onVirtualThread(vertx), Optional.empty());
        }
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        return new TaskRunner(Contexts.onWorker(vertx, worker), Optional.of(worker));
    }

    void execute(Runnable code) {
        context.execute(code);
    }

    /** Ends the thread of a worker, and interrupts it if it runs code. */
    void close() {
        worker.ifPresent(ExecutorService::shutdownNow);
    }
}
