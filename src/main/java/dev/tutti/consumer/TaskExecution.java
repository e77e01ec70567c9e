package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** One item that is being worked on. Belongs to the context of the consumer that runs it, and is used only there. */
interface TaskExecution {

    /** Completes on the consumer's context; a {@link TaskExecutor}'s, once nothing of the item is left running. */
    Future<Buffer> result();

    /** Completes, not before the result, when nothing of the item is left running, or it has been abandoned. */
    default Future<?> ended() {
        return result().otherwiseEmpty();
    }

    /** Stops the work, as far as it can be stopped; has no effect once the result is there. Never blocks. */
    void cancel();

    /** An item that was finished, or failed, at once. */
    static TaskExecution of(Future<Buffer> result) {
        return new TaskExecution() {
            @Override
            public Future<Buffer> result() {
                return result;
            }

            @Override
            public void cancel() {
                // Nothing is running.
            }
        };
    }
}
