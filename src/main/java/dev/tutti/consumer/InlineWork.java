package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Runs a built-in task on the consumer's own event loop: it neither blocks nor waits, so that a thousand cost no hop. */
final class InlineWork implements TaskExecutor {

    private final Task task;

    InlineWork(Task task) {
        this.task = task;
    }

    @Override
    public TaskExecution run(Buffer item) {
        try {
            return TaskExecution.of(task.run(item));
        } catch (Exception failure) {
            return TaskExecution.of(Future.failedFuture(failure));
        }
    }
}
