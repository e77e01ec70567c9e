package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What workers and clients do with single items of a {@link JobScene}. Each action says what it was. */
final class JobActions {

    private static final int MOST_ITEMS = 40;
    private static final long LEASE = 7;
    /** Null is the empty group. */
    private static final List<String> GROUPS = Arrays.asList(null, "a", "b");

    private final JobScene jobs;

    JobActions(JobScene jobs) {
        this.jobs = jobs;
    }

    private int dice(int sides) {
        return jobs.random.nextInt(sides);
    }

    // ---- put

    String put() {
        JobQueue queue = jobs.anyQueue();
        String key = dice(3) == 0 ? "key " + dice(3) : null;
        boolean isSubmitted = dice(3) == 0;
        Job known = key == null ? null : queue.keyed(key);
        WorkQueue actual = jobs.named(queue);
        Item found = key == null ? null : actual.items().keyed(key);
        assertThat(found == null).as("nobody has " + key).isEqualTo(known == null);
        if (known != null) {
            assertThat(found.id()).isEqualTo(known.id);
            return isSubmitted ? submit(known, actual, found) : "put again";
        } else if (jobs.model.size() > MOST_ITEMS || queue.isShutDown || !queue.hasRoom() && !jobs.waits.areFew()) {
            actual.forgetIfIdle();
            return "no more";
        }
        return put(queue, actual, key, isSubmitted);
    }

    /** The result of an item that was put is kept from now on. */
    private String submit(Job known, WorkQueue actual, Item found) {
        long ttl = ttl();
        actual.submit(found, ttl);
        jobs.model.submit(known, ttl);
        return "submitted " + known.id + " again for " + ttl;
    }

    private long ttl() {
        return 1 + dice(20);
    }

    private String put(JobQueue queue, WorkQueue actual, String key, boolean isSubmitted) {
        long delay = dice(4) == 0 ? 1 + dice(9) : 0;
        int choice = dice(4);
        long expires = choice == 0 ? 1 + dice(15) : choice == 1 ? PutOptions.NEVER : 0;
        String group = queue.settings().kind() == Kind.FAIR ? GROUPS.get(dice(GROUPS.size())) : null;
        Long priority = queue.settings().kind() == Kind.PRIORITY ? (Long) (long) dice(3) : null;
        PutOptions options = new PutOptions(priority, delay, key, expires, group);
        Item item = isSubmitted ? jobs.scene.submission("", options, ttl()) : jobs.scene.item("", options, null);
        String what = " into " + queue.name + ", delay " + delay + ", expires " + expires;
        if (!queue.hasRoom()) {
            JobPutter putter = new JobPutter(jobs.waits.newName("putter"), item, delay, expires);
            jobs.waits.put(queue, actual, putter);
            return putter.name() + what;
        }
        long id = actual.put(item);
        jobs.model.put(queue, item, delay, queue.lifetime(expires));
        return "put " + id + what;
    }

    /** One that waits for room does so no longer. */
    String putNoMore() {
        JobQueue queue = jobs.anyQueue();
        if (queue.putters.isEmpty()) {
            return "nobody waits to put";
        }
        JobPutter putter = jobs.any(List.copyOf(queue.putters));
        jobs.waits.giveUp(queue, putter);
        return putter.name() + " leaves";
    }

    // ---- get

    String get() {
        JobQueue queue = jobs.anyOfAll();
        WorkQueue actual = jobs.actual(queue);
        if (actual == null || !actual.canDeliver()) {
            return "nothing to get";
        }
        long lease = dice(2) * LEASE;
        Holder holder = holder(lease);
        List<Item> items = dice(4) == 0 ? actual.take(holder, 3, lease) : List.of(actual.take(holder, lease));
        items.forEach(item -> jobs.model.delivered(queue, item, holder, lease));
        return "got " + items;
    }

    private Holder holder(long lease) {
        Holder worker = jobs.anyWorker();
        return lease > 0 && dice(4) == 0 ? worker.detached() : worker;
    }

    String await() {
        JobQueue queue = jobs.anyOfAll();
        if (dice(3) == 0) {
            return awaitAny(queue);
        } else if (queue.isOver()) {
            return "nothing to wait for";
        }
        jobs.waits.get(jobs.named(queue), jobs.anyWorker(), LEASE);
        return "waits to get from " + queue.name;
    }

