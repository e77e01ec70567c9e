package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import dev.tutti.ops.ConsumerMeter;
import dev.tutti.ops.ConsumerMeter.End;
import dev.tutti.ops.Meters;
import io.vertx.core.AsyncResult;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/** Measures the items of one consumer instance for the metrics. Used on the consumer's event loop only. */
final class TaskMeter {

    private final ConsumerMeter meter;
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock in nanoseconds */
    TaskMeter(ConsumerMeter meter, LongSupplier nanos) {
        this.meter = meter;
        this.nanos = nanos;
    }

    /**
     * The meter of another instance of a consumer.
     *
     * @param meters null if there are no metrics
     * @return null if there are no metrics
     */
    static TaskMeter of(Meters meters, ConsumerConfig config) {
        return meters == null
                ? null
                : new TaskMeter(
                        meters.ofConsumer(config.queue(), word(config.kind()), config.concurrency()), System::nanoTime);
    }

    /** The task in one word, which no secret is part of: a URL may have one. */
    private static String word(TaskKind kind) {
        if (kind instanceof TaskKind.BuiltIn builtIn) {
            return builtIn.name();
        } else if (kind instanceof TaskKind.UserClass user) {
            return user.name();
        } else if (kind instanceof TaskKind.Exec exec) {
            return exec.command().get(0);
        }
        return kind instanceof TaskKind.Tcp ? "tcp" : "http";
    }

    /** Measures an item that begins now. */
    void watch(TaskExecution execution) {
        long begin = nanos.getAsLong();
        meter.began();
        execution.result().onComplete(result -> meter.ended(end(result), nanos.getAsLong() - begin));
        execution.ended().onComplete(ended -> meter.left());
    }

    private static End end(AsyncResult<?> result) {
        if (result.succeeded()) {
            return End.DONE;
        } else if (result.cause() instanceof CancellationException) {
            return End.CANCELLED;
        }
        return result.cause() instanceof TaskFailure failure && failure.isTimeout() ? End.TIMED_OUT : End.FAILED;
    }

    /** The consumer takes no items any more. */
    void retire() {
        meter.retire();
    }

    /** The consumer has ended. */
    void end() {
        meter.end();
    }

    void abandoned(int items) {
        meter.abandoned(items);
    }
}
