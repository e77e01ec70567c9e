package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What must be true of some queues and their dead-letter queues, as simply as it can be said: which items are
 * unfinished, and from when and until when each may be delivered.
 */
final class JobModel {

    private final Map<String, JobQueue> queues = new LinkedHashMap<>();
    private final Map<String, DeadItems> dead = new LinkedHashMap<>();
    private final Set<Long> finished = new HashSet<>();
    private int delivered;
    long now;
    /** The number of steps so far. */
    private int steps;

    JobModel(List<String> names, long now) {
        this.now = now;
        for (String name : names) {
            begin(name);
            dead.put(name, new DeadItems());
            begin(Names.deadLetter(name));
        }
    }

    private JobQueue begin(String name) {
        JobQueue queue = new JobQueue(name);
        queues.put(name, queue);
        return queue;
    }

    JobQueue queue(String name) {
        return queues.get(name);
    }

    Collection<JobQueue> queues() {
        return queues.values();
    }

    /** The items of all queues. */
    List<Job> all(Predicate<Job> which) {
        List<Job> all = new ArrayList<>();
        queues.values().forEach(queue -> all.addAll(queue.all(which)));
        return all;
    }

    int size() {
        return queues.values().stream().mapToInt(queue -> queue.jobs.size()).sum();
    }

    /** The number of deliveries by all servers. */
    int delivered() {
        return delivered;
    }

    private JobQueue deadOf(JobQueue queue) {
        return queues.get(Names.deadLetter(queue.name));
    }

    /** The changes of the dead items of this queue, or null if it is no dead-letter queue. */
    private DeadItems changes(JobQueue queue) {
        return queue.isDead() ? dead.get(queue.name.substring(0, queue.name.length() - Names.DEAD.length())) : null;
    }

    // ---- what happens to an item

    void put(JobQueue queue, Item item, long delay, long expires) {
        Job job = new Job(item, now + delay, expires == 0 ? Job.NEVER : now + expires);
        assertThat(finished.contains(job.id)).as("the id is new").isFalse();
        assertThat(all(other -> other.id == job.id)).isEmpty();
        enter(job, queue);
    }

    private void enter(Job job, JobQueue queue) {
        job.queue = queue;
        job.step = steps;
        job.hasLostKey |= job.key != null && queue.keyed(job.key) != null;
        queue.jobs.put(job.id, job);
    }

    private void leave(Job job) {
        job.queue.jobs.remove(job.id);
        if (job.queue.isDead()) {
            changes(job.queue).left++;
        }
    }

    void delivered(JobQueue queue, Item item, Holder holder, long lease) {
        assertThat(finished.contains(item.id())).as("finished before").isFalse();
        Job job = queue.jobs.get(item.id());
        assertThat(job)
                .as("item " + item.id() + " is delivered and not in " + queue.name)
                .isNotNull();
        assertThat(job.isReady(now)).as("is ready").isTrue();
        assertThat(job.expires).as("expired").isGreaterThanOrEqualTo(now);
        delivered++;
        job.lend(holder, lease, now);
        job.expires = Job.NEVER;
        job.attempts++;
        assertThat(item.attempts()).isEqualTo(job.attempts);
        if (queue.isDead()) {
            changes(queue).left++;
        }
        queue.delivered(job, now);
    }

    void finish(Job job) {
        leave(job);
        finished.add(job.id);
    }

    /** @param delay until it may be delivered again */
    void comeBack(Job job, long delay) {
        job.giveBack();
        if (job.queue.isClosed) {
            finish(job);
            return;
        }
        job.ready = now + delay;
        if (job.queue.isDead()) {
            changes(job.queue).returned = true;
        }
    }

    void failForGood(Job job) {
        JobQueue from = job.queue;
        long age = from.settings().deadAgeMillis();
        job.giveBack();
        leave(job);
        enter(job, deadOf(from));
        job.ready = now;
        job.attempts = 0;
        job.expires = age == 0 ? Job.NEVER : now + age;
        changes(job.queue).died |= !from.isDead();
        changes(job.queue).returned |= from.isDead();
    }

