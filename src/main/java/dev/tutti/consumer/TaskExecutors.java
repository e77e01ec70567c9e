package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/** Creates the {@link TaskExecutor} for a kind of task in the configuration. */
final class TaskExecutors {

    private TaskExecutors() {}

    /** To be called on the consumer's context. Does not start the executor. */
    static TaskExecutor create(Vertx vertx, ConsumerConfig config, TaskEventLoop eventLoop, int maxItemSize) {
        TaskKind kind = config.kind();
        if (kind instanceof TaskKind.BuiltIn builtIn) {
            return builtIn(vertx, config, eventLoop, builtIn.name());
        }
        if (kind instanceof TaskKind.Exec exec) {
            return new ProcessTaskExecutor(vertx, config.queue(), exec.command(), maxItemSize);
        }
        if (kind instanceof TaskKind.Tcp tcp) {
            return new TcpTaskExecutor(vertx, tcp.host(), tcp.port(), maxItemSize);
        }
        if (kind instanceof TaskKind.Http http) {
            return new HttpTaskExecutor(vertx, http.uri(), config.concurrency(), maxItemSize);
        }
        if (kind instanceof TaskKind.UserClass userClass) {
            return pooled(vertx, config, eventLoop, userClass.config(), () -> TaskClass.create(userClass.name()));
        }
        throw new IllegalArgumentException("no consumer can run " + kind);
    }

    /** Built-in tasks never block, so with the threading {@code event_loop} they run on the consumer's own context. */
    private static TaskExecutor builtIn(Vertx vertx, ConsumerConfig config, TaskEventLoop eventLoop, String name) {
        if (name.equals(BuiltInTasks.SLEEP)) {
            return new SleepTaskExecutor(vertx);
        }
        Task task = BuiltInTasks.named(name);
        return config.threading() == ThreadingModel.EVENT_LOOP
                ? new InlineTaskExecutor(task)
                : pooled(vertx, config, eventLoop, new JsonObject(), () -> task);
    }

    private static TaskExecutor pooled(
            Vertx vertx,
            ConsumerConfig config,
            TaskEventLoop eventLoop,
            JsonObject ofTask,
            Supplier<? extends ContextTask> factory) {
        return new PooledTaskExecutor(
                vertx, "tutti-" + config.queue(), eventLoop, config.threading(), config.concurrency(), ofTask, factory);
    }
}
