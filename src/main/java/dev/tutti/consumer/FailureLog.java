package dev.tutti.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the exceptions that the task of one consumer instance throws. The first of a kind is logged with its stack
 * trace, and later ones are counted: their number is logged when it has doubled. Exceptions are of one kind if they
 * have the same class and come from the same line. Used on the consumer's event loop only.
 */
final class FailureLog {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
    /** Further kinds are logged as one. */
    private static final int MOST_KINDS = 100;

    private final String queue;
    private final String task;
    private final Map<String, Long> counts = new HashMap<>();

    /** @param task the task as the log names it, such as {@code class com.example.Resize} */
    FailureLog(String queue, String task) {
        this.queue = queue;
        this.task = task;
    }

    /**
     * Logs an exception. A {@link TaskFailure} and a cancelled item are no fault of the task's code, and not logged.
     */
    void add(Throwable failure) {
        if (failure instanceof TaskFailure || failure instanceof CancellationException) {
            return;
        }
        String kind = kind(failure);
        long count = counts.merge(counts.containsKey(kind) || counts.size() < MOST_KINDS ? kind : "", 1L, Long::sum);
        if (count == 1) {
            log.warn("queue {}: {} failed an item; further failures of this kind are counted", queue, task, failure);
        } else if (Long.bitCount(count) == 1) {
            log.warn("queue {}: {} has failed {} items with {}", queue, task, count, kind);
        }
    }

    private static String kind(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