    private String awaitAny(JobQueue first) {
        Set<String> names = new LinkedHashSet<>(List.of(first.name));
        while (dice(2) == 0) {
            names.add(jobs.anyOfAll().name);
        }
        jobs.waits.getAny(jobs.scene.queues, List.copyOf(names), jobs.anyWorker(), LEASE, 1 + dice(3));
        return "waits to get from any of " + names;
    }

    // ---- items in flight

    String settle() {
        Job job = jobs.any(jobs.model.all(Job::isHeld));
        if (job == null) {
            return "nothing in flight";
        }
        WorkQueue actual = jobs.actual(job.queue);
        Holder holder = actual.items().inFlight(job.id).holder();
        if (job.isCancelled) {
            actual.endCancelled(holder, job.id);
            jobs.model.finish(job, Fate.CANCELLED);
            return "told that " + job.id + " is cancelled";
        }
        return switch (dice(9)) {
            case 0, 1, 2 -> fail(job, actual, holder);
            case 3, 4 -> release(job, actual, holder);
            case 5 -> touch(job, actual, holder);
            default -> {
                String result = "result " + dice(1000);
                actual.done(holder, job.id, QueueScene.bytes(result));
                jobs.model.done(job, result);
                yield "done " + job.id;
            }
        };
    }

    private String fail(Job job, WorkQueue actual, Holder holder) {
        QueueConfig settings = job.queue.settings();
        boolean isDelayed = dice(4) == 0;
        Boolean retry = isDelayed || dice(3) > 0 ? null : (Boolean) jobs.random.nextBoolean();
        long delay = isDelayed ? dice(9) : Failure.BACKOFF;
        String message = "failure " + dice(1000);
        actual.fail(holder, job.id, new Failure(QueueScene.bytes(message), delay, retry));
        boolean isWanted = retry == null ? settings.attempts() > 0 || isDelayed : retry;
        if (!isWanted || !settings.allowsAttemptAfter(job.attempts)) {
            jobs.model.failForGood(job, message);
        } else if (isDelayed) {
            jobs.model.comeBack(job, delay);
        } else {
            jobs.model.failed(job, message);
        }
        return "failed " + job.id;
    }

    private String release(Job job, WorkQueue actual, Holder holder) {
        long delay = dice(4);
        actual.release(holder, job.id, delay);
        job.attempts--;
        jobs.model.comeBack(job, delay);
        return "released " + job.id;
    }

    private String touch(Job job, WorkQueue actual, Holder holder) {
        long lease = dice(2) == 0 ? WorkQueue.SAME_LEASE : job.isDetached ? 1 + dice(9) : dice(9);
        actual.touch(holder, job.id, dice(2) == 0 ? null : new byte[dice(9)], lease);
        job.lend(lease == WorkQueue.SAME_LEASE ? job.lease : lease, jobs.model.now);
        return "touched " + job.id + " for " + lease;
    }

    // ---- any item

    String cancel() {
        Job job = jobs.any(jobs.model.all(one -> !one.isCancelled));
        if (job == null) {
            return "nothing to cancel";
        }
        WorkQueue actual = jobs.actual(job.queue);
        assertThat(actual.cancel(actual.items().find(job.id))).isTrue();
        jobs.model.cancel(job);
        return "cancelled " + job.id;
    }

    String move() {
        Job job = jobs.any(jobs.model.all(one -> !one.isHeld()));
        JobQueue to = jobs.anyQueue();
        if (job == null || to.isShutDown || job.queue != to && !to.hasRoom()) {
            return "nothing to move";
        }
        JobQueue from = job.queue;
        jobs.actual(from).move(jobs.actual(from).items().pending(job.id), jobs.named(to));
        jobs.model.move(job, to);
        return "moved " + job.id + " from " + from.name + " to " + to.name;
    }

    String reschedule() {
        Job job = jobs.any(jobs.model.all(one -> !one.isHeld()));
        if (job == null) {
            return "nothing to reschedule";
        }
        Long priority = job.queue.settings().kind() == Kind.PRIORITY && dice(2) == 0 ? (Long) (long) dice(3) : null;
        long delay = priority != null && dice(2) == 0 ? WorkQueue.SAME_TIME : dice(2) * dice(9);
        jobs.actual(job.queue).reschedule(jobs.actual(job.queue).items().pending(job.id), priority, delay);
        jobs.model.reschedule(job, delay);
        return "rescheduled " + job.id + " to " + delay;
    }
}
