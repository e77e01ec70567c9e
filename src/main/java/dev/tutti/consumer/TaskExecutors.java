package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** From the configuration's kinds of task to what runs them. */
final class TaskExecutors {

    private TaskExecutors() {}

    /** To be called on the consumer's context. Nothing is started yet. */
    static TaskExecutor of(Vertx vertx, ConsumerConfig config, TaskLoop loop, int maxItemSize) {
        TaskKind kind = config.kind();
        if (kind instanceof TaskKind.BuiltIn builtIn) {
            return builtIn(vertx, config, loop, builtIn.name());
        }
        if (kind instanceof TaskKind.Exec exec) {
            return new ExecTask(vertx, config.queue(), exec.command(), maxItemSize);
        }
        if (kind instanceof TaskKind.Tcp tcp) {
            return new TcpTask(vertx, tcp.host(), tcp.port(), maxItemSize);
        }
        if (kind instanceof TaskKind.Http http) {
            return new HttpTask(vertx, http.uri(), config.concurrency(), maxItemSize);
        }
        if (kind instanceof TaskKind.UserClass userClass) {
            return contexts(vertx, config, loop, () -> UserClass.create(userClass.name()));
        }
        throw new IllegalArgumentException("no consumer can run " + kind);
    }

    /** On an event loop a built-in task, which never blocks, needs no context beside the consumer's. */
    private static TaskExecutor builtIn(Vertx vertx, ConsumerConfig config, TaskLoop loop, String name) {
        if (name.equals(BuiltInTasks.SLEEP)) {
            return new SleepWork(vertx);
        }
        Task task = BuiltInTasks.named(name);
        return config.threading() == ThreadingModel.EVENT_LOOP
                ? new InlineWork(task)
                : contexts(vertx, config, loop, () -> task);
    }

    private static TaskExecutor contexts(Vertx vertx, ConsumerConfig config, TaskLoop loop, Supplier<Task> maker) {
        return new UserTaskExecutor(
                vertx, "tutti-" + config.queue(), loop, config.threading(), config.concurrency(), maker);
    }
}
