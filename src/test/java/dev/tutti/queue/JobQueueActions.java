package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import java.util.List;

/** What is done with the queues of a {@link JobScene} as wholes, and with the workers. Each action says what it was. */
final class JobQueueActions {

    private final JobScene jobs;

    JobQueueActions(JobScene jobs) {
        this.jobs = jobs;
    }

    private int dice(int sides) {
        return jobs.random.nextInt(sides);
    }

    String pause() {
        JobQueue queue = jobs.anyOfAll();
        if (dice(2) == 0) {
            jobs.named(queue).control().resume();
            queue.pauseUntil(0);
            return "resumed " + queue.name;
        }
        long millis = dice(5) * 5L;
        jobs.named(queue).control().pause(millis);
        queue.pauseUntil(millis == 0 ? Job.NEVER : jobs.model.now + millis);
        return "paused " + queue.name + " for " + millis;
    }

    String alter() {
        JobQueue queue = jobs.anyQueue();
        QueueConfig next = jobs.settings(queue.settings().kind());
        jobs.scene.queues.alter(queue.name, next);
        jobs.model.alter(queue, next);
        return "altered " + queue.name + " to " + next;
    }

    /** Some ready items go to another queue. The model learns which from the queue, since it knows no order. */
    String moveSome() {
        JobQueue from = jobs.anyOfAll();
        JobQueue to = jobs.anyQueue();
        WorkQueue actual = jobs.actual(from);
        if (to.isShutDown || to == from || actual == null) {
            return "nothing to move";
        }
        List<Job> ready = from.all(job -> job.isReady(jobs.model.now));
        int count = 1 + dice(4);
        int room = to.settings().maxSize() == 0 ? count : to.settings().maxSize() - to.pending();
        int moved = QueueScene.move(actual, jobs.named(to), count);
        jobs.named(to).forgetIfIdle();
        assertThat(moved)
                .isBetween(Math.min(Math.max(0, room), Math.min(count, ready.size())), Math.min(count, ready.size()));
        ready.removeIf(job -> actual.items().isPending(job.id));
        assertThat(ready).hasSize(moved);
        ready.forEach(job -> jobs.model.move(job, to));
        return "moved " + moved + " from " + from.name + " to " + to.name;
    }

    // ---- closing

    String close() {
        JobQueue queue = jobs.anyOfAll();
        return switch (dice(queue.isShutDown ? 4 : 12)) {
            case 0 -> delete(queue);
            case 1 -> shutDown(queue, dice(3) == 0);
            case 2 -> purge(queue);
            default -> "not closed";
        };
    }

    private String delete(JobQueue queue) {
        WorkQueue actual = jobs.actual(queue);
        if (actual != null) {
            actual.control().delete(QueueScene.ENDED);
        }
        jobs.model.delete(queue);
        // One that waits at several queues goes on at the next one of this name, which has other settings then.
        if (!queue.isDead() && dice(4) > 0 && jobs.waits.getters(queue) == 0) {
            jobs.create(jobs.model.queue(queue.name));
        }
        return "deleted " + queue.name;
    }

    private String shutDown(JobQueue queue, boolean immediate) {
        jobs.named(queue).control().shutDown(immediate, QueueScene.ENDED);
        jobs.model.shutDown(queue, immediate);
        return "shut down " + queue.name + (immediate ? " immediately" : "");
    }

    private String purge(JobQueue queue) {
        WorkQueue actual = jobs.actual(queue);
        int dropped = actual == null ? 0 : QueueScene.purge(actual);
        assertThat(dropped).isEqualTo(queue.pending());
        jobs.model.drop(queue, Fate.PURGED);
        return "purged " + queue.name;
    }

    /** Nobody uses the server any more. */
    void deleteAll() {
        jobs.leaveAll();
        jobs.model.queues().forEach(queue -> jobs.named(queue).control().delete(QueueScene.ENDED));
    }

    // ---- workers, time and servers

    String leave() {
        Holder worker = jobs.anyWorker();
        if (dice(2) == 0) {
            jobs.scene.queues.departures().giveBack(worker);
            held(worker).forEach(jobs.model::givenBack);
            return "reset";
        }
        jobs.waits.leave(worker);
        jobs.scene.queues.departures().close(worker);
        held(worker).forEach(job -> jobs.model.lost(job, ItemFailures.HOLDER_CLOSED));
        jobs.replace(worker);
        return "a worker leaves";
    }

    private List<Job> held(Holder worker) {
        return jobs.model.all(job -> job.holder == worker);
    }

    String pass() {
        jobs.scene.after(1);
        jobs.model.pass();
        jobs.model.expire(jobs.waits.delivered());
        jobs.waits.tellServed();
        return "a millisecond later";
    }

    String kill() {
        jobs.kill();
        return "another server";
    }
}
