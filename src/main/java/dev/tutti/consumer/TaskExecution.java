package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** One item that runs. It belongs to the context of its consumer and is used only there. */
interface TaskExecution {

    /**
     * Completes on the consumer's context. The result of a {@link TaskExecutor}'s own execution completes when no code
     * of the item runs any more.
     */
    Future<Buffer> result();

    /** Completes after the result, when no code of the item runs any more or the item has been abandoned. */
    default Future<?> ended() {
        return result().otherwiseEmpty();
    }

    /** Stops the item as far as that is possible. Has no effect after the result is complete. Never blocks. */
    void cancel();

    /** An item that cannot be cancelled, because it ended or failed at once. */
    static TaskExecution completed(Future<Buffer> result) {
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
