package dev.tutti.client;

import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.TaskFailed;
import dev.tutti.client.TuttiException.TimedOut;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** A task that was submitted. It goes on without this client, and its result is kept for an hour after its end. */
public class SubmittedTask {

    private final Client client;
    private final String task;
    private final long id;

    SubmittedTask(Client client, String task, long id) {
        this.client = client;
        this.task = task;
        this.id = id;
    }

    /** The id of the item. */
    public long id() {
        return id;
    }

    /**
     * Waits for the result, also through a restart of the server.
     *
     * @return a future that fails with {@link TaskFailed} or {@link Cancelled} if the task did
     */
    public Future<Buffer> result() {
        return result(null);
    }

    /**
     * As {@link #result()}, with a limit of the time.
     *
     * @param timeout after which the future fails with {@link TimedOut}. The task goes on.
     */
    public Future<Buffer> result(Duration timeout) {
        Request request =
                Request.of(Command.of("AWAIT", task, id), timeout).repeatable().beginningWithoutWaiting();
        return client.waitOnLoop(request, reply -> {
            if (reply.value() == null) {
                throw new TimedOut("task " + task + " " + id + " did not end in time");
            }
            return (Buffer) reply.value();
        });
    }

    /**
     * Cancels the task, also in the hands of its worker.
     *
     * @return a future of false if the task has ended already
     */
    public Future<Boolean> cancel() {
        return client.callOnLoop(Command.of("CANCEL", task, id), true)
                .map(reply -> Long.valueOf(1).equals(reply));
    }
}
