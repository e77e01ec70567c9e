package dev.tutti.consumer;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import java.util.concurrent.CancellationException;

/** Logs the exceptions of a task: the first from each place with its stack trace, and then how many there are. */
final class FailureLog {

    private final String queue;
    private final String task;
    private final EventLog events;

    /** @param task the task as the log names it, such as {@code class com.example.Resize} */
    FailureLog(String queue, String task, EventLog events) {
        this.queue = queue;
        this.task = task;
        this.events = events;
    }

    /**
     * Logs an exception. A {@link TaskFailure} and a cancelled item are no fault of the task's code, and not logged.
     */
    void add(long item, Throwable failure) {
        if (failure instanceof TaskFailure || failure instanceof CancellationException) {
            return;
        }
        String name = ShownName.of(queue);
        events.add(
                EventKind.FAILED_TASK,
                "queue " + name,
                failure,
                () -> new LogLine("queue " + name + ": " + task + " failed item " + item
                                + ", further failures from this place are counted")
                        .with("queue", queue)
                        .with("id", item));
    }

    /**
     * Logs that the code of a stopped item still runs.
     *
     * @param abandoned the number of such items
     * @param running the number of items that the consumer runs at a time because of them
     */
    void abandoned(long millis, int abandoned, int running, int concurrency) {
        String name = ShownName.of(queue);
        events.add(
                EventKind.ABANDONED_ITEM,
                name,
                () -> new LogLine("queue " + name + ": an item that was stopped " + millis
                                + " ms ago still runs and is abandoned; this consumer has " + abandoned
                                + " abandoned items and runs " + running + " of " + concurrency + " items at a time")
                        .with("queue", queue));
    }
}
