package dev.tutti.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The submitted tasks, and the ends that clients asked for. AWAIT must answer one of those ends and, once an end was
 * acknowledged, always the same. Safe to use from any thread.
 */
final class TaskHistory {

    /** The reply of AWAIT for a task that has not ended. */
    static final String NOT_ENDED = "null";

    /** The end of a task whose item was cancelled. */
    static String cancelled(long id) {
        return "CANCELLED item " + id + " was cancelled";
    }

    private static final class Task {
        /** The number of commands that asked for each end and were not refused. */
        private final Map<String, Integer> asked = new HashMap<>();

        private String acknowledged;
    }

    private final Map<Long, Task> tasks = new HashMap<>();

    synchronized void submitted(long id) {
        tasks.computeIfAbsent(id, first -> new Task());
    }

    synchronized Set<Long> ids() {
        return Set.copyOf(tasks.keySet());
    }

    private Task task(long id) {
        return tasks.computeIfAbsent(id, first -> new Task());
    }

    synchronized void ending(long id, String end) {
        task(id).asked.merge(end, 1, Integer::sum);
    }

    synchronized void notEnded(long id, String end) {
        task(id).asked.merge(end, -1, Integer::sum);
    }

    synchronized void ended(long id, String end) {
        task(id).acknowledged = end;
    }

    /** To be called before AWAIT is sent. Returns the end that is acknowledged so far, or {@link #NOT_ENDED}. */
    synchronized String awaiting(long id) {
        String acknowledged = task(id).acknowledged;
        return acknowledged == null ? NOT_ENDED : acknowledged;
    }

    /**
     * Records the reply of AWAIT.
     *
     * @param known the end that {@link #awaiting} returned
     * @return what is wrong with the reply, if anything is
     */
    synchronized Optional<String> awaited(long id, String known, String reply) {
        Task task = task(id);
        boolean possible = reply.equals(NOT_ENDED)
                ? known.equals(NOT_ENDED)
                : task.asked.getOrDefault(reply, 0) > 0 && (known.equals(NOT_ENDED) || known.equals(reply));
        if (!possible) {
            return Optional.of("task " + id + ", known to have ended with " + known + ", asked for " + task.asked
                    + ", says " + reply);
        }
        if (!reply.equals(NOT_ENDED)) {
            task.acknowledged = reply;
        }
        return Optional.empty();
    }
}
