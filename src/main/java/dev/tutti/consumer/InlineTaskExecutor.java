package dev.tutti.consumer;

import io.vertx.core.Future;

/** Runs a task that never blocks on the consumer's own event loop, without a switch of threads. */
final class InlineTaskExecutor implements TaskExecutor {

    private final ContextTask task;

    InlineTaskExecutor(ContextTask task) {
        this.task = task;
    }

    @Override
    public TaskExecution run(DeliveredItem item) {
        try {
            return TaskExecution.completed(task.run(item.body(), item));
        } catch (Exception failure) {
            return TaskExecution.completed(Future.failedFuture(failure));
        }
    }
}
