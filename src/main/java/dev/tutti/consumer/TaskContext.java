package dev.tutti.consumer;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextBuilder;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * @param name of a worker's thread
     * @param instance of the consumer, by which its event loop is chosen
     */
    static TaskContext make(VertxInternal vertx, String name, ThreadingModel threading, int instance) {
        ContextBuilder builder = vertx.contextBuilder().withThreadingModel(threading);
        if (threading == ThreadingModel.EVENT_LOOP) {
            return new TaskContext(builder.withEventLoop(loop(vertx, instance)).build(), Optional.empty());
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

    /** Counted from the end, since connections and owners have the loops at the beginning. */
    private static EventLoop loop(VertxInternal vertx, int instance) {
        List<EventLoop> loops = new ArrayList<>();
        vertx.nettyEventLoopGroup().forEach(loop -> loops.add((EventLoop) loop));
        return loops.get(loops.size() - 1 - instance % loops.size());
    }

    void execute(Runnable code) {
        mailbox.accept(code);
    }

    /** Interrupts the thread if it is at work. */
    void close() {
        worker.ifPresent(ExecutorService::shutdownNow);
    }
}
