package example;

import dev.tutti.consumer.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user's class that says when it begins to start, and ends its start as soon as there is a file {@code go}. */
public final class SlowStartTask implements Task {

    private static final Path GO = Path.of("go");

    @Override
    public Future<?> start(Vertx vertx) {
        System.out.println("the task starts");
        Promise<Void> started = Promise.promise();
        vertx.setPeriodic(5, look -> {
            if (Files.exists(GO)) {
                vertx.cancelTimer(look);
                started.complete();
            }
        });
        return started.future();
    }

    @Override
    public Future<Buffer> run(Buffer item) {
        return Future.succeededFuture(item);
    }
}