    /** What an attempt that failed by itself leads to. */
    void failed(Job job) {
        QueueConfig settings = job.queue.settings();
        if (settings.allowsAttemptAfter(job.attempts)) {
            comeBack(job, Failure.backoff(settings, job.attempts, () -> 0.5));
        } else {
            failForGood(job);
        }
    }

    /** Another worker may have it, since its holder is gone. */
    void lost(Job job) {
        if (job.isCancelled) {
            finish(job);
        } else if (job.queue.settings().allowsAttemptAfter(job.attempts)) {
            comeBack(job, 0);
        } else {
            failForGood(job);
        }
    }

    /** Its holder goes on without it, and the attempt does not count. */
    void givenBack(Job job) {
        if (job.isCancelled) {
            finish(job);
        } else {
            job.attempts--;
            comeBack(job, 0);
        }
    }

    void move(Job job, JobQueue to) {
        boolean wasDead = job.queue.isDead();
        leave(job);
        enter(job, to);
        job.attempts = 0;
        job.expires = wasDead ? Job.NEVER : job.expires;
    }

    void reschedule(Job job, long delay) {
        job.ready = delay == WorkQueue.SAME_TIME ? job.ready : now + delay;
        if (job.queue.isDead()) {
            changes(job.queue).returned = true;
        }
    }

    // ---- what happens to a queue

    void shutDown(JobQueue queue, boolean immediate) {
        queue.isShutDown = true;
        if (immediate) {
            queue.isClosed = true;
            purge(queue);
        }
    }

    void purge(JobQueue queue) {
        queue.all(job -> !job.isHeld()).forEach(this::finish);
    }

    /** The queue and its items are gone. The next one of its name begins anew. */
    void delete(JobQueue queue) {
        queue.all(job -> true).forEach(this::finish);
        begin(queue.name);
    }

    void alter(JobQueue queue, QueueConfig next) {
        queue.alter(next, now);
        dead.get(queue.name).died = true;
    }

    // ---- time

    /** The next millisecond. */
    void pass() {
        now++;
        for (Job job : all(one -> one.leased <= now)) {
            if (job.isCancelled) {
                finish(job);
            } else {
                failed(job);
            }
        }
        all(job -> job.queue.isDead() && job.ready == now).forEach(job -> changes(job.queue).returned = true);
    }

    /** The items that have expired by now, and were not delivered in their last millisecond, are gone. */
    void expire() {
        all(job -> !job.isHeld() && job.expires <= now).forEach(this::finish);
    }

    /** The server is killed: items without a lease of their own come back, and the attempts count. */
    void restart() {
        queues.values().forEach(JobQueue::restart);
        all(job -> job.isCancelled).forEach(this::finish);
        all(job -> job.isHeld() && !job.isDetached).forEach(this::lost);
    }

    // ---- dead items

    /** What has happened to dead items in this step. */
    private static final class DeadItems {
        /** Whether an item has died, or the limits have changed, so that there may be too many. */
        private boolean died;
        /** Whether one has come back, which may be before or after another one died. */
        private boolean returned;
        /** The number of those that have left, which may be before or after another one died. */
        private int left;
    }

    /** The step is over. */
    void endStep() {
        steps++;
    }

    /** Takes those as finished that a dead-letter queue has dropped because it was too long. */
    void dropDead(String name, WorkQueue actual) {
        JobQueue queue = queues.get(Names.deadLetter(name));
        DeadItems changes = dead.get(name);
        int deadSize = queues.get(name).settings().deadSize();
        if (changes.died && deadSize > 0) {
            dropDead(queue, actual, changes, deadSize);
        }
        dead.put(name, new DeadItems());
    }

    private void dropDead(JobQueue queue, WorkQueue actual, DeadItems changes, int deadSize) {
        int ready = queue.ready(now);
        int least = changes.returned ? 0 : Math.max(0, ready - deadSize);
        int most = Math.max(0, ready + changes.left - deadSize);
        List<Job> gone = most == 0
                ? List.of()
                : queue.all(job ->
                        job.isReady(now) && (actual == null || !actual.items().isPending(job.id)));
        assertThat(gone).as("dropped dead items").hasSizeBetween(least, most);
        gone.forEach(this::finish);
    }
}
