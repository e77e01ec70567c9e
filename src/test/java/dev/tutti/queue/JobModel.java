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
 * unfinished, from when and until when each may be delivered, which results are kept, and who is told what.
 */
final class JobModel {

    private final Map<String, JobQueue> queues = new LinkedHashMap<>();
    private final DeadJobs dead = new DeadJobs(queues);
    private final Set<Long> finished = new HashSet<>();
    /** The items that have left their queues in this step, or given up their keys, at a time that nobody knows. */
    private final Set<Long> freed = new HashSet<>();

    final JobOutcomes outcomes = new JobOutcomes();
    private int delivered;
    private int admitted;
    long now;
    /** The number of steps so far. */
    private int steps;

    JobModel(List<String> names, long now) {
        this.now = now;
        for (String name : names) {
            begin(name);
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

    /** The number of items that had waited for room. */
    int admitted() {
        return admitted;
    }

    private JobQueue deadOf(JobQueue queue) {
        return queues.get(Names.deadLetter(queue.name));
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
        freed.add(job.id);
        job.queue.jobs.remove(job.id);
        dead.left(job.queue);
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
        dead.left(queue);
        queue.delivered(job, now);
    }

    void done(Job job, String result) {
        finish(job, KeptResult.DONE + result);
    }

    /** A worker that has it is told later. */
    void cancel(Job job) {
        if (job.isHeld()) {
            job.isCancelled = true;
            freed.add(job.id);
            outcomes.keep(job, Fate.CANCELLED.words(), now);
        } else {
            finish(job, Fate.CANCELLED);
        }
    }

    /** The item is gone, without a result. */
    void finish(Job job, Fate why) {
        finish(job, why.words());
    }

    private void finish(Job job, String outcome) {
        leave(job);
        finished.add(job.id);
        outcomes.keep(job, outcome, now);
    }

    /** The result of an item that was put is kept from now on, for the longer of two times. */
    void submit(Job job, long ttl) {
        if (ttl > job.ttl) {
            outcomes.extend(job, ttl - job.ttl);
            job.ttl = ttl;
        }
    }

    /** @param delay until it may be delivered again */
    void comeBack(Job job, long delay) {
        job.giveBack();
        if (job.queue.isClosed) {
            finish(job, Fate.SHUT_DOWN);
            return;
        }
        job.ready = now + delay;
        job.queue.returned = steps;
        dead.cameBack(job, now);
    }

    void failForGood(Job job, String message) {
        if (job.isSubmitted()) {
            job.giveBack();
            finish(job, KeptResult.FAILED + message);
        } else {
            bury(job);
        }
    }

    private void bury(Job job) {
        JobQueue from = job.queue;
        job.giveBack();
        leave(job);
        enter(job, deadOf(from));
        job.ready = now;
        job.attempts = 0;
        dead.died(job, from, now);
    }

    /** What an attempt that failed with this message leads to, if the worker does not say. */
    void failed(Job job, String message) {
        QueueConfig settings = job.queue.settings();
        if (settings.allowsAttemptAfter(job.attempts)) {
            comeBack(job, Failure.backoff(settings, job.attempts, () -> 0.5));
        } else {
            failForGood(job, message);
        }
    }

    /** Another worker may have it, since its holder is gone. */
    void lost(Job job, byte[] lastMessage) {
        if (job.isCancelled) {
            finish(job, Fate.CANCELLED);
        } else if (job.queue.settings().allowsAttemptAfter(job.attempts)) {
            comeBack(job, 0);
        } else {
            failForGood(job, QueueScene.text(lastMessage));
        }
    }

    /** Its holder goes on without it, and the attempt does not count. */
    void givenBack(Job job) {
        if (job.isCancelled) {
            finish(job, Fate.CANCELLED);
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
        dead.returned(job.queue);
    }

    // ---- those who wait to put

    /**
     * One that waited for room was served.
     *
     * @param taken the id of its item, or of another one with its key
     */
    void served(JobQueue queue, JobPutter putter, long taken) {
        Job known = putter.key() == null ? null : queue.keyed(putter.key());
        if (taken != putter.item().id()) {
            assertThat(queue.putters.remove(putter)).as("waits").isTrue();
            assertThat(known != null && known.id == taken || freed.contains(taken))
                    .as(taken + " has the key " + putter.key())
                    .isTrue();
            return;
        }
        assertThat(queue.putters.poll()).as("the first in line").isSameAs(putter);
        assertThat(known).as("has the key " + putter.key()).isNull();
        queue.admitted = steps;
        admitted++;
        put(queue, putter.item(), putter.delay(), queue.lifetime(putter.expires()));
    }

    // ---- what happens to a queue

    void shutDown(JobQueue queue, boolean immediate) {
        queue.isShutDown = true;
        outcomes.refusePutters(queue);
        if (immediate) {
            queue.isClosed = true;
            drop(queue, Fate.SHUT_DOWN);
        }
    }

    /** Items that nobody has are gone. */
    void drop(JobQueue queue, Fate why) {
        queue.all(job -> !job.isHeld()).forEach(job -> finish(job, why));
    }

    /** The queue and its items are gone. The next one of its name begins anew. */
    void delete(JobQueue queue) {
        queue.all(job -> true).forEach(job -> finish(job, Fate.DELETED));
        outcomes.refusePutters(queue);
        begin(queue.name);
        dead.changed(queue, now);
    }

    void create(JobQueue queue, QueueConfig first) {
        queue.create(first);
        dead.changed(queue, now);
    }

    void alter(JobQueue queue, QueueConfig next) {
        queue.alter(next, now);
        dead.changed(queue, now);
    }

    // ---- time

    /** The next millisecond. */
    void pass() {
        now++;
        for (Job job : all(one -> one.leased <= now)) {
            if (job.isCancelled) {
                finish(job, Fate.CANCELLED);
            } else {
                failed(job, QueueScene.text(ItemFailures.LAST_LEASE_ENDED));
            }
        }
        queues.values().forEach(queue -> freed.addAll(queue.forgetResults(now)));
        all(job -> job.ready == now).forEach(job -> dead.returned(job.queue));
    }

    /**
     * The items that have expired by now are gone.
     *
     * @param delivered the items that were delivered in their last millisecond
     */
    void expire(Set<Long> delivered) {
        all(job -> !job.isHeld() && job.expires <= now && !delivered.contains(job.id))
                .forEach(job -> finish(job, job.died == 0 ? Fate.EXPIRED : Fate.OVER_DEADAGE));
    }

    /**
     * The server is killed: items without a lease of their own come back, and the attempts count. Nobody waits any
     * more.
     */
    void restart() {
        queues.values().forEach(JobQueue::restart);
        all(job -> true).forEach(job -> job.awaiting.clear());
        all(job -> job.isCancelled).forEach(job -> finish(job, Fate.CANCELLED));
        all(job -> job.isHeld() && !job.isDetached).forEach(job -> lost(job, ItemFailures.SERVER_ENDED));
        queues.values().forEach(queue -> queue.forgetResults(now));
        queues.values().forEach(queue -> dead.changed(queue, now));
    }

    // ---- the end of a step

    /** Takes those as finished that a dead-letter queue has dropped because it was too long. */
    void dropDead(String name, WorkQueue actual) {
        int deadSize = queues.get(name).settings().deadSize();
        dead.dropped(queues.get(Names.deadLetter(name)), deadSize, actual, now)
                .forEach(job -> finish(job, Fate.OVER_DEADSIZE));
    }

    /** The step is over. */
    void endStep() {
        queues.values().forEach(queue -> queue.checkRoom(steps));
        steps++;
        freed.clear();
        outcomes.endStep();
    }
}
