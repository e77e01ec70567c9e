package dev.tutti.consumer;

import dev.tutti.platform.Contexts;
import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A context for a task's code. A worker's has a thread of its own, which can hang without holding up another. */
final class TaskContext {

    private final Mailbox mailbox;
    private final Optional<ExecutorService> worker;

    private TaskContext(Context context, Optional<ExecutorService> worker) {
        this.mailbox = new Mailbox(context);
        this.worker = worker;
    }

    /** The name is that of a worker's thread. */
    static TaskContext make(Vertx vertx, String name, ThreadingModel threading, TaskLoop loop) {
        if (threading == ThreadingModel.EVENT_LOOP) {
            int index = loop.among(Contexts.eventLoops(vertx));
            return new TaskContext(Contexts.onEventLoop(vertx, index), Optional.empty());
        }
        if (threading == ThreadingModel.VIRTUAL_THREAD) {
            return new TaskContext(Contexts.onVirtualThread(vertx), Optional.empty());
        }
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        return new TaskContext(Contexts.onWorker(vertx, worker), Optional.of(worker));
    }

    void execute(Runnable code) {
        mailbox.accept(code);
    }

    /** Interrupts the thread if it is at work. */
    void close() {
        worker.ifPresent(ExecutorService::shutdownNow);
    }
}
