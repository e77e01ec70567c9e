package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The items of dead-letter queues of the {@link JobModel}: when DEADAGE drops them, and what counts for DEADSIZE. */
final class DeadJobs {

    private static final class Changes {
        /** Whether an item has died, or the limits have changed, so that there may be too many. */
        private boolean died;
        /** Whether one has come back, which may be before or after another one died. */
        private boolean returned;
        /** The number of those that have left, which may be before or after another one died. */
        private int left;
    }

    /** By the name of the dead-letter queue. */
    private final Map<String, Changes> changes = new HashMap<>();

    private final Map<String, JobQueue> queues;

    /** @param queues all queues by name */
    DeadJobs(Map<String, JobQueue> queues) {
        this.queues = queues;
    }

    private Changes of(JobQueue queue) {
        return changes.computeIfAbsent(Names.deadLetter(queue.name), first -> new Changes());
    }

    /** An item has failed for good in a queue, which may itself be a dead-letter queue. */
    void died(Job job, JobQueue from, long now) {
        job.died = now;
        age(job, now);
        returned(from);
        of(from).died = true;
    }

    /** An item without a worker may be delivered again. */
    void cameBack(Job job, long now) {
        returned(job.queue);
        if (job.queue.isDead()) {
            age(job, now);
        }
    }

    /** Other settings hold for the dead items of this queue, if it is no dead-letter queue itself. */
    void changed(JobQueue queue, long now) {
        if (!queue.isDead()) {
            of(queue).died = true;
            queues.get(Names.deadLetter(queue.name)).all(job -> !job.isHeld()).forEach(job -> age(job, now));
        }
    }

    /** A dead item that no worker has is dropped when it has been dead for DEADAGE. */
    private void age(Job job, long now) {
        long age = queues.get(Names.ofDeadLetter(job.queue.name)).settings().deadAgeMillis();
        job.expires = age == 0 ? Job.NEVER : Math.max(now + 1, job.died + age);
    }

    /** If this is a dead-letter queue: an item has come back, or is ready. */
    void returned(JobQueue queue) {
        if (queue.isDead()) {
            of(queue).returned = true;
        }
    }

    /** If this is a dead-letter queue: an item has left the ready ones. */
    void left(JobQueue queue) {
        if (queue.isDead()) {
            of(queue).left++;
        }
    }

    /** Returns the items that a dead-letter queue has dropped in this step because it was too long. */
    List<Job> dropped(JobQueue dead, int deadSize, WorkQueue actual, long now) {
        Changes step = of(dead);
        changes.remove(dead.name);
        if (!step.died || deadSize == 0) {
            return List.of();
        }
        int ready = dead.ready(now);
        int least = step.returned ? 0 : Math.max(0, ready - deadSize);
        int most = Math.max(0, ready + step.left - deadSize);
        List<Job> gone = most == 0
                ? List.of()
                : dead.all(job ->
                        job.isReady(now) && (actual == null || !actual.items().isPending(job.id)));
        assertThat(gone).as("dropped dead items").hasSizeBetween(least, most);
        return gone;
    }
}
