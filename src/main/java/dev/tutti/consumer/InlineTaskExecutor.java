package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Runs a task that never blocks on the consumer's own event loop, without a switch of threads. */
final class InlineTaskExecutor implements TaskExecutor {

    private final Task task;

    InlineTaskExecutor(Task task) {
        this.task = task;
    }

    @Override
    public TaskExecution run(Buffer item) {
        try {
            return TaskExecution.completed(task.run(item));
        } catch (Exception failure) {
            return TaskExecution.completed(Future.failedFuture(failure));
        }
    }
}
