package dev.tutti.consumer;

import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextBuilder;
import io.vertx.core.internal.VertxInternal;
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
    static TaskContext make(VertxInternal vertx, String name, ThreadingModel threading, TaskLoop loop) {
        ContextBuilder builder = vertx.contextBuilder().withThreadingModel(threading);
        if (threading == ThreadingModel.EVENT_LOOP) {
            return new TaskContext(builder.withEventLoop(loop.of(vertx)).build(), Optional.empty());
        }
        if (threading == ThreadingModel.VIRTUAL_THREAD) {
            return new TaskContext(builder.build(), Optional.empty());
        }
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        return new TaskContext(
                builder.withWorkerPool(vertx.wrapWorkerPool(worker)).build(), Optional.of(worker));
    }

    void execute(Runnable code) {
        mailbox.accept(code);
    }

    /** Interrupts the thread if it is at work. */
    void close() {
        worker.ifPresent(ExecutorService::shutdownNow);
    }
}
